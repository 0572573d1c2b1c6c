/**
 * Lets each object of the target have one address. Several lookups can find the same object, and one that is declared can be
 * looked up as well; in two addresses of one object every comparison would see a difference.
 */
import type { Address, DesiredState, Entity } from '../state/entity.ts';
import type { Fields } from '../state/value.ts';

/** Lookups with the address that counts in their stead. */
export type Aliases = ReadonlyMap<Address, Address>;

/** Notes which of the entities that were recognised in one row counts: the declared one, else the first lookup. */
export function nameOnce(matched: ReadonlyMap<Entity, { readonly row: object }>, aliases: Map<Address, Address>): void {
  const counting = new Map<object, Entity>();
  for (const [entity, { row }] of matched) {
    if (entity.mode !== 'lookup' || !counting.has(row)) counting.set(row, entity);
  }
  for (const [entity, { row }] of matched) {
    const { address } = counting.get(row) ?? entity;
    if (entity.mode === 'lookup' && address !== entity.address) aliases.set(entity.address, address);
  }
}

/** Fields that refer to the addresses that count. The address of a lookup is like no other text. */
export function renamed(fields: Fields, aliases: Aliases): Fields {
  if (aliases.size === 0) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? (aliases.get(value) ?? value) : value,
    ]),
  );
}

/** The state without the lookups that do not count; the same one where there are none. */
export function withoutAliases(state: DesiredState, aliases: Aliases): DesiredState {
  if (aliases.size === 0) return state;
  const entities = [...state.entities.values()].filter(({ address }) => !aliases.has(address));
  return {
    entities: new Map(entities.map(entity => [entity.address, { ...entity, fields: renamed(entity.fields, aliases) }])),
  };
}
