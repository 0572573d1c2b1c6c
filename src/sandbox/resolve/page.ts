// Lists as Relay connections over one SELECT: filter, sort, distinctOn, and cursors that are offsets.
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { amountSql } from '../tables/amount.ts';
import type { Table } from '../tables/table.ts';
import { type Condition, compileSelection, type Filters, fieldSql } from './filter.ts';
import { invalid } from './refusals.ts';
import type { Scope } from './scope.ts';
import { columnList } from './selection.ts';
import { membersOf, orderSql, type Sort, sortKey } from './sort.ts';

/** The arguments of a list query. */
export interface PageArguments {
  readonly filters?: Filters | null;
  readonly sort?: Sort;
  readonly distinctOn?: Sort;
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

const ALIAS = 't0';
const PREFIX = 'arrayconnection:';

/** The cursor of the row at an offset of the whole list [MAN]. */
const cursorOf = (offset: number): string => Buffer.from(`${PREFIX}${offset}`).toString('base64');

/** The offset in a cursor; what is no cursor counts as absent, as with ION's `after: ""` [Airbyte]. */
const offsetOf = (cursor: string | null | undefined): number | undefined => {
  const text = Buffer.from(cursor ?? '', 'base64').toString();
  const digits = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : '';
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
};

/** Of the rows that are equal in these fields, the first in the list's order stays. */
const distinctSql = (table: Table, members: readonly string[], order: string, condition: Condition): string => {
  const keys = members.map(member => sortKey(table, ALIAS, member)).join(', ');
  return `SELECT id FROM (SELECT ${ALIAS}."id" AS id, ROW_NUMBER() OVER (PARTITION BY ${keys} ORDER BY ${order}) AS place FROM "${table.type}" ${ALIAS} WHERE ${condition.sql}) WHERE place = 1`;
};

const selectionOf = (scope: Scope, table: Table, args: PageArguments, order: string): Condition => {
  const condition = compileSelection(scope, table, ALIAS, args.filters ?? {});
  const members = membersOf(args.distinctOn);
  if (members.length === 0) return condition;
  return { ...condition, sql: `${ALIAS}."id" IN (${distinctSql(table, members, order, condition)})` };
};

interface Window {
  readonly start: number;
  /** Exclusive; undefined is the end of the list. */
  readonly end: number | undefined;
}

const checkCounts = ({ first, last }: PageArguments): void => {
  if ((first ?? 0) < 0 || (last ?? 0) < 0) throw invalid('first and last must not be negative.');
};

const windowOf = (args: PageArguments, total: () => number): Window => {
  checkCounts(args);
  const before = offsetOf(args.before);
  const after = offsetOf(args.after);
  let start = after === undefined ? 0 : after + 1;
  let end = before;
  if (typeof args.first === 'number') end = Math.min(end ?? Number.POSITIVE_INFINITY, start + args.first);
  if (typeof args.last === 'number') {
    end = Math.min(end ?? Number.POSITIVE_INFINITY, total());
    start = Math.max(start, end - args.last);
  }
  return { start, end };
};

const once = <T>(work: () => T): (() => T) => {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
};

const firstValue = (row: SqlRow | undefined, name: string): SqlValue => row?.[name] ?? null;

const sumsOf = (scope: Scope, table: Table, condition: Condition, names: readonly string[]) => {
  const columns = names
    .map(name => `${amountSql(`SUM(${fieldSql(table, name, ALIAS)?.sql})`)} AS "${name}"`)
    .join(', ');
  const sql = `SELECT ${columns} FROM "${table.type}" ${ALIAS} WHERE ${condition.sql}`;
  return scope.store.prepare(sql).get(...condition.parameters);
};

const connectionOf = (rows: readonly SqlRow[], start: number, hasNextPage: boolean, totalCount: () => number) => {
  const edges = rows.map((node, index) => ({ node, cursor: cursorOf(start + index) }));
  const [startCursor, endCursor] = [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null];
  const pages = { hasNextPage, hasPreviousPage: start > 0, startCursor, endCursor };
  return { edges, pageInfo: { ...pages, count: edges.length, totalCount } };
};

/** One page of rows that are all at hand. */
export const pageOf = (rows: readonly SqlRow[], args: PageArguments) => {
  const { start, end = rows.length } = windowOf(args, () => rows.length);
  return connectionOf(rows.slice(start, Math.max(start, end)), start, end < rows.length, () => rows.length);
};

/**
 * One page. `totalCount` and `aggregates` cost a query only when they are asked for. Without `first` and `last` the
 * page is the whole list, as ION's is [MAN].
 */
export const readPage = (scope: Scope, table: Table, args: PageArguments, columns: readonly string[]) => {
  const order = orderSql(table, ALIAS, args.sort);
  const condition = selectionOf(scope, table, args, order);
  const from = `FROM "${table.type}" ${ALIAS} WHERE ${condition.sql}`;
  const total = once(() =>
    Number(firstValue(scope.store.prepare(`SELECT COUNT(*) AS n ${from}`).get(...condition.parameters), 'n')),
  );
  const { start, end } = windowOf(args, total);
  const size = end === undefined ? undefined : Math.max(0, end - start);
  const limit = `LIMIT ${size === undefined ? -1 : '?'} OFFSET ?`;
  const rows = scope.store
    .prepare(`SELECT ${columnList(columns, ALIAS)} ${from} ORDER BY ${order} ${limit}`)
    // One row more than asked for tells whether there is a next page.
    .all(...condition.parameters, ...(size === undefined ? [] : [size + 1]), start);
  const page = size === undefined ? rows : rows.slice(0, size);
  return {
    ...connectionOf(page, start, rows.length > page.length, total),
    aggregates: () => ({
      count: total(),
      sum: () => sumsOf(scope, table, condition, ['quantity', 'quantityAvailable']),
    }),
  };
};
