/** Standard steps: steps of no procedure, kept in versions, for people to put into procedures. */
import type { Locate } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import type { Fields } from '../../state/value.ts';
import { crud, entity } from '../entry.ts';
import type { Call, Kind } from '../kind.ts';
import { labelled, withFiles } from '../tags.ts';
import { VERSIONED } from '../versioned.ts';
import { contentKinds } from './content-kinds.ts';
import { expandContents, typeFor } from './expand-steps.ts';

const PREFIX = 'standard-';

export function expandStandardStep(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { fields: _fields, datagrid: _datagrid, ...own } = entry;
  const { entities, owns } = expandContents(entry, { prefix: PREFIX, step: key, path: [], locate });
  return [entity({ kind: 'standard-step', key, fields: { ...typeFor(entry), ...own }, locate, owns }), ...entities];
}

const archive: Call = {
  mutation: 'updateStep',
  payload: 'step',
  style: 'input',
  etag: 'own',
  with: { standardStepStatus: 'ARCHIVED' },
};

const standardStep: Kind = {
  name: 'standard-step',
  type: 'Step',
  identity: [['title']],
  fields: {
    title: { type: 'text' },
    status: { type: 'text', ion: 'standardStepStatus', write: 'update' },
    type: { type: 'text' },
    content: { type: 'rich-text', ion: 'slateContent' },
    location: { type: 'text', to: 'location', ion: 'locationId' },
    locationSubtype: { type: 'text', to: 'location-subtype', ion: 'locationSubtypeId' },
    leadTime: { type: 'number' },
    displayPdf: { type: 'boolean', write: 'update' },
    attributes: { type: 'attributes' },
  },
  select: ['entityId', 'familyId', 'version'],
  list: {
    query: 'steps',
    filter: {
      isStandardStep: { eq: true },
      isChildStandardStep: { eq: false },
      isLatestVersion: { eq: true },
    },
    pageSize: 50,
  },
  ...crud({ create: 'createStep', update: 'updateStep', remove: 'deleteStep', payload: 'step' }),
  // As with procedures, of which no source says that standard steps differ. (inferred)
  retire: { unless: 'DRAFT', calls: [archive], remains: 'archived: only drafts of standard steps are deleted' },
  lifecycle: {
    ...VERSIONED,
    // That it is asked for the release of standard steps is inferred. [SDL StepSettings]
    approval: {
      to: 'RELEASED',
      call: {
        mutation: 'createStepApproval',
        payload: 'approval',
        style: 'input',
        by: { stepId: 'id' },
        with: { status: 'APPROVED' },
      },
      asked: [{ query: 'me', at: 'organization.settings.steps.numApproversRequired', of: 'StepSettings' }],
    },
    revise: {
      mutation: 'createStandardStepVersion',
      payload: 'step',
      style: 'input',
      by: { familyId: 'familyId' },
      from: ['RELEASED', 'ARCHIVED'],
    },
  },
};

export const standardStepKinds: readonly Kind[] = [
  standardStep,
  labelled({ owner: 'standard-step' }),
  withFiles({ owner: 'standard-step', at: 'assets', calls: ['createAsset', 'deleteAsset'] }),
  ...contentKinds(PREFIX),
];
