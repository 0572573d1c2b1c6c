// Orders of steps and fields: each is told its position.
import { invalid } from '../resolve/refusals.ts';
import { checkEtag, rowOf, updateRow } from '../resolve/rows.ts';
import type { Scope } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';

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
