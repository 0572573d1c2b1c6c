// Deleting a row: what belongs to it goes along, what merely refers to it stands in the way.
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { type Reference, referencesTo, tableOf } from '../tables/catalog.ts';
import { noteChange } from '../webhooks/note-change.ts';
import { invalid } from './refusals.ts';
import { rowsWhere, updateRow } from './rows.ts';
import type { Scope } from './scope.ts';

interface Leaver {
  readonly type: string;
  readonly row: SqlRow;
}

/** Rows that go together, by table and id. */
type Leavers = Map<string, Leaver>;

const keyOf = (type: string, row: SqlRow): string => `${type} ${row['id']}`;

/** The rows that refer to `id`, soft-deleted ones included, because they too go along with their owner. */
const referring = (scope: Scope, { table, column }: Reference, id: SqlValue): SqlRow[] =>
  scope.store.prepare(`SELECT * FROM "${table.type}" WHERE "${column}" = ?`).all(id);

const entityOf = (scope: Scope, type: string, row: SqlRow): SqlRow[] =>
  tableOf(type).spec.entity === undefined ? [] : rowsWhere(scope, 'Entity', { id: row['entityId'] ?? null });

/** Adds what a row owns, at any depth: rows come once, though they may have two owners that go, and before their owners. */
const addOwned = (scope: Scope, { type, row }: Leaver, leavers: Leavers): void => {
  for (const reference of referencesTo(type)) {
    if (!reference.owned) continue;
    for (const other of referring(scope, reference, row['id'] ?? null)) {
      addLeaver(scope, { type: reference.table.type, row: other }, leavers);
    }
  }
};

const addLeaver = (scope: Scope, leaver: Leaver, leavers: Leavers): void => {
  const key = keyOf(leaver.type, leaver.row);
  if (leavers.has(key)) return;
  addOwned(scope, leaver, leavers);
  leavers.set(key, leaver);
  for (const row of entityOf(scope, leaver.type, leaver.row)) addLeaver(scope, { type: 'Entity', row }, leavers);
};

const refuseWhileReferenced = (type: string, id: SqlValue, reference: Reference, count: number): never => {
  const { table, column } = reference;
  const refers =
    count === 1 ? `1 row of ${table.type}.${column} refers` : `${count} rows of ${table.type}.${column} refer`;
  throw invalid(`${type} ${id} cannot be deleted: ${refers} to it.`);
};

const checkStaying = (scope: Scope, { type, row }: Leaver, leavers: Leavers): void => {
  const id = row['id'] ?? null;
  for (const reference of referencesTo(type)) {
    const others = reference.owned ? [] : rowsWhere(scope, reference.table.type, { [reference.column]: id });
    const inTheWay = others.filter(other => !leavers.has(keyOf(reference.table.type, other)));
    if (inTheWay.length > 0) refuseWhileReferenced(type, id, reference, inTheWay.length);
  }
};

const removeAll = (scope: Scope, leavers: readonly Leaver[]): void => {
  for (const { type, row } of leavers) {
    scope.store.prepare(`DELETE FROM "${type}" WHERE "id" = ?`).run(row['id'] ?? null);
    noteChange(scope, tableOf(type), 'DELETE', row);
  }
};

const checked = (scope: Scope, leavers: Leavers): Leaver[] => {
  for (const leaver of leavers.values()) checkStaying(scope, leaver, leavers);
  return [...leavers.values()];
};

/**
 * Deletes a row together with the rows it owns, at any depth. Throws, naming table and column, while anything that stays
 * refers to one of them (inferred: ION documents no general rule). Soft-deleted rows do not stand in the way.
 */
export const deleteRow = (scope: Scope, type: string, row: SqlRow): void => {
  const leavers: Leavers = new Map();
  addLeaver(scope, { type, row }, leavers);
  removeAll(scope, checked(scope, leavers));
};

/** Marks a row of a table with `_deleted` as gone; what it owns is deleted, what refers to it stands in the way. */
export const softDeleteRow = (scope: Scope, type: string, row: SqlRow): void => {
  const leavers: Leavers = new Map();
  addOwned(scope, { type, row }, leavers);
  checkStaying(scope, { type, row }, leavers);
  removeAll(scope, checked(scope, leavers));
  updateRow(scope, type, row, { _deleted: true });
};
