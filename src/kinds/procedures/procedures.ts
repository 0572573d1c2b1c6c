/** Procedures: the procedure, its steps with their fields and edges, and the parts that it is for. */
import type { Locate, Path } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import type { Fields, Value } from '../../state/value.ts';
import { crud, entity, listOf, mappingOf, referenceKey } from '../entry.ts';
import type { Family, Kind } from '../kind.ts';
import { procedureRules } from './rules.ts';

interface StepContext {
  readonly procedure: string;
  readonly parent: string | undefined;
  readonly previous: string | undefined;
  readonly path: Path;
  readonly locate: Locate;
}

function expandFields(step: string, authored: Fields, path: Path, locate: Locate): readonly Entity[] {
  const names = Object.keys(authored);
  return names.map((name, index) =>
    entity({
      kind: 'step-field',
      key: `${step}.${name}`,
      fields: {
        step,
        name,
        previous: index === 0 ? undefined : `${step}.${names[index - 1]}`,
        ...mappingOf(authored[name]),
      },
      locate,
      path: [...path, name],
      fieldPaths: { name: [...path, name] },
    }),
  );
}

function expandStep(key: string, authored: Value, context: StepContext): readonly Entity[] {
  const { procedure, parent, previous, path, locate } = context;
  const { after, fields, steps, ...own } = mappingOf(authored);
  const step = entity({
    kind: 'step',
    key: `${procedure}.${key}`,
    fields: { procedure, parent, previous, ...own },
    locate,
    path,
    owns: [...(after === undefined ? [] : ['step-edge']), ...(fields === undefined ? [] : ['step-field'])],
  });
  const edges = listOf(after).map((upstream, index) =>
    entity({
      kind: 'step-edge',
      key: `${procedure}.${upstream}>${key}`,
      fields: { step: step.key, upstream: `${procedure}.${upstream}` },
      locate,
      path: [...path, 'after', index],
      fieldPaths: { upstream: [...path, 'after', index], step: path },
    }),
  );
  return [
    step,
    ...expandFields(step.key, mappingOf(fields), [...path, 'fields'], locate),
    ...edges,
    ...expandSteps(mappingOf(steps), { ...context, parent: step.key, path }),
  ];
}

function expandSteps(authored: Fields, context: Omit<StepContext, 'previous'>): readonly Entity[] {
  const keys = Object.keys(authored);
  return keys.flatMap((key, index) =>
    expandStep(key, authored[key] ?? null, {
      ...context,
      previous: index === 0 ? undefined : `${context.procedure}.${keys[index - 1]}`,
      path: [...context.path, 'steps', key],
    }),
  );
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
  const links = listOf(parts).map((part, index) =>
    entity({
      kind: 'part-procedure',
      key: `${key}.${referenceKey(part)}`,
      fields: { procedure: key, part },
      locate,
      path: ['parts', index],
      fieldPaths: { part: ['parts', index] },
    }),
  );
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
  select: ['familyId'],
  list: { query: 'procedures', one: 'procedure', filter: { isLatestVersion: { eq: true } }, pageSize: 25 },
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
    field: 'status',
    initial: 'DRAFT',
    open: 'DRAFT',
    next: { DRAFT: ['IN_REVIEW'], IN_REVIEW: ['RELEASED'], RELEASED: ['ARCHIVED'] },
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
  sections: [{ name: 'procedures', kind: 'procedure', expand: expandProcedure }],
  rules: procedureRules,
  kinds: [
    procedure,
    {
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
      ...crud({ create: 'createStep', update: 'updateStep', remove: 'deleteStep', payload: 'step' }),
    },
    {
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
    },
    {
      name: 'step-edge',
      type: 'StepsEdge',
      identity: [['step', 'upstream']],
      within: { field: 'step', at: 'upstream' },
      fields: {
        step: { type: 'text', to: 'step', ion: 'stepId', write: 'create' },
        upstream: { type: 'text', to: 'step', ion: 'upstreamStepId', write: 'create' },
      },
      ...crud({ create: 'createStepEdge', remove: 'deleteStepEdge', payload: 'stepEdge' }),
    },
    {
      name: 'part-procedure',
      type: 'PartProcedure',
      identity: [['procedure', 'part']],
      within: { field: 'procedure', at: 'partProcedures' },
      fields: {
        procedure: { type: 'text', to: 'procedure', ion: 'procedureId', write: 'create' },
        part: { type: 'text', to: 'part', ion: 'partId', write: 'create' },
      },
      id: false,
      create: { mutation: 'createPartProcedure', payload: 'partProcedure', style: 'input' },
      remove: {
        mutation: 'deletePartProcedure',
        style: 'arguments',
        by: { partId: 'part', procedureId: 'procedure' },
        etag: 'own',
      },
    },
  ],
};
