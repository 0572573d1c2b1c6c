/** Reads references backwards: which entities of a kind refer to an address through a field. */
import type { Address, DesiredState, Entity } from './entity.ts';
import { multimap } from './multimap.ts';

const indexes = new WeakMap<DesiredState, Map<string, ReadonlyMap<Address, readonly Entity[]>>>();

function indexBy(state: DesiredState, kind: string, field: string): ReadonlyMap<Address, readonly Entity[]> {
  const ofKind = [...state.entities.values()].filter(entity => entity.kind === kind);
  return multimap(
    ofKind.flatMap(entity => {
      const target = entity.fields[field];
      return typeof target === 'string' ? [[target, entity] as const] : [];
    }),
  );
}

/** The entities of `kind` whose `field` holds `address`, in reading order. The index behind it is made once per state. */
export function referrers(state: DesiredState, kind: string, field: string, address: Address): readonly Entity[] {
  const ofState = indexes.get(state) ?? new Map<string, ReadonlyMap<Address, readonly Entity[]>>();
  indexes.set(state, ofState);
  const name = `${kind}.${field}`;
  const index = ofState.get(name) ?? indexBy(state, kind, field);
  ofState.set(name, index);
  return index.get(address) ?? [];
}
