// Deleting a row: what belongs to it goes along, what merely refers to it stands in the way.
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { type Reference, referencesTo, tableOf } from '../tables/catalog.ts';
import { noteChange } from '../webhooks/note-change.ts';
import { invalid } from './refusals.ts';
import { rowsWhere, updateRow } from './rows.ts';
import type { Scope } from './scope.ts';

const refuseWhileReferenced = (type: string, id: SqlValue, reference: Reference, count: number): never => {
  const rows = count === 1 ? '1 row' : `${count} rows`;
  throw invalid(`${type} ${id} cannot be deleted: ${rows} of ${reference.table.type}.${reference.column} refer to it.`);
};

/** The rows that refer to `id`, soft-deleted ones included, because they too go along with their owner. */
const referring = (scope: Scope, { table, column }: Reference, id: SqlValue): SqlRow[] =>
  scope.store.prepare(`SELECT * FROM "${table.type}" WHERE "${column}" = ?`).all(id);

const clearReference = (scope: Scope, type: string, id: SqlValue, reference: Reference): void => {
  if (reference.owned) {
    for (const other of referring(scope, reference, id)) deleteRow(scope, reference.table.type, other);
    return;
  }
  const others = rowsWhere(scope, reference.table.type, { [reference.column]: id });
  const inTheWay = others.filter(other => reference.table.type !== type || other['id'] !== id);
  if (inTheWay.length > 0) refuseWhileReferenced(type, id, reference, inTheWay.length);
};

const deleteEntity = (scope: Scope, row: SqlRow): void => {
  const [entity] = rowsWhere(scope, 'Entity', { id: row['entityId'] ?? null });
  if (entity !== undefined) deleteRow(scope, 'Entity', entity);
};

/**
 * Deletes a row together with the rows it owns, at any depth. Throws, naming table and column, while anything else
 * refers to one of them (inferred: ION documents no general rule). Soft-deleted rows do not stand in the way.
 */
export const deleteRow = (scope: Scope, type: string, row: SqlRow): void => {
  const id = row['id'] ?? null;
  for (const reference of referencesTo(type)) clearReference(scope, type, id, reference);
  scope.store.prepare(`DELETE FROM "${type}" WHERE "id" = ?`).run(id);
  noteChange(scope, tableOf(type), 'DELETE', row);
  if (tableOf(type).spec.entity !== undefined) deleteEntity(scope, row);
};

/** Marks a row of a table with `_deleted` as gone; what it owns is deleted, what refers to it stands in the way. */
export const softDeleteRow = (scope: Scope, type: string, row: SqlRow): void => {
  for (const reference of referencesTo(type)) clearReference(scope, type, row['id'] ?? null, reference);
  updateRow(scope, type, row, { _deleted: true });
};
