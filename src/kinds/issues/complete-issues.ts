/** Finds the run steps that an issue names; where a run does not name such a step, it is added as one that ION makes. */
import { addressOf, type DesiredState, type Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import type { Fields } from '../../state/value.ts';
import { declaredOf, nameOf, ownKey } from '../declared.ts';
import type { Completion, Finding } from '../kind.ts';
import { runStepOf, withParents } from '../runs/complete-runs.ts';

/** The fields in which an issue names a run step, and the field that gets it; the last is as authored. */
interface Naming {
  readonly run: string;
  readonly step: string;
  readonly gives: string;
}

const NAMINGS: readonly Naming[] = [
  { run: 'run', step: 'step', gives: 'runStep' },
  { run: 'closingRun', step: 'closingStep', gives: 'mustCloseByRunStep' },
];

interface Place {
  readonly run: Entity;
  readonly procedure: Entity;
  readonly step: Entity;
}

function lookedUp(issue: Entity, { gives }: Naming): Finding {
  return {
    code: 'unknown-reference',
    entity: issue,
    path: [gives, 'step'],
    part: 'value',
    message: 'a step of a run can only be named when the run and its procedure are declared in fixture files',
    help: 'declare them, or leave out the run step',
  };
}

function noSuchStep(issue: Entity, naming: Naming, procedure: Entity, state: DesiredState): Finding {
  const name = String(issue.fields[naming.step]);
  const among = referrers(state, 'step', 'procedure', procedure.address).map(step => ownKey(step, procedure));
  return {
    code: 'unknown-reference',
    entity: issue,
    path: [naming.gives, 'step'],
    part: 'value',
    message: `procedure "${nameOf(procedure.address, state)}" has no step "${name}"`,
    meant: { name, among },
  };
}

/** The step that is named; undefined where its run or the procedure of that is unknown, which has been reported by then. */
function placeOf(issue: Entity, naming: Naming, state: DesiredState): Place | Finding | undefined {
  const run = state.entities.get(String(issue.fields[naming.run]));
  if (!run) return undefined;
  if (run.mode === 'lookup') return lookedUp(issue, naming);
  const procedure = state.entities.get(String(run.fields['procedure']));
  if (!procedure) return undefined;
  if (procedure.mode === 'lookup') return lookedUp(issue, naming);
  const step = state.entities.get(addressOf('step', `${procedure.key}.${issue.fields[naming.step]}`));
  return step ? { run, procedure, step } : noSuchStep(issue, naming, procedure, state);
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

/** What one naming of an issue comes to: its field, with the run steps that nobody declared. */
function completed(
  issue: Entity,
  naming: Naming,
  state: DesiredState,
): { readonly fields: Fields; readonly implied: readonly Entity[]; readonly findings: readonly Finding[] } {
  const place = issue.fields[naming.run] === undefined ? undefined : placeOf(issue, naming, state);
  if (!place) return { fields: {}, implied: [], findings: [] };
  if ('code' in place) return { fields: {}, implied: [], findings: [place] };
  const declared = runStepOf(place.run.address, place.step.address, state);
  const runStep = declared ?? implied(issue, place);
  return {
    fields: { [naming.gives]: runStep.address },
    implied: declared ? [] : withParents(runStep, state),
    findings: [],
  };
}

export const completeIssues: Completion = state => {
  const results = declaredOf('issue', state).map(issue => {
    const parts = NAMINGS.map(naming => completed(issue, naming, state));
    const fields = Object.assign({}, issue.fields, ...parts.map(part => part.fields)) as Fields;
    return { issue: { ...issue, fields }, parts };
  });
  return {
    entities: results.flatMap(({ issue, parts }) => [...parts.flatMap(part => part.implied), issue]),
    findings: results.flatMap(({ parts }) => parts.flatMap(part => part.findings)),
  };
};
