/** Which steps a step is inside of. */
import type { DesiredState, Entity } from '../../state/entity.ts';
import { declaredAt, ownKey } from '../declared.ts';

/** The steps around a step, the nearest first. */
export function stepsAround(step: Entity, state: DesiredState): readonly Entity[] {
  const around: Entity[] = [];
  for (let parent = declaredAt(step, 'parent', state); parent && !around.includes(parent); ) {
    around.push(parent);
    parent = declaredAt(parent, 'parent', state);
  }
  return around;
}

/** The key of a step as its author wrote it. */
export function stepKey(step: Entity, state: DesiredState): string {
  return ownKey(step, declaredAt(step, 'procedure', state));
}
