// Standard steps: steps without a procedure, in families of versions, from which steps of procedures are derived.
import { invalid, notFound } from '../resolve/refusals.ts';
import { rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { newFamilyId } from './procedures.ts';
import { copyStepTree } from './step-copy.ts';

const requireStandard = (step: SqlRow): SqlRow => {
  if (step['procedureId'] === null && step['parentId'] === null) return step;
  throw invalid(`Step ${step['id']} is no standard step.`);
};

const copyStandard = (scope: Scope, step: SqlRow, version: number, familyId: SqlValue): SqlRow => {
  const place: Values = { procedureId: null, parentId: null, version, standardStepStatus: 'DRAFT' };
  const familyOf = (one: SqlRow) => (one['id'] === step['id'] ? familyId : newFamilyId(scope, 'Step'));
  return rowOf(scope, 'Step', copyStepTree(scope, step, place, familyOf));
};

/** A first version in a family of its own (inferred). */
const copyStandardStep: Operation = (scope, args) => {
  const { stepId } = args['input'] as Input;
  const step = requireStandard(rowOf(scope, 'Step', stepId));
  return { step: copyStandard(scope, step, 1, newFamilyId(scope, 'Step')) };
};

/** A draft with everything of the latest version; one draft per family (inferred from procedures). */
const createStandardStepVersion: Operation = (scope, args) => {
  const familyId = Number((args['input'] as Input)['familyId']);
  const versions = rowsWhere(scope, 'Step', { familyId, procedureId: null, parentId: null });
  const latest = versions.at(-1);
  if (latest === undefined) throw notFound('Standard step of family', familyId);
  const draft = versions.find(step => step['standardStepStatus'] === 'DRAFT');
  if (draft !== undefined) throw invalid(`Standard step family ${familyId} already has a draft: step ${draft['id']}.`);
  return { step: copyStandard(scope, latest, Number(latest['version']) + 1, familyId) };
};

export const standardSteps: Family = { operations: { copyStandardStep, createStandardStepVersion } };
