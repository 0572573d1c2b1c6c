// Steps on their way between procedures and runs: into a run as a redline, and what became of a run step back into a draft.
import { createAttributes } from '../resolve/attributes.ts';
import { invalid, notEmulated } from '../resolve/refusals.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, touchRow, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { removeRow } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { copiedValues, copyChildren } from './copy.ts';
import { requireDraftStep } from './draft-steps.ts';
import { newFamilyId } from './procedures.ts';
import { beginRedline } from './redlines.ts';
import { nextPosition } from './reorder.ts';
import { copyStepTreeToRun } from './step-copy.ts';

const idOf = (row: SqlRow): SqlValue => row['id'] ?? null;

const openRun = (scope: Scope, id: unknown): SqlRow => {
  const run = rowOf(scope, 'Run', id);
  if (run['canceled'] || run['archived']) throw invalid(`Run ${run['id']} is closed.`);
  return run;
};

/** All copies start as redlines, as steps that are added to a run do [EX; for copies inferred]. */
const copyStepToRun: Operation = (scope, args) => {
  const { stepId, runId, parentId } = args['input'] as Input;
  const step = rowOf(scope, 'Step', stepId);
  const run = openRun(scope, runId);
  const parent = parentId == null ? null : rowOf(scope, 'RunStep', parentId);
  if (parent !== null && parent['runId'] !== run['id']) throw invalid(`Run step ${parent['id']} is of another run.`);
  const siblings = { runId: idOf(run), parentId: parent === null ? null : idOf(parent) };
  const top = { parentId: siblings.parentId, position: nextPosition(scope, 'RunStep', siblings) };
  const copied = copyStepTreeToRun(scope, step, { runId: run['id'], status: 'REDLINE' }, top);
  for (const id of copied.all) beginRedline(scope, rowOf(scope, 'RunStep', id), undefined);
  return { runStep: rowOf(scope, 'RunStep', copied.top) };
};

/** What a run step and a step have in common of their own. */
const CONTENTS = ['title', 'content', 'slateContent', 'locationId', 'leadTime', 'type', 'displayPdf'];

const contentsOf = (step: SqlRow): Values => {
  const all = copiedValues('RunStep', 'Step', step);
  return Object.fromEntries(CONTENTS.filter(name => name in all).map(name => [name, all[name]]));
};

const copyFieldsBack = (scope: Scope, from: SqlRow, to: SqlRow): void => {
  for (const field of rowsWhere(scope, 'StepField', { stepId: idOf(to) })) removeRow(scope, 'StepField', field);
  for (const field of rowsWhere(scope, 'RunStepField', { runStepId: idOf(from) })) {
    insertRow(scope, 'StepField', { ...copiedValues('RunStepField', 'StepField', field), stepId: to['id'] });
  }
};

const newStepOf = (scope: Scope, procedureId: SqlValue, from: SqlRow): SqlRow => {
  const step = insertRow(scope, 'Step', {
    ...contentsOf(from),
    ...{ procedureId, parentId: null, familyId: newFamilyId(scope, 'Step') },
    position: nextPosition(scope, 'Step', { procedureId, parentId: null }),
  });
  createAttributes(scope, 'Step', step, []);
  return step;
};

/**
 * Puts a run step's contents and fields, without values, in place of those of `stepId`, or in a new step at the end
 * [SDL; what is taken over is inferred]. Datagrids stay behind.
 */
const mergeRunStepToProcedure: Operation = (scope, args) => {
  const { id, etag, procedureId, stepId } = args['input'] as Input;
  const from = rowOf(scope, 'RunStep', id);
  if (etag != null) checkEtag(from, etag);
  const procedure = rowOf(scope, 'Procedure', procedureId);
  if (procedure['status'] !== 'DRAFT') {
    throw invalid(`Procedure ${procedure['id']} is ${procedure['status']}; only a DRAFT can be edited.`);
  }
  const known = stepId == null ? undefined : requireDraftStep(scope, stepId);
  if (known !== undefined && known['procedureId'] !== procedure['id']) {
    throw invalid(`Step ${known['id']} belongs to another procedure.`);
  }
  const step = known ? updateRow(scope, 'Step', known, contentsOf(from)) : newStepOf(scope, idOf(procedure), from);
  copyFieldsBack(scope, from, step);
  touchRow(scope, 'Procedure', procedure['id']);
  return { step };
};

const copyToOtherRun = (scope: Scope, from: SqlRow, input: Input): SqlRow => {
  if (input['runStepId'] != null) throw notEmulated('MergeRunStepToRunInput.runStepId');
  const run = openRun(scope, input['runId']);
  const position = nextPosition(scope, 'RunStep', { runId: idOf(run), parentId: null });
  const values = { ...copiedValues('RunStep', 'RunStep', from), runId: run['id'], parentId: null, position };
  const step = insertRow(scope, 'RunStep', { ...values, status: 'REDLINE', startTime: null, endTime: null });
  createAttributes(scope, 'RunStep', step, []);
  copyChildren(scope, 'RunStepField', 'runStepId', from['id'], step['id']);
  for (const field of rowsWhere(scope, 'RunStepField', { runStepId: idOf(step) })) {
    updateRow(scope, 'RunStepField', field, { value: null });
  }
  beginRedline(scope, step, undefined);
  return step;
};

/** Adds a copy of a run step, without values, to each of these runs, as a redline (inferred). */
const mergeRunStepToRuns: Operation = (scope, args) => {
  const { id, runs } = args['input'] as Input;
  const from = rowOf(scope, 'RunStep', id);
  return { steps: (runs as readonly Input[]).map(run => copyToOtherRun(scope, from, run)) };
};

export const stepMerges: Family = {
  operations: {
    copyStepToRun,
    mergeRunStepToProcedure,
    // The older name of the same. [SDL: deprecated]
    mergeRunStep: mergeRunStepToProcedure,
    mergeRunStepToRuns,
  },
};
