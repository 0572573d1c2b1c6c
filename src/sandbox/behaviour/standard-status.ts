// The life of a standard step, which goes by its own status and not by that of a procedure.
import { invalid } from '../resolve/refusals.ts';
import { rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Scope, Values } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { checkAsked } from './asked-approvals.ts';
import { checkTransition } from './lifecycle.ts';

/** That the setting for steps is for the release of standard steps is inferred [SDL StepSettings]. */
const APPROVED = {
  ...{ what: 'Standard step', status: 'standardStepStatus', to: 'RELEASED', table: 'StepApproval', column: 'stepId' },
  setting: ['steps', 'numApproversRequired'],
} as const;

/** Throws unless the changes leave the status of a standard step alone or move it along, as procedures go (inferred). */
export const checkStandardStatus = (scope: Scope, before: SqlRow, changes: Values): void => {
  const to = changes['standardStepStatus'];
  if (to == null || to === before['standardStepStatus']) return;
  if (before['procedureId'] !== null) throw invalid(`Step ${before['id']} is no standard step.`);
  const status = before['standardStepStatus'] ?? null;
  checkTransition(scope, `Standard step ${before['id']}`, { status }, { status: to });
  checkAsked(scope, APPROVED, before, changes);
};

/** A release archives the version that was released before (inferred from mBOMs). */
export const archiveFormer = (scope: Scope, after: SqlRow, before: SqlRow): void => {
  if (after['standardStepStatus'] !== 'RELEASED' || before['standardStepStatus'] === 'RELEASED') return;
  const family = { familyId: after['familyId'] ?? null, procedureId: null, standardStepStatus: 'RELEASED' };
  for (const other of rowsWhere(scope, 'Step', family)) {
    if (other['id'] !== after['id']) updateRow(scope, 'Step', other, { standardStepStatus: 'ARCHIVED' });
  }
};
