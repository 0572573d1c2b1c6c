// Validations of fields: part of a draft's steps, copied to runs, and judged whenever a run's value changes.
import { decode } from '../resolve/encode.ts';
import { invalid } from '../resolve/refusals.ts';
import { rowOf, rowsWhere, touchRow, updateRow } from '../resolve/rows.ts';
import type { Behaviour, Family, Scope, Values } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { requireDraftStep } from './draft-steps.ts';

type Compare = (value: number, limit: number) => boolean;

const COMPARE: Readonly<Record<string, Compare>> = {
  equal_to: (value, limit) => value === limit,
  not_equal_to: (value, limit) => value !== limit,
  greater_than: (value, limit) => value > limit,
  greater_than_or_equal_to: (value, limit) => value >= limit,
  less_than: (value, limit) => value < limit,
  less_than_or_equal_to: (value, limit) => value <= limit,
};

/** PENDING without a value [SDL Validationresultenum; when which is answered is inferred]. */
const judge = (scope: Scope, validation: SqlRow, field: SqlRow): string => {
  const value = decode(field['value'], 'json');
  if (typeof value !== 'number') return 'PENDING';
  const name = String(rowOf(scope, 'ValidationFunction', validation['functionId'])['functionName']);
  return COMPARE[name]?.(value, Number(validation['value'] ?? 0)) ? 'PASS' : 'FAIL';
};

/** Judges a run step field's value by all of its validations. A FAIL keeps nothing from going on (inferred). */
export const judgeField = (scope: Scope, field: SqlRow): void => {
  for (const validation of rowsWhere(scope, 'RunStepFieldValidation', { runStepFieldId: field['id'] ?? null })) {
    const result = judge(scope, validation, field);
    if (result !== validation['result']) updateRow(scope, 'RunStepFieldValidation', validation, { result });
  }
};

const draftStepOf = (scope: Scope, fieldId: unknown): SqlRow =>
  requireDraftStep(scope, rowOf(scope, 'StepField', fieldId)['stepId']);

const touchProcedure = (scope: Scope, { fieldId }: SqlRow): void =>
  touchRow(scope, 'Procedure', draftStepOf(scope, fieldId)['procedureId']);

const nextPosition = (scope: Scope, fieldId: unknown): number =>
  rowsWhere(scope, 'StepFieldValidation', { fieldId: Number(fieldId) }).length;

const stepFieldValidations: Behaviour = {
  type: 'StepFieldValidation',
  prepare: (scope, values) => {
    draftStepOf(scope, values['fieldId']);
    values['position'] ??= nextPosition(scope, values['fieldId']);
  },
  created: touchProcedure,
  check: (scope, before, changes) => {
    draftStepOf(scope, before['fieldId']);
    if (changes['fieldId'] != null) draftStepOf(scope, changes['fieldId']);
  },
  updated: touchProcedure,
  removing: (scope, row) => void draftStepOf(scope, row['fieldId']),
  removed: touchProcedure,
};

/** Those of a run can be changed only while its step is being redlined (inferred). */
const requireRedline = (scope: Scope, fieldId: unknown): SqlRow => {
  const field = rowOf(scope, 'RunStepField', fieldId);
  const step = rowOf(scope, 'RunStep', field['runStepId']);
  if (step['status'] === 'REDLINE') return field;
  throw invalid(
    `Run step ${step['id']} is ${step['status']}; its validations can be edited only while it is a REDLINE.`,
  );
};

const runStepFieldValidations: Behaviour = {
  type: 'RunStepFieldValidation',
  prepare: (scope, values: Values) => void requireRedline(scope, values['runStepFieldId']),
  check: (scope, before) => void requireRedline(scope, before['runStepFieldId']),
  updated: (scope, after) => judgeField(scope, rowOf(scope, 'RunStepField', after['runStepFieldId'])),
  removing: (scope, row) => void requireRedline(scope, row['runStepFieldId']),
};

export const validations: Family = { behaviours: [stepFieldValidations, runStepFieldValidations] };
