// The order of a run's steps, and of a run step's fields.
import { invalid } from '../resolve/refusals.ts';
import { rowOf } from '../resolve/rows.ts';
import type { Family, Input, Operation } from '../resolve/scope.ts';
import type { SqlValue } from '../store/sqlite.ts';
import { requireRedline } from './field-values.ts';
import { reorder } from './reorder.ts';
import { checkRun } from './run-steps.ts';

const asId = (value: unknown): SqlValue => (value == null ? null : Number(value));

/** Siblings: the top level of the run, or what is nested in one of its steps. A run that is over keeps its order (inferred). */
const reorderRunSteps: Operation = (scope, args) => {
  const { runId, parentRunStepId, steps } = args['input'] as Input;
  const parentId = asId(parentRunStepId);
  const run = asId(runId ?? (parentId === null ? null : rowOf(scope, 'RunStep', parentId)['runId']));
  if (run === null) throw invalid('Reordering run steps needs runId or parentRunStepId.');
  checkRun(scope, { runId: run });
  const moved = reorder(scope, 'RunStep', steps, step => step['runId'] === run && step['parentId'] === parentId);
  return { steps: moved };
};

/** Part of what a redline changes, as everything about a field but its value is (inferred). */
const reorderRunStepFields: Operation = (scope, args) => {
  const { runStepId, fields } = args['input'] as Input;
  const step = rowOf(scope, 'RunStep', runStepId);
  requireRedline(scope, step['id']);
  return { fields: reorder(scope, 'RunStepField', fields, field => field['runStepId'] === step['id']) };
};

export const runStepOrder: Family = { operations: { reorderRunSteps, reorderRunStepFields } };
