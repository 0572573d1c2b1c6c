/** What stands in a procedure's steps. */
import { crud } from '../entry.ts';
import type { Kind } from '../kind.ts';
import { labelled, withFiles } from '../tags.ts';

const step: Kind = {
  // ION appends a new step behind its siblings, so each is created after the one written before it. [SDL CreateStepInput]
  name: 'step',
  type: 'Step',
  identity: [['procedure', 'parent?', 'title']],
  within: { field: 'procedure', at: 'steps' },
  fields: {
    procedure: { type: 'text', to: 'procedure', ion: 'procedureId', write: 'create' },
    parent: { type: 'text', to: 'step', ion: 'parentId' },
    previous: { type: 'text', to: 'step', write: 'never', local: true },
    title: { type: 'text' },
    type: { type: 'text' },
    content: { type: 'rich-text', ion: 'slateContent' },
    location: { type: 'text', to: 'location', ion: 'locationId' },
    locationSubtype: { type: 'text', to: 'location-subtype', ion: 'locationSubtypeId' },
    leadTime: { type: 'number' },
    attributes: { type: 'attributes' },
  },
  select: ['entityId'],
  ...crud({ create: 'createStep', update: 'updateStep', remove: 'deleteStep', payload: 'step' }),
};

const field: Kind = {
  name: 'step-field',
  type: 'StepField',
  identity: [['step', 'name']],
  within: { field: 'step', at: 'fields' },
  fields: {
    step: { type: 'text', to: 'step', ion: 'stepId', write: 'create' },
    previous: { type: 'text', to: 'step-field', write: 'never', local: true },
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
};

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

const validation: Kind = {
  name: 'step-field-validation',
  type: 'StepFieldValidation',
  identity: [['field', 'function']],
  within: { field: 'field', at: 'validations' },
  fields: {
    field: { type: 'text', to: 'step-field', ion: 'fieldId', write: 'create' },
    function: { type: 'text', to: 'validation-function', ion: 'functionId' },
    value: { type: 'number' },
  },
  ...crud({
    create: 'createStepFieldValidation',
    update: 'updateStepFieldValidation',
    remove: 'deleteStepFieldValidation',
    payload: 'stepFieldValidation',
  }),
};

const column: Kind = {
  // Like fields, columns are made one after the other, so that they stand in the order in which they are written.
  name: 'datagrid-column',
  type: 'DatagridColumn',
  identity: [['step', 'name']],
  within: { field: 'step', at: 'datagridColumns.edges.node' },
  fields: {
    step: { type: 'text', to: 'step', ion: 'stepId', write: 'create' },
    previous: { type: 'text', to: 'datagrid-column', write: 'never', local: true },
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
};

const row: Kind = {
  name: 'datagrid-row',
  type: 'DatagridRow',
  identity: [['step', 'index']],
  within: { field: 'step', at: 'datagridRows.edges.node' },
  fields: {
    step: { type: 'text', to: 'step', ion: 'stepId', write: 'create' },
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
};

const value: Kind = {
  // One mutation makes a value and changes it; what was entered beyond the declared cells is left alone. [SDL]
  name: 'datagrid-value',
  type: 'DatagridValue',
  identity: [['row', 'column']],
  within: { field: 'row', at: 'values' },
  fields: {
    row: { type: 'text', to: 'datagrid-row', ion: 'rowId', write: 'create' },
    column: { type: 'text', to: 'datagrid-column', ion: 'columnId', write: 'create' },
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
};

const installation: Kind = {
  // `part`, `bom` and `position` say which item and which position of it is meant; the family looks those up.
  name: 'step-installation',
  type: 'StepMBomItemAssociation',
  identity: [['step', 'item', 'designator?']],
  within: { field: 'step', at: 'mbomItemAssociations' },
  fields: {
    step: { type: 'text', to: 'step', ion: 'stepId', write: 'create' },
    part: { type: 'text', to: 'part', write: 'never', local: true },
    bom: { type: 'text', to: 'bom', write: 'never', local: true },
    position: { type: 'text', write: 'never', local: true },
    item: { type: 'text', to: 'bom-item', ion: 'mbomItemId', write: 'create' },
    designator: { type: 'text', to: 'bom-designator', ion: 'mbomItemReferenceDesignatorId' },
    quantity: { type: 'number' },
  },
  ...crud({
    create: 'createStepMbomItemAssociation',
    update: 'updateStepMbomItemAssociation',
    remove: 'deleteStepMbomItemAssociation',
    payload: 'stepMbomItemAssociation',
  }),
};

const edge: Kind = {
  name: 'step-edge',
  type: 'StepsEdge',
  identity: [['step', 'upstream']],
  within: { field: 'step', at: 'upstream' },
  fields: {
    step: { type: 'text', to: 'step', ion: 'stepId', write: 'create' },
    upstream: { type: 'text', to: 'step', ion: 'upstreamStepId', write: 'create' },
  },
  ...crud({ create: 'createStepEdge', remove: 'deleteStepEdge', payload: 'stepEdge' }),
};

export const stepKinds: readonly Kind[] = [
  step,
  labelled({ owner: 'step' }),
  withFiles({ owner: 'step', at: 'assets', calls: ['createAsset', 'deleteAsset'] }),
  field,
  validation,
  column,
  row,
  value,
  installation,
  edge,
];
