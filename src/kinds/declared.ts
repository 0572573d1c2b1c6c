/** Reads a resolved state the way rules need it: what was declared, and what it is called. */
import type { Address, DesiredState, Entity } from '../state/entity.ts';

/** The declared entities of a kind, in reading order; what is only looked up is not among them. */
export function declaredOf(kind: string, state: DesiredState): readonly Entity[] {
  return [...state.entities.values()].filter(entity => entity.kind === kind && entity.mode !== 'lookup');
}

/** The declared entity that a field refers to; undefined where it refers to nothing, or to what is only looked up. */
export function declaredAt(entity: Entity | undefined, field: string, state: DesiredState): Entity | undefined {
  const found = state.entities.get(String(entity?.fields[field]));
  return found?.mode === 'lookup' ? undefined : found;
}

/** What people call the thing at an address: its key, or what it is looked up by. */
export function nameOf(address: Address, state: DesiredState): string {
  const entity = state.entities.get(address);
  if (entity?.mode === 'lookup') return Object.values(entity.fields).join(' ');
  return entity?.key ?? address.slice(address.indexOf('/') + 1);
}

/** The key that a step has inside its procedure, or a run step inside its run: without that of the container. */
export function ownKey(child: Entity, container: Entity | undefined): string {
  return container ? child.key.slice(container.key.length + 1) : child.key;
}
