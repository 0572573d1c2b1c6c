// The values of run step fields: of the field's type, one of its options, and only where they may be set.
import { decode } from '../resolve/encode.ts';
import { fileColumn } from '../resolve/file-value.ts';
import { invalid, notEmulated } from '../resolve/refusals.ts';
import { checkEtag, findRow, rowOf, updateRow } from '../resolve/rows.ts';
import type { Behaviour, Input, Operation, Scope } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { nextPosition } from './reorder.ts';
import { judgeField } from './validations.ts';

type Fits = (scope: Scope, value: unknown, field: SqlRow) => boolean;

const optionsOf = (field: SqlRow): readonly unknown[] => {
  const options = decode(field['options'], 'json');
  return Array.isArray(options) ? options : [];
};

const isId = (value: unknown): boolean => Number.isSafeInteger(Number(value)) && value !== '' && value !== null;

/** What each type takes (inferred from the types' names; ION documents none of it). */
const FITS: Readonly<Record<string, Fits>> = {
  STRING: (_scope, value) => typeof value === 'string',
  NUMBER: (_scope, value) => typeof value === 'number',
  BOOLEAN: (_scope, value) => typeof value === 'boolean',
  SELECT: (_scope, value, field) => optionsOf(field).includes(value),
  MULTISELECT: (_scope, value, field) =>
    Array.isArray(value) && value.every(option => optionsOf(field).includes(option)),
  DATETIME: (_scope, value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  // Whoever signs off says so by whatever it takes, but not by `false`.
  SIGNOFF: (_scope, value) => typeof value !== 'object' && value !== false,
  ION: (scope, value, field) =>
    isId(value) && findRow(scope, field['allowedIonType'] === 'USERS' ? 'User' : 'Part', value) !== undefined,
  FILE_ATTACHMENT: (scope, value) => isId(value) && findRow(scope, 'FileAttachment', value) !== undefined,
  TOOL: (scope, value) => isId(value) && findRow(scope, 'PartInventory', value) !== undefined,
};

/** Throws unless the value suits the field's `type` and `options`; null always does. */
export const checkFieldValue = (scope: Scope, field: SqlRow, value: unknown): void => {
  if (value === null || value === undefined) return;
  const type = String(field['type']);
  const fits = FITS[type];
  if (fits === undefined) throw notEmulated(`A run step field value of type ${type}`);
  if (!fits(scope, value, field)) {
    throw invalid(`Field "${field['name']}" is of type ${type} and does not take ${JSON.stringify(value)}.`);
  }
};

const checkApplicable = (field: SqlRow, notApplicable: unknown): void => {
  if (notApplicable === true && !field['allowNotApplicable']) {
    throw invalid(`Field "${field['name']}" does not allow to be marked as not applicable.`);
  }
};

/** Values can be set only while the step is IN_PROGRESS [EX order of calls; that ION refuses otherwise is inferred]. */
const requireSettable = (scope: Scope, field: SqlRow): void => {
  const step = rowOf(scope, 'RunStep', field['runStepId']);
  if (step['status'] === 'IN_PROGRESS') return;
  throw invalid(`Run step ${step['id']} is ${step['status']}; values can be set only while it is IN_PROGRESS.`);
};

/** What a field is can be changed only on a step that is being redlined (inferred). */
export const requireRedline = (scope: Scope, runStepId: unknown): void => {
  const step = rowOf(scope, 'RunStep', runStepId);
  if (step['status'] === 'REDLINE') return;
  throw invalid(`Run step ${step['id']} is ${step['status']}; its fields can be edited only while it is a REDLINE.`);
};

/** Fields of run steps made or changed one at a time; `updateRunStepFieldValue` is the usual way to a value. */
export const runStepFields: Behaviour = {
  type: 'RunStepField',
  prepare: (scope, values) => {
    requireRedline(scope, values['runStepId']);
    if (values['value'] != null) throw invalid('A run step field takes its value while its step is IN_PROGRESS.');
    values['position'] ??= nextPosition(scope, 'RunStepField', { runStepId: Number(values['runStepId']) });
  },
  check: (scope, before, changes) => {
    const { value, ...definition } = changes;
    if (Object.keys(definition).length > 0) requireRedline(scope, before['runStepId']);
    if (value === undefined) return;
    requireSettable(scope, before);
    checkFieldValue(scope, before, value);
    Object.assign(changes, fileColumn(before['type'], value));
  },
  updated: judgeField,
  removing: (scope, row) => requireRedline(scope, row['runStepId']),
};

/** Sets a field's value, or marks it as not applicable where it allows that. */
export const updateRunStepFieldValue: Operation = (scope, args) => {
  const { id, etag, value, notApplicable } = args['input'] as Input;
  const field = rowOf(scope, 'RunStepField', id);
  checkEtag(field, etag);
  requireSettable(scope, field);
  checkFieldValue(scope, field, value);
  checkApplicable(field, notApplicable);
  const changes = {
    ...(value === undefined ? {} : { value, ...fileColumn(field['type'], value) }),
    ...(notApplicable == null ? {} : { notApplicable }),
  };
  const runStepField = updateRow(scope, 'RunStepField', field, changes);
  judgeField(scope, runStepField);
  return { runStepField };
};

/** Whether a field lets its step be completed: not required, not applicable, or filled. */
export const isFilled = (field: SqlRow): boolean =>
  !field['required'] || Boolean(field['notApplicable']) || field['value'] !== null;
