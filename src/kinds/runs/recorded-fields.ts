/** What a run step records values of: the fields of its step, which are those of a standard step where it is made from one. */
import type { DesiredState, Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import { declaredAt } from '../declared.ts';

/** Undefined where nobody can know: the step is made from a standard step that is only looked up. */
export function fieldsOfStep(step: Entity, state: DesiredState): readonly Entity[] | undefined {
  if (step.fields['standardStep'] === undefined) return referrers(state, 'step-field', 'step', step.address);
  const standard = declaredAt(step, 'standardStep', state);
  return standard && referrers(state, 'standard-step-field', 'step', standard.address);
}

/** The declared field that a value of a run step is for. */
export function fieldOfValue(value: Entity, state: DesiredState): Entity | undefined {
  const step = declaredAt(declaredAt(value, 'step', state), 'step', state);
  const fields = step && fieldsOfStep(step, state);
  return fields?.find(field => field.fields['name'] === value.fields['name']);
}
