/** A step does not wait for itself, for a step around it, or for one inside it. [MAN runs: nested ones begin while their parent is IN_PROGRESS] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { declaredAt, declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { stepKey, stepsAround } from '../nesting.ts';

function problemOf(edge: Entity, state: DesiredState): string | undefined {
  const step = declaredAt(edge, 'step', state);
  const upstream = declaredAt(edge, 'upstream', state);
  if (!step || !upstream) return undefined;
  const [one, other] = [stepKey(step, state), stepKey(upstream, state)];
  if (step === upstream) return `step "${one}" cannot come after itself`;
  const isAround = stepsAround(step, state).includes(upstream);
  if (isAround) return `step "${one}" is inside "${other}" and cannot come after it`;
  return stepsAround(upstream, state).includes(step)
    ? `step "${one}" cannot come after "${other}", which is inside it`
    : undefined;
}

/** Whether an edge joins a step with itself or with one that it is nested with. */
export function isWithinItself(edge: Entity, state: DesiredState): boolean {
  return problemOf(edge, state) !== undefined;
}

export const waitsForItself: Rule = state =>
  declaredOf('step-edge', state).flatMap((entity): readonly Finding[] => {
    const message = problemOf(entity, state);
    if (message === undefined) return [];
    return [{ code: 'reference-cycle', entity, path: [], part: 'value', message, help: 'take it out of "after"' }];
  });
