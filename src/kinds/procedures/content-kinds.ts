/** What stands in a step, be it of a procedure or a standard one: fields with their checks, and a datagrid. */
import { crud } from '../entry.ts';
import type { Kind } from '../kind.ts';

/** ION's own checks of a field's value; nobody can make one. [SDL: there is no mutation] */
export const validationFunction: Kind = {
  name: 'validation-function',
  type: 'ValidationFunction',
  identity: [['functionName']],
  fields: {
    functionName: { type: 'text', write: 'never' },
    displayName: { type: 'text', write: 'never' },
  },
  list: { query: 'validationFunctions', pageSize: 200 },
};

const field = (prefix: string): Kind => ({
  name: `${prefix}step-field`,
  type: 'StepField',
  identity: [['step', 'name']],
  within: { field: 'step', at: 'fields' },
  fields: {
    step: { type: 'text', to: `${prefix}step`, ion: 'stepId', write: 'create' },
    previous: { type: 'text', to: `${prefix}step-field`, write: 'never', local: true },
    name: { type: 'text' },
    type: { type: 'text' },
    required: { type: 'boolean' },
    unit: { type: 'text' },
    options: { type: 'list' },
    helpText: { type: 'text' },
    display: { type: 'text' },
    allowNotApplicable: { type: 'boolean' },
    peerReviewRequired: { type: 'boolean' },
    allowedIonType: { type: 'text' },
    part: { type: 'text', to: 'part', ion: 'partId' },
    subtype: { type: 'text', to: 'subtype', ion: 'partSubtypeId' },
    signoffRole: { type: 'text', to: 'role', ion: 'signoffRoleId' },
  },
  ...crud({
    create: 'createStepField',
    update: 'updateStepField',
    remove: 'deleteStepField',
    payload: 'stepField',
  }),
});

const validation = (prefix: string): Kind => ({
  name: `${prefix}step-field-validation`,
  type: 'StepFieldValidation',
  identity: [['field', 'function']],
  within: { field: 'field', at: 'validations' },
  fields: {
    field: { type: 'text', to: `${prefix}step-field`, ion: 'fieldId', write: 'create' },
    function: { type: 'text', to: 'validation-function', ion: 'functionId' },
    value: { type: 'number' },
  },
  ...crud({
    create: 'createStepFieldValidation',
    update: 'updateStepFieldValidation',
    remove: 'deleteStepFieldValidation',
    payload: 'stepFieldValidation',
  }),
});

const column = (prefix: string): Kind => ({
  // Like fields, columns are made one after the other, so that they stand in the order in which they are written.
  name: `${prefix}datagrid-column`,
  type: 'DatagridColumn',
  identity: [['step', 'name']],
  within: { field: 'step', at: 'datagridColumns.edges.node' },
  fields: {
    step: { type: 'text', to: `${prefix}step`, ion: 'stepId', write: 'create' },
    previous: { type: 'text', to: `${prefix}datagrid-column`, write: 'never', local: true },
    name: { type: 'text', ion: 'header' },
    type: { type: 'text' },
    unit: { type: 'text' },
    options: { type: 'list' },
    settable: { type: 'boolean' },
    allowedIonType: { type: 'text' },
    signoffRole: { type: 'text', to: 'role', ion: 'signoffRoleId' },
  },
  ...crud({
    create: 'createDatagridColumn',
    update: 'updateDatagridColumn',
    remove: 'deleteDatagridColumn',
    payload: 'datagridColumn',
  }),
});

const row = (prefix: string): Kind => ({
  name: `${prefix}datagrid-row`,
  type: 'DatagridRow',
  identity: [['step', 'index']],
  within: { field: 'step', at: 'datagridRows.edges.node' },
  fields: {
    step: { type: 'text', to: `${prefix}step`, ion: 'stepId', write: 'create' },
    index: { type: 'number', write: 'create' },
    required: { type: 'boolean' },
    allowNotApplicable: { type: 'boolean' },
  },
  ...crud({
    create: 'createDatagridRow',
    update: 'updateDatagridRow',
    remove: 'deleteDatagridRow',
    payload: 'datagridRow',
  }),
});

const value = (prefix: string): Kind => ({
  // One mutation makes a value and changes it; what was entered beyond the declared cells is left alone. [SDL]
  name: `${prefix}datagrid-value`,
  type: 'DatagridValue',
  identity: [['row', 'column']],
  within: { field: 'row', at: 'values' },
  fields: {
    row: { type: 'text', to: `${prefix}datagrid-row`, ion: 'rowId', write: 'create' },
    column: { type: 'text', to: `${prefix}datagrid-column`, ion: 'columnId', write: 'create' },
    value: { type: 'any' },
  },
  create: { mutation: 'setDatagridValue', payload: 'datagridValue', style: 'input' },
  update: {
    mutation: 'setDatagridValue',
    payload: 'datagridValue',
    style: 'input',
    by: { rowId: 'row', columnId: 'column' },
    etag: 'own',
  },
});

/** The kinds of what stands in `<prefix>step`. */
export function contentKinds(prefix: string): readonly Kind[] {
  return [field, validation, column, row, value].map(kind => kind(prefix));
}
