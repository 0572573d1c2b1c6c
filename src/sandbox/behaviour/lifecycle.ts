// The life of what is versioned: mBOMs and procedures go DRAFT → IN_REVIEW → RELEASED → ARCHIVED.
import { invalid } from '../resolve/refusals.ts';
import { rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Scope, Values } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';

/** The ways that ION documents, plus back from review to draft (inferred). */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  DRAFT: ['IN_REVIEW', 'RELEASED'],
  IN_REVIEW: ['DRAFT', 'RELEASED'],
  RELEASED: ['ARCHIVED'],
  ARCHIVED: [],
};

/** Throws unless `changes` leave the status alone or move it along the lifecycle. `what` begins the sentence. */
export const checkTransition = (scope: Scope, what: string, before: SqlRow, changes: Values): void => {
  const from = String(before['status']);
  const to = changes['status'];
  if (to === undefined || to === null || to === from) return;
  const isShortcut = from === 'DRAFT' && to === 'RELEASED';
  if (NEXT[from]?.includes(String(to)) && (scope.rules.directRelease || !isShortcut)) return;
  throw invalid(`${what} cannot go from ${from} to ${String(to)}.`);
};

/** Whether an update has just released the row. */
export const wasReleased = (after: SqlRow, before: SqlRow): boolean =>
  after['status'] === 'RELEASED' && before['status'] !== 'RELEASED';

/** Archives every other released row that has the same value in `column` [docs versions]. */
export const archiveOthers = (scope: Scope, type: string, released: SqlRow, column: string): void => {
  const family: SqlValue = released[column] ?? null;
  for (const other of rowsWhere(scope, type, { [column]: family, status: 'RELEASED' })) {
    if (other['id'] !== released['id']) updateRow(scope, type, other, { status: 'ARCHIVED' });
  }
};

/** The version number that follows the highest in a family of rows. */
export const nextVersion = (scope: Scope, type: string, column: string, family: unknown): number => {
  const sql = `SELECT COALESCE(MAX("version"), 0) + 1 AS n FROM "${type}" WHERE "${column}" = ?`;
  return Number(scope.store.prepare(sql).get(Number(family))?.['n']);
};
