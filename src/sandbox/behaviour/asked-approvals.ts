// What the organisation's settings ask for before something is released, approved or run.
import { invalid } from '../resolve/refusals.ts';
import { rowsWhere } from '../resolve/rows.ts';
import type { Scope, Values } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { settingOf } from './organization.ts';

/** A change of status that a setting can make wait for approvals. */
interface Asking {
  /** As the message calls the thing. */
  readonly what: string;
  readonly status: string;
  readonly to: string;
  readonly setting: readonly [section: string, name: string];
  readonly table: string;
  readonly column: string;
}

/**
 * Throws when `changes` move the row to where the organisation asks for more approvals than it has. Each person counts
 * once, the one who asks for the move too (inferred).
 */
export const checkAsked = (scope: Scope, asking: Asking, before: SqlRow, changes: Values): void => {
  const { what, status, to, setting, table, column } = asking;
  if (changes[status] !== to || before[status] === to) return;
  const asked = Number(settingOf(scope, ...setting) ?? 0);
  const given = rowsWhere(scope, table, { [column]: before['id'] ?? null, status: 'APPROVED' });
  const found = new Set(given.map(({ reviewerId }) => reviewerId)).size;
  if (found >= asked) return;
  throw invalid(`${what} ${before['id']} needs ${asked} approvals before it is ${to} and has ${found}.`);
};

/** Where the organisation insists on it, a part is run with procedures only that are approved for it [SDL RunSettings]. */
export const checkPartProcedure = (scope: Scope, { partId, procedureId }: Values): void => {
  if (partId == null || procedureId == null || settingOf(scope, 'runs', 'enforceValidPartProcedure') !== true) return;
  const pair = { partId: Number(partId), procedureId: Number(procedureId) };
  const [link] = rowsWhere(scope, 'PartProcedure', pair);
  if (link?.['status'] === 'APPROVED') return;
  throw invalid(`Procedure ${pair.procedureId} is not approved for part ${pair.partId}.`);
};
