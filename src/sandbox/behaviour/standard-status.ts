// The life of a standard step, which goes by its own status and not by that of a procedure.
import { invalid } from '../resolve/refusals.ts';
import { rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Scope, Values } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';

/** Like procedures [SDL Standardstepstatusenum; the ways are inferred]. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  DRAFT: ['IN_REVIEW', 'RELEASED'],
  IN_REVIEW: ['DRAFT', 'RELEASED'],
  RELEASED: ['ARCHIVED'],
  ARCHIVED: [],
};

/** Throws unless the changes leave the status of a standard step alone or move it along. */
export const checkStandardStatus = (before: SqlRow, changes: Values): void => {
  const to = changes['standardStepStatus'];
  if (to == null || to === before['standardStepStatus']) return;
  if (before['procedureId'] !== null) throw invalid(`Step ${before['id']} is no standard step.`);
  const from = String(before['standardStepStatus']);
  if (!NEXT[from]?.includes(String(to))) {
    throw invalid(`Standard step ${before['id']} cannot go from ${from} to ${String(to)}.`);
  }
};

/** A release archives the version that was released before (inferred from mBOMs). */
export const archiveFormer = (scope: Scope, after: SqlRow, before: SqlRow): void => {
  if (after['standardStepStatus'] !== 'RELEASED' || before['standardStepStatus'] === 'RELEASED') return;
  const family = { familyId: after['familyId'] ?? null, procedureId: null, standardStepStatus: 'RELEASED' };
  for (const other of rowsWhere(scope, 'Step', family)) {
    if (other['id'] !== after['id']) updateRow(scope, 'Step', other, { standardStepStatus: 'ARCHIVED' });
  }
};
