// Tells whether an update changes what cannot be changed where a row stands.
import { decode } from '../resolve/encode.ts';
import type { Values } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { tableOf } from '../tables/catalog.ts';

const sameId = (left: unknown, right: SqlValue): boolean =>
  left != null && right !== null && typeof right === 'number' && Number(left) === right;

/** The first of these columns that gets another value; what is sent as it is does not count. Ids come as numbers and as texts. */
export const editedColumn = (
  type: string,
  before: SqlRow,
  changes: Values,
  columns: readonly string[],
): string | undefined =>
  columns.find(name => {
    const sent = changes[name];
    const stored = before[name] ?? null;
    if (sent === undefined || sameId(sent, stored)) return false;
    const kind = tableOf(type).columns.get(name)?.kind ?? 'text';
    return JSON.stringify(sent) !== JSON.stringify(decode(stored, kind));
  });
