// Which steps can be edited: those of a draft, and standard steps that are drafts themselves.
import { invalid } from '../resolve/refusals.ts';
import { rowOf } from '../resolve/rows.ts';
import type { Scope } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';

/** The same step; throws unless its procedure is a draft. */
export const requireDraft = (scope: Scope, step: SqlRow): SqlRow => {
  const procedure = step['procedureId'] == null ? undefined : rowOf(scope, 'Procedure', step['procedureId']);
  const status = procedure === undefined ? (step['standardStepStatus'] ?? 'DRAFT') : procedure['status'];
  if (status === 'DRAFT') return step;
  const what = procedure === undefined ? `Standard step ${step['id']}` : `Procedure ${procedure['id']}`;
  throw invalid(`${what} is ${status}; only a DRAFT can be edited.`);
};

/** The step, if its procedure, or the standard step itself, is a draft; throws otherwise. */
export const requireDraftStep = (scope: Scope, id: unknown): SqlRow => requireDraft(scope, rowOf(scope, 'Step', id));
