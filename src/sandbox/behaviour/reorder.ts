// Orders of steps and fields: each is told its position.
import { invalid } from '../resolve/refusals.ts';
import { checkEtag, rowOf, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Scope } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';

/** The first place is 0 (inferred); what is new goes to the end, in the order of making [SDL for steps and fields, else inferred]. */
export const nextPosition = (scope: Scope, type: string, siblings: Readonly<Record<string, SqlValue>>): number =>
  rowsWhere(scope, type, siblings).reduce((next, row) => Math.max(next, Number(row['position']) + 1), 0);

interface Place {
  readonly id: number;
  readonly position: number;
  readonly etag: string;
}

/** Sets the positions as given [SDL]; each row's etag is checked. */
export const reorder = (scope: Scope, type: string, places: unknown, isMember: (row: SqlRow) => boolean): SqlRow[] =>
  (Array.isArray(places) ? (places as readonly Place[]) : []).map(({ id, position, etag }) => {
    const row = rowOf(scope, type, id);
    if (!isMember(row)) throw invalid(`${type} ${id} does not belong to what is being reordered.`);
    checkEtag(row, etag);
    return updateRow(scope, type, row, { position });
  });
