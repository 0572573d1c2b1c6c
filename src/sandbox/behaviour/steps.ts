// Steps of procedures, their fields and dependencies: editable while the procedure is a draft.
import { edgePairs, isReachable } from '../resolve/graph.ts';
import { invalid } from '../resolve/refusals.ts';
import { rowOf, rowsWhere, touchRow } from '../resolve/rows.ts';
import type { Behaviour, Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { create, remove } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { copyRow } from './copy.ts';
import { setDatagrid } from './datagrid-operations.ts';
import { requireDraft, requireDraftStep } from './draft-steps.ts';
import { newFamilyId } from './procedures.ts';
import { nextPosition, reorder } from './reorder.ts';
import { archiveFormer, checkStandardStatus } from './standard-status.ts';
import { copyStepTree } from './step-copy.ts';
import { copyValidations } from './validation-copy.ts';

const DEEPEST_LEVEL = 5;

/** Changing a step changes its procedure's etag (inferred from how clients fetch it again). */
const touchProcedure = (scope: Scope, step: SqlRow): void => touchRow(scope, 'Procedure', step['procedureId']);

const touchProcedureOf = (scope: Scope, stepId: SqlValue | undefined): void =>
  touchProcedure(scope, rowOf(scope, 'Step', stepId));

/** 1 for a step at the top. */
const levelOf = (scope: Scope, stepId: unknown): number => {
  let level = 0;
  for (let id = stepId; id != null; id = rowOf(scope, 'Step', id)['parentId']) level += 1;
  return level;
};

const heightOf = (scope: Scope, id: SqlValue | undefined): number => {
  const children = rowsWhere(scope, 'Step', { parentId: id ?? null });
  return 1 + Math.max(0, ...children.map(child => heightOf(scope, child['id'])));
};

const checkDepth = (scope: Scope, parentId: unknown, height: number): void => {
  if (levelOf(scope, parentId) + height > DEEPEST_LEVEL) {
    throw invalid(
      `Steps nest ${DEEPEST_LEVEL} levels deep at most; step ${String(parentId)} is too deep for this one.`,
    );
  }
};

const asId = (value: unknown): SqlValue => (value == null ? null : Number(value));

const siblingsOf = (values: Values) => ({
  procedureId: asId(values['procedureId']),
  parentId: asId(values['parentId']),
});

/** A step with a parent belongs to the parent's procedure. */
const completeParent = (scope: Scope, values: Values): void => {
  if (values['parentId'] == null) return;
  const parent = rowOf(scope, 'Step', values['parentId']);
  values['procedureId'] ??= parent['procedureId'];
  if (asId(values['procedureId']) !== parent['procedureId']) {
    throw invalid(`Step ${parent['id']} belongs to another procedure than ${String(values['procedureId'])}.`);
  }
  checkDepth(scope, parent['id'], 1);
};

const prepareStep: Behaviour['prepare'] = (scope, values) => {
  completeParent(scope, values);
  requireDraft(scope, { procedureId: asId(values['procedureId']) });
  values['type'] ??= 'CONTENT';
  values['familyId'] = newFamilyId(scope, 'Step');
  if (values['procedureId'] == null) values['standardStepStatus'] = 'DRAFT';
  values['position'] = nextPosition(scope, 'Step', siblingsOf(values));
};

const checkMove = (scope: Scope, before: SqlRow, changes: Values): void => {
  const moves = 'parentId' in changes && asId(changes['parentId']) !== before['parentId'];
  if (!moves) return;
  const parentId = asId(changes['parentId']);
  if (parentId !== null && rowOf(scope, 'Step', parentId)['procedureId'] !== before['procedureId']) {
    throw invalid(`Step ${parentId} belongs to another procedure.`);
  }
  checkDepth(scope, parentId, heightOf(scope, before['id']));
  changes['position'] = nextPosition(scope, 'Step', { procedureId: before['procedureId'] ?? null, parentId });
};

const checkStep: Behaviour['check'] = (scope, before, changes, input) => {
  checkStandardStatus(scope, before, changes);
  if (input['breakStandardStepLink'] === true) changes['standardStepFamilyId'] = null;
  requireDraft(scope, 'standardStepStatus' in changes ? { procedureId: before['procedureId'] ?? null } : before);
  if (changes['procedureId'] != null && asId(changes['procedureId']) !== before['procedureId']) {
    throw invalid(`Step ${before['id']} cannot be moved to another procedure.`);
  }
  checkMove(scope, before, changes);
  setDatagrid(scope, { stepId: Number(before['id']) }, input['datagrid']);
};

/** Rules of what hangs on a step: it takes part in the step's draft and renews the procedure's etag. */
const partOfStep = (type: string, also: Partial<Behaviour> = {}): Behaviour => ({
  ...also,
  type,
  prepare: (scope, values, input) => {
    requireDraftStep(scope, values['stepId']);
    also.prepare?.(scope, values, input);
  },
  created: (scope, row) => touchProcedureOf(scope, row['stepId']),
  check: (scope, before, changes, input) => {
    requireDraftStep(scope, before['stepId']);
    also.check?.(scope, before, changes, input);
  },
  updated: (scope, after) => touchProcedureOf(scope, after['stepId']),
  removing: (scope, row) => {
    requireDraftStep(scope, row['stepId']);
  },
  removed: (scope, row) => touchProcedureOf(scope, row['stepId']),
});

const checkEdge: Behaviour['prepare'] = (scope, values) => {
  if (values['upstreamStepId'] == null) return;
  const step = rowOf(scope, 'Step', values['stepId']);
  const upstream = rowOf(scope, 'Step', values['upstreamStepId']);
  if (step['procedureId'] !== upstream['procedureId']) {
    throw invalid(`Steps ${step['id']} and ${upstream['id']} belong to different procedures.`);
  }
  if (isReachable(scope, edgePairs('StepsEdge'), upstream['id'] ?? null, step['id'] ?? null)) {
    throw invalid(`Step ${step['id']} cannot depend on step ${upstream['id']}: that would close a circle.`);
  }
};

const checkAssociation: Behaviour['prepare'] = (scope, values) => {
  if (!(Number(values['quantity']) > 0)) throw invalid('The quantity of a step association must be greater than 0.');
  if (values['mbomItemReferenceDesignatorId'] == null) return;
  const designator = rowOf(scope, 'MBomItemReferenceDesignator', values['mbomItemReferenceDesignatorId']);
  if (designator['mbomItemId'] !== asId(values['mbomItemId'])) {
    throw invalid(`Reference designator ${designator['id']} belongs to another mBOM item.`);
  }
};

const reorderSteps: Operation = (scope, args) => {
  const { procedureId, parentStepId, steps } = args['input'] as Input;
  const parentId = asId(parentStepId);
  const isSibling = (row: SqlRow): boolean =>
    row['parentId'] === parentId && (procedureId == null || row['procedureId'] === asId(procedureId));
  const moved = reorder(scope, 'Step', steps, isSibling);
  for (const step of moved.slice(0, 1)) touchProcedure(scope, requireDraft(scope, step));
  return { steps: moved };
};

const reorderStepFields: Operation = (scope, args) => {
  const { stepId, fields } = args['input'] as Input;
  const step = requireDraftStep(scope, stepId);
  const moved = reorder(scope, 'StepField', fields, row => row['stepId'] === step['id']);
  touchProcedure(scope, step);
  return { fields: moved };
};

/** The copy of a standard step in a procedure is derived from it: it knows the family (inferred). */
const derivation = (step: SqlRow, place: Values): Values =>
  step['procedureId'] === null && place['procedureId'] != null
    ? { standardStepFamilyId: step['familyId'], standardStepStatus: null, originStepId: step['id'] }
    : {};

/** Into the named procedure or under the named parent; beside the original when neither is given (inferred). */
const copyStep: Operation = (scope, args) => {
  const { stepId, procedureId, parentId } = args['input'] as Input;
  const step = rowOf(scope, 'Step', stepId);
  const place: Values =
    procedureId == null && parentId == null
      ? { procedureId: step['procedureId'], parentId: step['parentId'] }
      : { procedureId: procedureId ?? undefined, parentId: parentId ?? null };
  completeParent(scope, place);
  requireDraft(scope, { procedureId: asId(place['procedureId']) });
  checkDepth(scope, place['parentId'], heightOf(scope, step['id']));
  place['position'] = nextPosition(scope, 'Step', siblingsOf(place));
  Object.assign(place, derivation(step, place));
  const copy = rowOf(
    scope,
    'Step',
    copyStepTree(scope, step, place, () => newFamilyId(scope, 'Step')),
  );
  touchProcedure(scope, copy);
  return { step: copy };
};

/** To the end of the step's fields, with its validations (inferred). */
const copyField: Operation = (scope, args) => {
  const { fieldId, stepId } = args['input'] as Input;
  const field = rowOf(scope, 'StepField', fieldId);
  const step = requireDraftStep(scope, stepId);
  const position = nextPosition(scope, 'StepField', { stepId: step['id'] ?? null });
  const stepField = copyRow(scope, 'StepField', field, { stepId: step['id'], position });
  copyValidations(scope, field['id'] ?? null, stepField['id'] ?? null);
  touchProcedure(scope, step);
  return { stepField };
};

export const steps: Family = {
  behaviours: [
    {
      type: 'Step',
      accepts: ['position', 'breakStandardStepLink', 'datagrid'],
      prepare: prepareStep,
      created: (scope, step, input) => {
        setDatagrid(scope, { stepId: Number(step['id']) }, input['datagrid']);
        touchProcedure(scope, step);
      },
      check: checkStep,
      updated: (scope, after, before) => {
        archiveFormer(scope, after, before);
        touchProcedure(scope, after);
      },
      removing: requireDraft,
      removed: touchProcedure,
    },
    partOfStep('StepField', {
      prepare: (scope, values) => {
        values['type'] ??= 'STRING';
        values['position'] = nextPosition(scope, 'StepField', { stepId: asId(values['stepId']) });
      },
    }),
    partOfStep('StepsEdge', { prepare: checkEdge }),
    partOfStep('StepMBomItemAssociation', {
      prepare: checkAssociation,
      check: (scope, before, changes, input) => checkAssociation(scope, { ...before, ...changes }, input),
    }),
  ],
  operations: {
    createStepEdge: (scope, args) => ({ stepEdge: create(scope, 'StepsEdge', args['input'] as Input) }),
    deleteStepEdge: (scope, args) => remove(scope, 'StepsEdge', args),
    reorderSteps,
    reorderStepFields,
    copyStep,
    copyField,
  },
};
