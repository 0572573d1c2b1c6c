/** Finds the definitions of the custom attributes that an entity holds values of. */
import { KINDS, kindOf } from '../kinds/kinds.ts';
import type { Address, DesiredState, Entity } from '../state/entity.ts';
import { perObject } from '../state/per-object.ts';
import { isMapping } from '../state/value.ts';

type Definitions = ReadonlyMap<string, Address>;

function nameOf(kind: string, attribute: string): string {
  return `${kind}.${attribute}`;
}

const definitionsIn = perObject((state: DesiredState): Definitions => {
  const defining = new Set(KINDS.filter(kind => kind.defines).map(kind => kind.name));
  const found = new Map<string, Address>();
  for (const { kind: name, fields, address } of state.entities.values()) {
    const { defines } = defining.has(name) ? kindOf(name) : {};
    for (const kind of defines?.kinds ?? []) found.set(nameOf(kind, String(fields[defines?.by ?? ''])), address);
  }
  return found;
});

/** The addresses of the declared definitions of an entity's attributes; none where the target defines them already. */
export function definitionsOf(entity: Entity, state: DesiredState): readonly Address[] {
  const definitions = definitionsIn(state);
  if (definitions.size === 0) return [];
  const { fields } = kindOf(entity.kind);
  const held = Object.entries(entity.fields).flatMap(([name, value]) =>
    fields[name]?.type === 'attributes' && isMapping(value) ? Object.keys(value) : [],
  );
  return held.flatMap(key => definitions.get(nameOf(entity.kind, key)) ?? []);
}
