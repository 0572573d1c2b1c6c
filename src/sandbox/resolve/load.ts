// Reads what a row's fields need beyond its columns, for all rows of a level at once.
import DataLoader from 'dataloader';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { tableOf } from '../tables/catalog.ts';
import type { Relation, Table } from '../tables/table.ts';
import { compileSelection, type Filters } from './filter.ts';
import type { Scope } from './scope.ts';
import { columnList } from './selection.ts';
import { nestedOrderSql, type Sort } from './sort.ts';

const OWNER = 't0';
const RELATED = 't1';
const IDS = '(SELECT value FROM json_each(?))';

/**
 * The loader of that name in this operation. It batches and remembers nothing: a mutation later in the same operation
 * may change what it read.
 */
const loaderOf = <K, V>(scope: Scope, name: string, load: (keys: readonly K[]) => V[]): DataLoader<K, V> => {
  const known = scope.loaders.get(name) as DataLoader<K, V> | undefined;
  if (known !== undefined) return known;
  const made = new DataLoader<K, V>(async keys => load(keys), { cache: false });
  scope.loaders.set(name, made);
  return made;
};

/** What to read of the related rows. */
interface Wanted {
  readonly filters: Filters;
  readonly columns: readonly string[];
  readonly sort?: Sort;
}

/** The rows that have each key in that column, in the order of the keys. */
const groupsOf = (rows: readonly SqlRow[], column: string, keys: readonly SqlValue[]): SqlRow[][] => {
  const byKey = new Map<SqlValue, SqlRow[]>(keys.map(key => [key, []]));
  for (const row of rows) byKey.get(row[column] ?? null)?.push(row);
  return keys.map(key => byKey.get(key) ?? []);
};

/** `owners` → the related rows of each, in one statement. */
const readRelated = (
  scope: Scope,
  table: Table,
  relation: Relation,
  { filters, columns, sort }: Wanted,
  owners: readonly SqlValue[],
): SqlRow[][] => {
  const related = tableOf(relation.to);
  const condition = compileSelection(scope, related, RELATED, filters);
  const sql =
    `SELECT ${OWNER}."id" AS "__owner", ${columnList(columns, RELATED)} FROM "${table.type}" ${OWNER} ` +
    `JOIN "${relation.to}" ${RELATED} ON ${relation.on(OWNER, RELATED)} ` +
    `WHERE ${OWNER}."id" IN ${IDS} AND ${condition.sql} ORDER BY ${nestedOrderSql(related, RELATED, sort)}`;
  return groupsOf(scope.store.prepare(sql).all(JSON.stringify(owners), ...condition.parameters), '__owner', owners);
};

/** `ids` → the row of each, or null where there is none or the filter leaves it out. */
const readByIds = (
  scope: Scope,
  type: string,
  { filters, columns }: Wanted,
  ids: readonly SqlValue[],
): (SqlRow | null)[] => {
  const condition = compileSelection(scope, tableOf(type), OWNER, filters);
  const sql = `SELECT ${columnList(columns, OWNER)} FROM "${type}" ${OWNER} WHERE ${OWNER}."id" IN ${IDS} AND ${condition.sql}`;
  const rows = scope.store.prepare(sql).all(JSON.stringify(ids), ...condition.parameters);
  const byId = new Map(rows.map(row => [row['id'] ?? null, row]));
  return ids.map(id => byId.get(id) ?? null);
};

/** The living rows of a table with this value in a column, oldest first: one statement for all values of a level. */
export const loadRowsBy = (scope: Scope, type: string, column: string, value: SqlValue): Promise<SqlRow[]> => {
  const load = (values: readonly SqlValue[]): SqlRow[][] => {
    const condition = compileSelection(scope, tableOf(type), OWNER, {});
    const sql = `SELECT * FROM "${type}" ${OWNER} WHERE ${OWNER}."${column}" IN ${IDS} AND ${condition.sql} ORDER BY ${OWNER}."id"`;
    return groupsOf(scope.store.prepare(sql).all(JSON.stringify(values), ...condition.parameters), column, values);
  };
  return loaderOf<SqlValue, SqlRow[]>(scope, `${type} by ${column}`, load).load(value);
};

const loadByColumn = (scope: Scope, relation: Relation, column: string, row: SqlRow, wanted: Wanted) => {
  const id = row[column] ?? null;
  if (id === null) return null;
  const name = `${relation.to} ${JSON.stringify(wanted)}`;
  return loaderOf<SqlValue, SqlRow | null>(scope, name, ids => readByIds(scope, relation.to, wanted, ids)).load(id);
};

/** The rows that a relation leads to: one statement for all rows of the level, relation and filter. */
export const loadRows = (
  scope: Scope,
  table: Table,
  relation: Relation,
  field: string,
  row: SqlRow,
  wanted: Wanted,
): Promise<SqlRow[]> => {
  const name = `${table.type}.${field} ${JSON.stringify(wanted)}`;
  const load = (ids: readonly SqlValue[]) => readRelated(scope, table, relation, wanted, ids);
  return loaderOf<SqlValue, SqlRow[]>(scope, name, load).load(row['id'] ?? null);
};

/** The row or the list of rows that a relation leads to. */
export const loadRelation = (
  scope: Scope,
  table: Table,
  relation: Relation,
  field: string,
  row: SqlRow,
  wanted: Wanted,
): unknown => {
  if (relation.column !== undefined) return loadByColumn(scope, relation, relation.column, row, wanted);
  const rows = loadRows(scope, table, relation, field, row, wanted);
  return relation.many ? rows : rows.then(([first]) => first ?? null);
};

interface ComputedKey {
  readonly id: SqlValue;
  readonly field: string;
}

const readComputed = (scope: Scope, table: Table, keys: readonly ComputedKey[]): SqlValue[] => {
  const fields = [...new Set(keys.map(key => key.field))];
  const columns = fields.map(field => `${table.computed.get(field)?.sql(OWNER)} AS "${field}"`).join(', ');
  const ids = [...new Set(keys.map(key => key.id))];
  const sql = `SELECT ${OWNER}."id" AS "__id", ${columns} FROM "${table.type}" ${OWNER} WHERE ${OWNER}."id" IN ${IDS}`;
  const rows = scope.store.prepare(sql).all(JSON.stringify(ids));
  const byId = new Map(rows.map(row => [row['__id'] ?? null, row]));
  return keys.map(({ id, field }) => byId.get(id)?.[field] ?? null);
};

/** A computed field's value: one statement for all computed fields of all rows of the level. */
export const loadComputed = (scope: Scope, table: Table, field: string, row: SqlRow): Promise<SqlValue> =>
  loaderOf<ComputedKey, SqlValue>(scope, `${table.type} computed`, keys => readComputed(scope, table, keys)).load({
    id: row['id'] ?? null,
    field,
  });
