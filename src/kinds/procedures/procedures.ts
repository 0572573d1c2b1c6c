/** Procedures: the procedure, its steps with their fields and edges, and the parts that it is for. */
import type { Locate } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import { type Fields, isMapping, mappingOf, type Value } from '../../state/value.ts';
import { crud, entity, listOf, referenceKey } from '../entry.ts';
import type { Family, Kind } from '../kind.ts';
import { labelled, withTags } from '../tags.ts';
import { VERSIONED } from '../versioned.ts';
import { completeStepInstallations } from './complete-installations.ts';
import { validationFunction } from './content-kinds.ts';
import { expandSteps } from './expand-steps.ts';
import { procedureRules } from './rules.ts';
import { expandStandardStep, standardStepKinds } from './standard-steps.ts';
import { stepKinds } from './step-kinds.ts';

/** A part alone, or a mapping with more about the link. */
function expandPart(procedure: string, authored: Value, index: number, locate: Locate): Entity {
  const isLink = isMapping(authored) && authored['lookup'] === undefined;
  const fields: Fields = isLink ? authored : { part: authored };
  return entity({
    kind: 'part-procedure',
    key: `${procedure}.${referenceKey(fields['part'] ?? null)}`,
    fields: { procedure, ...fields },
    locate,
    path: ['parts', index],
    ...(!isLink && { fieldPaths: { part: ['parts', index] } }),
  });
}

function expandProcedure(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { steps, parts, ...fields } = entry;
  const procedure = entity({
    kind: 'procedure',
    key,
    fields,
    locate,
    owns: [...(steps === undefined ? [] : ['step']), ...(parts === undefined ? [] : ['part-procedure'])],
  });
  const links = listOf(parts).map((part, index) => expandPart(key, part, index, locate));
  return [
    procedure,
    ...expandSteps(mappingOf(steps), { procedure: key, parent: undefined, path: [], locate }),
    ...links,
  ];
}

const procedure: Kind = {
  name: 'procedure',
  type: 'Procedure',
  identity: [['title']],
  fields: {
    title: { type: 'text' },
    description: { type: 'text' },
    type: { type: 'text' },
    exportControlled: { type: 'boolean' },
    status: { type: 'text', write: 'update' },
    attributes: { type: 'attributes' },
  },
  select: ['familyId', 'version'],
  list: { query: 'procedures', filter: { isLatestVersion: { eq: true } }, pageSize: 25 },
  ...crud({ update: 'updateProcedure', remove: 'deleteProcedure', payload: 'procedure' }),
  create: { mutation: 'createProcedure', payload: 'procedure', style: 'arguments' },
  retire: {
    unless: 'DRAFT',
    calls: [
      { mutation: 'updateProcedure', payload: 'procedure', style: 'input', etag: 'own', with: { status: 'ARCHIVED' } },
    ],
    remains: 'archived: ION deletes only unused drafts of procedures',
  },
  lifecycle: {
    ...VERSIONED,
    // Its steps and what stands in them change the etag of a procedure. (inferred)
    etagFollowsContent: true,
    // [MAN; SDL OrganizationSettings, ProcedureSettings]
    approval: {
      to: 'RELEASED',
      call: {
        mutation: 'createReview',
        payload: 'review',
        style: 'input',
        by: { procedureId: 'id' },
        with: { status: 'APPROVED' },
      },
      asked: [
        { query: 'me', at: 'organization.settings.procedures.numReviewersRequired', of: 'ProcedureSettings' },
        { query: 'me', at: 'organization.settings.numReviewersRequired', of: 'OrganizationSettings' },
      ],
    },
    revise: {
      mutation: 'createProcedureVersion',
      payload: 'procedure',
      style: 'arguments',
      by: { familyId: 'familyId', procedureId: 'id' },
      from: ['RELEASED', 'ARCHIVED'],
    },
  },
};

export const procedures: Family = {
  sections: [
    { name: 'standardSteps', kind: 'standard-step', expand: withTags(expandStandardStep) },
    { name: 'procedures', kind: 'procedure', expand: withTags(expandProcedure) },
  ],
  rules: procedureRules,
  complete: completeStepInstallations,
  kinds: [
    validationFunction,
    ...standardStepKinds,
    procedure,
    labelled({
      owner: 'procedure',
      at: 'familyLabels',
      number: 'familyId',
      calls: ['addLabelToProcedureFamily', 'removeLabelFromProcedureFamily'],
    }),
    ...stepKinds,
    {
      name: 'part-procedure',
      type: 'PartProcedure',
      identity: [['procedure', 'part']],
      within: { field: 'procedure', at: 'partProcedures' },
      fields: {
        procedure: { type: 'text', to: 'procedure', ion: 'procedureId', write: 'create' },
        part: { type: 'text', to: 'part', ion: 'partId', write: 'create' },
        required: { type: 'boolean' },
        status: { type: 'text', write: 'update' },
      },
      id: false,
      // The link is a row of its own with an etag of its own, and needs no new version of its procedure. (inferred)
      inPlace: true,
      create: { mutation: 'createPartProcedure', payload: 'partProcedure', style: 'input' },
      update: {
        mutation: 'updatePartProcedure',
        payload: 'partProcedure',
        style: 'input',
        by: { partId: 'part', procedureId: 'procedure' },
        etag: 'own',
      },
      remove: {
        mutation: 'deletePartProcedure',
        style: 'arguments',
        by: { partId: 'part', procedureId: 'procedure' },
        etag: 'own',
      },
    },
  ],
};
