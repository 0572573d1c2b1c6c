/** The declared attribute definitions of a state. */
import type { DesiredState, Entity } from '../../state/entity.ts';

/** A definition is known by the object type that only it carries. */
export function definitionsIn(state: DesiredState): readonly Entity[] {
  return [...state.entities.values()].filter(({ fields }) => fields['objectType'] !== undefined);
}
