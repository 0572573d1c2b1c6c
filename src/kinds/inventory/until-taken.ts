/** Lets the quantity of a record count only until something takes a part of it, which ION then splits off. */
import type { DesiredState, Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import { declaredOf } from '../declared.ts';

/** A record that the given entities take from: from the first of them on, what is left of it is no deviation. */
function untilAny(record: Entity, takers: readonly Entity[]): Entity {
  const known = record.until?.['quantity'] ?? [];
  return { ...record, until: { ...record.until, quantity: [...known, ...takers.map(({ address }) => address)] } };
}

/** The declared records that entities of a kind take from by their field `inventory`. */
export function untilTaken(kind: string, state: DesiredState): readonly Entity[] {
  return declaredOf('inventory', state).flatMap(record => {
    const takers = referrers(state, kind, 'inventory', record.address);
    return takers.length === 0 ? [] : [untilAny(record, takers)];
  });
}
