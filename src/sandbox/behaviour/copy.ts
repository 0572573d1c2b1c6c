// Copies of rows, for versions, revisions, clones, splits and runs.
import { decode } from '../resolve/encode.ts';
import { insertRow, rowsWhere } from '../resolve/rows.ts';
import type { Scope, Values } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { attributeOwners, attributeTable } from '../tables/attributes.ts';
import { tableOf } from '../tables/catalog.ts';

/** What belongs to one row alone. */
const OWN = new Set(['id', 'entityId', 'LastSessionId', 'createdById', 'updatedById', '_created', '_updated', '_etag']);

/** The values of a row that a copy of it in table `type` takes over. */
export const copiedValues = (from: string, type: string, row: SqlRow): Values => {
  const values: Values = {};
  const target = tableOf(type).columns;
  for (const { name, kind } of tableOf(from).columns.values()) {
    if (!OWN.has(name) && target.has(name)) values[name] = decode(row[name], kind);
  }
  return values;
};

const copyAttributes = (scope: Scope, type: string, from: SqlRow, to: SqlRow): void => {
  const owner = attributeOwners.find(candidate => candidate.type === type);
  if (owner === undefined) return;
  const table = attributeTable(owner);
  for (const row of rowsWhere(scope, table, { [owner.column]: from['id'] ?? null })) {
    const values = { ...copiedValues(table, table, row), [owner.column]: to['id'] };
    insertRow(scope, table, values);
  }
};

/** A new row like `row`, its custom attributes included, except for `overrides`. */
export const copyRow = (scope: Scope, type: string, row: SqlRow, overrides: Values): SqlRow => {
  const copy = insertRow(scope, type, { ...copiedValues(type, type, row), ...overrides });
  copyAttributes(scope, type, row, copy);
  return copy;
};

/** Copies the rows of `type` that hang on `from` by `column` so that they hang on `to`; old id → new row. */
export const copyChildren = (
  scope: Scope,
  type: string,
  column: string,
  from: SqlValue | undefined,
  to: SqlValue | undefined,
): Map<SqlValue, SqlRow> =>
  new Map(
    rowsWhere(scope, type, { [column]: from ?? null }).map(row => [
      row['id'] ?? null,
      copyRow(scope, type, row, { [column]: to }),
    ]),
  );
