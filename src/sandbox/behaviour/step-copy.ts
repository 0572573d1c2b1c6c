// Copies steps with what is in them: within procedures, and from a procedure to a run.
import { createAttributes } from '../resolve/attributes.ts';
import { insertRow, rowsWhere } from '../resolve/rows.ts';
import type { Scope, Values } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { copiedValues, copyChildren, copyRow } from './copy.ts';
import { copyDatagrid } from './datagrid-copy.ts';
import { copyValidations, copyValidationsToRun } from './validation-copy.ts';

type Copied = ReadonlyMap<SqlValue, SqlValue>;
type CopyStep = (step: SqlRow, parentId: SqlValue) => SqlRow;

const idOf = (row: SqlRow): SqlValue => row['id'] ?? null;

const childrenOf = (scope: Scope, step: SqlRow): SqlRow[] => rowsWhere(scope, 'Step', { parentId: idOf(step) });

/** Old id → new id. Parents come before their children, so that each copy finds its parent's copy. */
const copyTree = (scope: Scope, roots: readonly SqlRow[], copy: CopyStep): Copied => {
  const copied = new Map<SqlValue, SqlValue>();
  const queue = roots.map(step => ({ step, parentId: null as SqlValue }));
  for (const { step, parentId } of queue) {
    const id = idOf(copy(step, parentId));
    copied.set(idOf(step), id);
    for (const child of childrenOf(scope, step)) queue.push({ step: child, parentId: id });
  }
  return copied;
};

const copyEdges = (scope: Scope, type: string, copied: Copied): void => {
  for (const [oldId, stepId] of copied) {
    for (const edge of rowsWhere(scope, 'StepsEdge', { stepId: oldId })) {
      const upstream = edge['upstreamStepId'] ?? null;
      const upstreamStepId = upstream === null ? null : copied.get(upstream);
      if (upstreamStepId !== undefined) insertRow(scope, type, { stepId, upstreamStepId });
    }
  }
};

/** A copy of a step has its labels and files too (inferred). */
const copyEntity = (scope: Scope, from: SqlRow, to: SqlRow): void => {
  const [entityId, copyId] = [from['entityId'] ?? null, to['entityId'] ?? null];
  for (const { labelId } of rowsWhere(scope, 'LabelItem', { entityId })) {
    insertRow(scope, 'LabelItem', { labelId, entityId: copyId });
  }
  for (const { fileAttachmentId, asset } of rowsWhere(scope, 'FileEntity', { entityId })) {
    insertRow(scope, 'FileEntity', { fileAttachmentId, asset: asset === 1, entityId: copyId });
  }
};

const copyContents = (scope: Scope, from: SqlValue, to: SqlRow): void => {
  for (const [oldId, field] of copyChildren(scope, 'StepField', 'stepId', from, to['id'])) {
    copyValidations(scope, oldId, idOf(field));
  }
  copyChildren(scope, 'StepMBomItemAssociation', 'stepId', from, to['id']);
  copyDatagrid(scope, from, { stepId: to['id'] });
};

const rootsOf = (scope: Scope, procedureId: SqlValue): SqlRow[] =>
  rowsWhere(scope, 'Step', { procedureId, parentId: null });

/** Copies all steps of one procedure, their fields, edges and associations, to another. */
export const copySteps = (scope: Scope, from: SqlValue, to: SqlValue): void => {
  const copy: CopyStep = (step, parentId) => {
    const made = copyRow(scope, 'Step', step, { procedureId: to, parentId });
    copyEntity(scope, step, made);
    copyContents(scope, idOf(step), made);
    return made;
  };
  copyEdges(scope, 'StepsEdge', copyTree(scope, rootsOf(scope, from), copy));
};

/** Copies one step with everything below it; `place` says where it goes. Edges to steps outside stay behind. */
export const copyStepTree = (
  scope: Scope,
  step: SqlRow,
  place: Values,
  familyOf: (step: SqlRow) => SqlValue,
): SqlValue => {
  const copy: CopyStep = (one, parentId) => {
    const isTop = one['id'] === step['id'];
    const values = isTop ? place : { procedureId: place['procedureId'], parentId };
    const made = copyRow(scope, 'Step', one, { ...values, familyId: familyOf(one) });
    copyEntity(scope, one, made);
    copyContents(scope, idOf(one), made);
    return made;
  };
  const copied = copyTree(scope, [step], copy);
  copyEdges(scope, 'StepsEdge', copied);
  return copied.get(idOf(step)) ?? null;
};

const copyFieldsToRun = (scope: Scope, stepId: SqlValue, runStepId: SqlValue): void => {
  for (const field of rowsWhere(scope, 'StepField', { stepId })) {
    const values = copiedValues('StepField', 'RunStepField', field);
    const copy = insertRow(scope, 'RunStepField', { ...values, runStepId, originFieldId: field['id'] });
    copyValidationsToRun(scope, idOf(field), idOf(copy));
  }
};

const copyToRun = (scope: Scope, step: SqlRow, place: Values): SqlRow => {
  const isStandard = step['standardStepFamilyId'] !== null || step['procedureId'] === null;
  const made = insertRow(scope, 'RunStep', {
    ...copiedValues('Step', 'RunStep', step),
    ...{ originStepId: step['id'], isStandardStep: isStandard },
    ...(isStandard && { standardStepVersion: step['version'] }),
    ...place,
  });
  createAttributes(scope, 'RunStep', made, []);
  copyFieldsToRun(scope, idOf(step), idOf(made));
  copyDatagrid(scope, idOf(step), { runStepId: made['id'] });
  return made;
};

/** Gives a run the steps, fields and edges of its procedure, each knowing where it came from [GUIDE]. */
export const copyStepsToRun = (scope: Scope, procedureId: SqlValue, runId: SqlValue): void => {
  const copy: CopyStep = (step, parentId) => copyToRun(scope, step, { runId, parentId });
  copyEdges(scope, 'RunStepsEdge', copyTree(scope, rootsOf(scope, procedureId), copy));
};

/** Copies one step with everything below it into a run; `shared` is the same for all copies, `top` for the first. */
export const copyStepTreeToRun = (
  scope: Scope,
  step: SqlRow,
  shared: Values,
  top: Values,
): { readonly top: SqlValue; readonly all: readonly SqlValue[] } => {
  const copy: CopyStep = (one, parentId) =>
    copyToRun(scope, one, { parentId, ...shared, ...(one['id'] === step['id'] && top) });
  const copied = copyTree(scope, [step], copy);
  copyEdges(scope, 'RunStepsEdge', copied);
  return { top: copied.get(idOf(step)) ?? null, all: [...copied.values()] };
};
