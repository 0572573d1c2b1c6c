/** Gives run steps what they inherit from the procedure's steps: title, and the run step that they stand under. */
import { type Address, addressOf, type DesiredState, type Entity } from '../../state/entity.ts';
import type { Completion, Finding } from '../kind.ts';

/** The run step of `run` that is a copy of `step`, if it is declared. A run step has the key of its step. */
export function runStepOf(run: Address, step: Address, state: DesiredState): Entity | undefined {
  return state.entities.get(runStepAddress(run, step, state));
}

function runStepAddress(run: Address, step: Address, state: DesiredState): Address {
  const runKey = state.entities.get(run)?.key;
  const stepKey = state.entities.get(step)?.key ?? '';
  const procedure = state.entities.get(String(state.entities.get(step)?.fields['procedure']))?.key ?? '';
  return addressOf('run-step', `${runKey}.${stepKey.slice(procedure.length + 1)}`);
}

/** One run step, and the run steps above it, which need no declaration of their own to be known. */
export function withParents(runStep: Entity, state: DesiredState): readonly Entity[] {
  const step = state.entities.get(String(runStep.fields['step']));
  const run = String(runStep.fields['run']);
  if (!step) return [];
  const title = step.fields['title'] ?? null;
  const above = step.fields['parent'];
  if (typeof above !== 'string') return [{ ...runStep, fields: { ...runStep.fields, title } }];
  const parent = runStepAddress(run, above, state);
  const complete: Entity = { ...runStep, fields: { ...runStep.fields, title, parent } };
  if (state.entities.has(parent)) return [complete];
  const implied: Entity = {
    address: parent,
    kind: 'run-step',
    key: parent.slice('run-step/'.length),
    mode: 'spawned',
    fields: { run, step: above },
    owns: [],
    ...(runStep.origin && { origin: runStep.origin }),
  };
  return [...withParents(implied, state), complete];
}

function undeclaredProcedure(runStep: Entity): Finding {
  return {
    code: 'unknown-reference',
    entity: runStep,
    path: [],
    part: 'key',
    message: 'steps of a run can only be named when its procedure is declared in a fixture file',
    help: 'declare the procedure, or leave out the steps',
  };
}

/** A run step whose step is unknown has been reported by then; one of a procedure that is only looked up is reported here. */
export const completeRuns: Completion = state => {
  const runSteps = [...state.entities.values()].filter(entity => entity.kind === 'run-step');
  const isNameless = (runStep: Entity) => {
    const run = state.entities.get(String(runStep.fields['run']));
    return state.entities.get(String(run?.fields['procedure']))?.mode === 'lookup';
  };
  return {
    entities: runSteps.flatMap(runStep => withParents(runStep, state)),
    findings: runSteps.filter(isNameless).map(undeclaredProcedure),
  };
};
