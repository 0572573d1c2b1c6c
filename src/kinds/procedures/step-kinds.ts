/** What stands in a procedure's steps. */
import { crud } from '../entry.ts';
import type { Kind } from '../kind.ts';
import { labelled, withFiles } from '../tags.ts';
import { contentKinds } from './content-kinds.ts';

const step: Kind = {
  // ION appends a new step behind its siblings, so each is created after the one written before it. [SDL CreateStepInput]
  name: 'step',
  type: 'Step',
  identity: [['procedure', 'parent?', 'title']],
  // A procedure lists the steps of its top level only: its export walks down from there. [EX procedure_export, inferred]
  within: { field: 'procedure', at: 'steps', list: { query: 'steps', sort: 'ID_ASC' } },
  fields: {
    procedure: { type: 'text', to: 'procedure', ion: 'procedureId', write: 'create' },
    parent: { type: 'text', to: 'step', ion: 'parentId' },
    previous: { type: 'text', to: 'step', write: 'never', local: true },
    title: { type: 'text' },
    // The version does not matter: a step keeps that of which it was made. (inferred)
    standardStep: {
      type: 'text',
      to: 'standard-step',
      ion: 'stepId',
      read: 'standardStepFamilyId',
      by: 'familyId',
      write: 'create',
    },
    type: { type: 'text' },
    content: { type: 'rich-text', ion: 'slateContent' },
    location: { type: 'text', to: 'location', ion: 'locationId' },
    locationSubtype: { type: 'text', to: 'location-subtype', ion: 'locationSubtypeId' },
    leadTime: { type: 'number' },
    displayPdf: { type: 'boolean', write: 'update' },
    attributes: { type: 'attributes' },
  },
  derive: {
    from: 'standardStep',
    call: {
      mutation: 'copyStep',
      payload: 'step',
      style: 'input',
      by: { stepId: 'standardStep', procedureId: 'procedure', parentId: 'parent' },
    },
  },
  select: ['entityId'],
  ...crud({ create: 'createStep', update: 'updateStep', remove: 'deleteStep', payload: 'step' }),
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
  ...contentKinds(''),
  installation,
  edge,
];
