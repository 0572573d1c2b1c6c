/** Runs: the run, and the steps and fields that ION copies into it from its procedure. */
import type { Locate } from '../../source/source-file.ts';
import type { DesiredState, Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import { type Fields, isMapping, mappingOf, type Value } from '../../state/value.ts';
import { crud, entity } from '../entry.ts';
import type { Family } from '../kind.ts';
import { labelled, tagged, untagged, withFiles, withTags } from '../tags.ts';
import { completeRuns, runStepOf } from './complete-runs.ts';
import { runRules } from './rules.ts';

/** A value alone, or a mapping that says too whether the field applies. */
function recorded(authored: Value | undefined): Readonly<Record<string, Value | undefined>> {
  return isMapping(authored) ? authored : { value: authored };
}

function expandRunStep(
  run: string,
  procedure: string,
  key: string,
  authored: Fields,
  locate: Locate,
): readonly Entity[] {
  const { values, ...fields } = untagged(authored);
  const path = ['steps', key];
  const step = entity({
    kind: 'run-step',
    key: `${run}.${key}`,
    fields: { run, step: `${procedure}.${key}`, ...fields },
    locate,
    path,
    fieldPaths: { step: path },
    mode: 'spawned',
  });
  const named = mappingOf(values);
  return [
    ...tagged(step, authored, path, locate),
    ...Object.keys(named).map(name =>
      entity({
        kind: 'run-step-field',
        key: `${step.key}.${name}`,
        fields: { step: step.key, name, field: `${procedure}.${key}.${name}`, ...recorded(named[name]) },
        locate,
        path: [...path, 'values', name],
        fieldPaths: {
          field: [...path, 'values', name],
          ...(!isMapping(named[name]) && { value: [...path, 'values', name] }),
        },
        mode: 'spawned',
      }),
    ),
  ];
}

function expandRun(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { steps, ...fields } = entry;
  const run = entity({ kind: 'run', key, fields, locate });
  const procedure = typeof fields['procedure'] === 'string' ? fields['procedure'] : '';
  const authored = mappingOf(steps);
  return [
    run,
    ...Object.keys(authored).flatMap(step => expandRunStep(key, procedure, step, mappingOf(authored[step]), locate)),
  ];
}

/** A step starts when all upstream of it are complete. [MAN runs] */
function upstreamRunSteps(runStep: Entity, state: DesiredState): readonly string[] {
  return referrers(state, 'step-edge', 'step', String(runStep.fields['step']))
    .map(edge => runStepOf(String(runStep.fields['run']), String(edge.fields['upstream']), state)?.address)
    .filter(address => address !== undefined);
}

/** An organisation can insist on procedures that are approved for the part. [SDL RunSettings enforceValidPartProcedure] */
function linkWithItsPart({ fields }: Entity, state: DesiredState): readonly string[] {
  const part = fields['part'] ?? state.entities.get(String(fields['inventory']))?.fields['part'];
  const links = referrers(state, 'part-procedure', 'procedure', String(fields['procedure']));
  return links.filter(link => link.fields['part'] === part).map(({ address }) => address);
}

export const runs: Family = {
  sections: [{ name: 'runs', kind: 'run', expand: withTags(expandRun) }],
  rules: runRules,
  complete: completeRuns,
  kinds: [
    {
      name: 'run',
      type: 'Run',
      identity: [['procedure', 'inventory?', 'title']],
      fields: {
        title: { type: 'text' },
        // Of whichever version the run was made from: a later version does not change it. [docs runs]
        procedure: {
          type: 'text',
          to: 'procedure',
          ion: 'procedureId',
          read: 'procedure.familyId',
          by: 'familyId',
          write: 'create',
        },
        inventory: { type: 'text', to: 'inventory', ion: 'partInventoryId' },
        part: { type: 'text', to: 'part', ion: 'partId' },
        quantity: { type: 'number' },
        description: { type: 'text' },
        dueDate: { type: 'date' },
        scheduledStart: { type: 'date', write: 'update' },
        scheduledEnd: { type: 'date', write: 'update' },
        assignedTo: { type: 'text', to: 'user', ion: 'assignedToId' },
        assignedTeam: { type: 'text', to: 'team', ion: 'assignedTeamId' },
        jiraIssueKey: { type: 'text', write: 'update' },
        resultsLink: { type: 'text', write: 'update' },
        exportControlled: { type: 'boolean' },
        attributes: { type: 'attributes' },
      },
      select: ['entityId'],
      list: {
        query: 'runs',
        filter: { archived: { eq: false } },
        ignore: ['procedure', 'inventory'],
        pageSize: 25,
      },
      ...crud({ create: 'createRun', update: 'updateRun', payload: 'run' }),
      retire: {
        calls: [{ mutation: 'archiveRun', payload: 'run', style: 'input', etag: 'own', with: { archived: true } }],
        remains: 'archived: ION never deletes a run',
      },
      after: linkWithItsPart,
    },
    labelled({ owner: 'run' }),
    withFiles({ owner: 'run' }),
    {
      name: 'run-step',
      type: 'RunStep',
      identity: [['run', 'parent?', 'title']],
      within: { field: 'run', at: 'steps' },
      spawned: true,
      fields: {
        run: { type: 'text', to: 'run', write: 'never' },
        parent: { type: 'text', to: 'run-step', ion: 'parentId', write: 'never' },
        title: { type: 'text', write: 'never' },
        step: { type: 'text', to: 'step', write: 'never', local: true },
        status: { type: 'text' },
        assignedTo: { type: 'text', to: 'user', ion: 'assignedToId' },
        assignedTeam: { type: 'text', to: 'team', ion: 'assignedTeamId' },
        location: { type: 'text', to: 'location', ion: 'locationId' },
        scheduledStart: { type: 'date' },
        scheduledEnd: { type: 'date' },
        leadTime: { type: 'number' },
        displayPdf: { type: 'boolean' },
        attributes: { type: 'attributes' },
      },
      select: ['entityId'],
      ...crud({ update: 'updateRunStep', payload: 'runStep' }),
      lifecycle: {
        field: 'status',
        initial: 'TODO',
        open: 'IN_PROGRESS',
        // A failed step can go back to TODO. [MAN api] Leaving HOLD for IN_PROGRESS is inferred. That a TODO can fail, and what
        // failed be COMPLETE [docs step-execution], is left out: values are recorded IN_PROGRESS only.
        next: {
          TODO: ['IN_PROGRESS', 'CANCELED'],
          IN_PROGRESS: ['COMPLETE', 'FAILED', 'HOLD', 'CANCELED'],
          HOLD: ['IN_PROGRESS'],
          FAILED: ['TODO'],
        },
        // A step that went well is not made to fail so that it can be TODO again.
        ends: ['FAILED'],
      },
      after: upstreamRunSteps,
    },
    labelled({ owner: 'run-step', at: 'entity.labels' }),
    withFiles({ owner: 'run-step' }),
    {
      name: 'run-step-field',
      type: 'RunStepField',
      identity: [['step', 'name']],
      within: { field: 'step', at: 'fields' },
      spawned: true,
      fields: {
        step: { type: 'text', to: 'run-step', write: 'never' },
        name: { type: 'text', write: 'never' },
        field: { type: 'text', to: 'step-field', write: 'never', local: true },
        value: { type: 'any' },
        notApplicable: { type: 'boolean' },
      },
      ...crud({ update: 'updateRunStepFieldValue', payload: 'runStepField' }),
    },
  ],
};
