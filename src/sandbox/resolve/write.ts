// Create, update and delete as every entity has them: the input's columns, custom attributes, etags, and the entity's own rules.
import type { SqlRow } from '../store/sqlite.ts';
import { tableOf } from '../tables/catalog.ts';
import { changeAttributes, createAttributes } from './attributes.ts';
import { isReachable, parentPairs } from './graph.ts';
import { invalid, notEmulated } from './refusals.ts';
import { deleteRow, softDeleteRow } from './remove.ts';
import { checkEtag, insertRow, rowOf, updateRow } from './rows.ts';
import type { Behaviour, Input, Scope, Values } from './scope.ts';

const HANDLED = new Set(['id', 'etag', 'attributes']);

/** The input's columns; a field that is set and that nobody takes care of is refused rather than ignored. */
const columnsOf = (type: string, behaviour: Behaviour | undefined, input: Input): Values => {
  const { columns } = tableOf(type);
  const values: Values = {};
  for (const [name, value] of Object.entries(input)) {
    if (HANDLED.has(name) || behaviour?.accepts?.includes(name)) continue;
    if (columns.has(name)) values[name] = value;
    else if (value !== null && value !== undefined) throw notEmulated(`${name} of ${type}`);
  }
  return values;
};

/** A null where the table has a default means the default, as leaving the field out does (inferred). */
const withoutDefaulted = (type: string, values: Values): Values => {
  const { defaults = {} } = tableOf(type).spec;
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== null || !(name in defaults)));
};

/** Creates a row from a create input. Later changes by the entity's own rules are in what it returns. */
export const create = (scope: Scope, type: string, input: Input): SqlRow => {
  const behaviour = scope.behaviourOf(type);
  const values = withoutDefaulted(type, columnsOf(type, behaviour, input));
  behaviour?.prepare?.(scope, values, input);
  const row = insertRow(scope, type, values);
  createAttributes(scope, type, row, input['attributes']);
  if (behaviour?.created === undefined) return row;
  behaviour.created(scope, row, input);
  return rowOf(scope, type, row['id']);
};

/** Where rows of a table are parents of others, no row gets a parent from below itself (inferred). */
const checkAbove = (scope: Scope, type: string, before: SqlRow, { parentId }: Values): void => {
  if (parentId == null || tableOf(type).columns.get('parentId')?.references !== type) return;
  if (isReachable(scope, parentPairs(type), Number(parentId), before['id'] ?? null)) {
    throw invalid(`${type} ${before['id']} cannot be below itself: ${String(parentId)} is the same or lies under it.`);
  }
};

/** Changes the row that `before` holds; the caller has checked its etag. Explicit null clears, absent leaves. */
export const change = (scope: Scope, type: string, before: SqlRow, input: Input): SqlRow => {
  const behaviour = scope.behaviourOf(type);
  const changes = columnsOf(type, behaviour, input);
  checkAbove(scope, type, before, changes);
  behaviour?.check?.(scope, before, changes, input);
  changeAttributes(scope, type, before, input['attributes']);
  const after = updateRow(scope, type, before, changes);
  if (behaviour?.updated === undefined) return after;
  behaviour.updated(scope, after, before);
  return rowOf(scope, type, after['id']);
};

/** Changes a row from an update input with `id` and `etag`. */
export const update = (scope: Scope, type: string, input: Input): SqlRow => {
  const before = rowOf(scope, type, input['id']);
  checkEtag(before, input['etag']);
  return change(scope, type, before, input);
};

/** Deletes `row` under the entity's rules. */
export const removeRow = (scope: Scope, type: string, row: SqlRow): void => {
  const behaviour = scope.behaviourOf(type);
  behaviour?.removing?.(scope, row);
  if (tableOf(type).columns.has('_deleted')) softDeleteRow(scope, type, row);
  else deleteRow(scope, type, row);
  behaviour?.removed?.(scope, row);
};

/** Deletes the row with `id`; `etag` is checked where the mutation has one. */
export const remove = (scope: Scope, type: string, args: Input): { id: unknown } => {
  const row = rowOf(scope, type, args['id']);
  if ('etag' in args) checkEtag(row, args['etag']);
  removeRow(scope, type, row);
  return { id: row['id'] };
};
