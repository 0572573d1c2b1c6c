// Issues of run steps, as far as the organisation's settings ask for them: raised by a failure, and waited for.
import { invalid } from '../resolve/refusals.ts';
import { rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Scope } from '../resolve/scope.ts';
import { create } from '../resolve/write.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { settingOf } from './organization.ts';

/** With `createIssueOnStepFailure` [SDL] a step that fails makes an issue about the unit of its run; title and contents are inferred. */
export const raiseIssue = (scope: Scope, step: SqlRow): void => {
  if (settingOf(scope, 'issues', 'createIssueOnStepFailure') !== true) return;
  const { partInventoryId = null } = rowOf(scope, 'Run', step['runId']);
  const partInventoryIds = partInventoryId === null ? [] : [partInventoryId];
  create(scope, 'Issue', { title: `${step['title']} failed`, runStepId: step['id'], partInventoryIds });
};

/** With `enforceIssuesResolvedBeforeStepContinuation` [SDL] a step waits for the issues raised at it, and for those to be closed by it (inferred). */
export const checkIssuesResolved = (scope: Scope, step: SqlRow): void => {
  if (settingOf(scope, 'issues', 'enforceIssuesResolvedBeforeStepContinuation') !== true) return;
  const id = step['id'] ?? null;
  const issues = [{ runStepId: id }, { mustCloseByRunStepId: id }].flatMap(of => rowsWhere(scope, 'Issue', of));
  const open = issues.find(({ status }) => status !== 'RESOLVED');
  if (open !== undefined) {
    throw invalid(`Run step ${id} "${step['title']}" cannot go on: issue ${open['id']} is ${open['status']}.`);
  }
};
