/** Finds the run step that an issue is about; where its run does not name that step, it is added as one that ION makes. */
import { addressOf, type DesiredState, type Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import { declaredOf, nameOf, ownKey } from '../declared.ts';
import type { Completion, Finding } from '../kind.ts';
import { runStepOf, withParents } from '../runs/complete-runs.ts';

interface Place {
  readonly run: Entity;
  readonly procedure: Entity;
  readonly step: Entity;
}

function lookedUp(issue: Entity): Finding {
  return {
    code: 'unknown-reference',
    entity: issue,
    path: ['runStep', 'step'],
    part: 'value',
    message: 'a step of a run can only be named when the run and its procedure are declared in fixture files',
    help: 'declare them, or leave out the run step',
  };
}

function noSuchStep(issue: Entity, procedure: Entity, state: DesiredState): Finding {
  const name = String(issue.fields['step']);
  const among = referrers(state, 'step', 'procedure', procedure.address).map(step => ownKey(step, procedure));
  return {
    code: 'unknown-reference',
    entity: issue,
    path: ['runStep', 'step'],
    part: 'value',
    message: `procedure "${nameOf(procedure.address, state)}" has no step "${name}"`,
    meant: { name, among },
  };
}

/** Where an issue is; undefined where its run or the procedure of that is unknown, which has been reported by then. */
function placeOf(issue: Entity, state: DesiredState): Place | Finding | undefined {
  const run = state.entities.get(String(issue.fields['run']));
  if (!run) return undefined;
  if (run.mode === 'lookup') return lookedUp(issue);
  const procedure = state.entities.get(String(run.fields['procedure']));
  if (!procedure) return undefined;
  if (procedure.mode === 'lookup') return lookedUp(issue);
  const step = state.entities.get(addressOf('step', `${procedure.key}.${issue.fields['step']}`));
  return step ? { run, procedure, step } : noSuchStep(issue, procedure, state);
}

function implied(issue: Entity, { run, procedure, step }: Place): Entity {
  const key = `${run.key}.${ownKey(step, procedure)}`;
  return {
    address: addressOf('run-step', key),
    kind: 'run-step',
    key,
    mode: 'spawned',
    fields: { run: run.address, step: step.address },
    owns: [],
    ...(issue.origin && { origin: issue.origin }),
  };
}

function completed(issue: Entity, state: DesiredState): readonly (Entity | Finding)[] {
  const place = placeOf(issue, state);
  if (!place) return [];
  if ('code' in place) return [place];
  const declared = runStepOf(place.run.address, place.step.address, state);
  const runStep = declared ?? implied(issue, place);
  const complete = { ...issue, fields: { ...issue.fields, runStep: runStep.address } };
  return declared ? [complete] : [...withParents(runStep, state), complete];
}

export const completeIssues: Completion = state => {
  const results = declaredOf('issue', state)
    .filter(issue => issue.fields['run'] !== undefined)
    .flatMap(issue => completed(issue, state));
  return {
    entities: results.filter(result => 'address' in result),
    findings: results.filter(result => 'code' in result),
  };
};
