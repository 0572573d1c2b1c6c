// Deleting a row: what belongs to it goes along, what merely refers to it stands in the way.
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { type Reference, referencesTo, tableOf } from '../tables/catalog.ts';
import { invalid } from './refusals.ts';
import { rowsWhere } from './rows.ts';
import type { Scope } from './scope.ts';

const refuseWhileReferenced = (type: string, id: SqlValue, reference: Reference, count: number): never => {
  const rows = count === 1 ? '1 row' : `${count} rows`;
  throw invalid(`${type} ${id} cannot be deleted: ${rows} of ${reference.table.type}.${reference.column} refer to it.`);
};

/**
 * Deletes a row together with the rows it owns, at any depth. Throws, naming table and column, while anything else
 * refers to one of them (inferred: ION documents no general rule). Soft-deleted rows do not stand in the way.
 */
export const deleteRow = (scope: Scope, type: string, row: SqlRow): void => {
  const id = row['id'] ?? null;
  for (const reference of referencesTo(type)) {
    const others = rowsWhere(scope, reference.table.type, { [reference.column]: id }).filter(
      other => reference.table.type !== type || other['id'] !== id,
    );
    if (!reference.owned && others.length > 0) refuseWhileReferenced(type, id, reference, others.length);
    for (const other of others) deleteRow(scope, reference.table.type, other);
  }
  scope.store.prepare(`DELETE FROM "${type}" WHERE "id" = ?`).run(id);
  if (tableOf(type).spec.entity !== undefined) deleteEntity(scope, row);
};

const deleteEntity = (scope: Scope, row: SqlRow): void => {
  const entity = rowsWhere(scope, 'Entity', { id: row['entityId'] ?? null })[0];
  if (entity !== undefined) deleteRow(scope, 'Entity', entity);
};
