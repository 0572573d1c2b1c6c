/** Lets what a record says of itself count only until ION changes it: what is taken of it is split off, and what it is part of takes it along. */
import type { Address, DesiredState, Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import { declaredOf } from '../declared.ts';
import { hasBegun, progressOf } from '../runs/progress.ts';
import { isMore } from '../sums.ts';
import { installedBy, quantityOf } from './quantity.ts';

const TAKERS = ['installation', 'kit-issue', 'receipt-item'];

/** The runs that have begun: the steps that start may take what they work on to where they are. */
function runsBegun(state: DesiredState): ReadonlySet<Address> {
  return new Set(progressOf(state).flatMap(({ run, status }) => (hasBegun(status) ? [run.address] : [])));
}

/** What is taken as a whole moves itself; of less than that a part is split off and moves. [docs split-inventory, automate-inventory-movement] */
function isTakenWhole(record: Entity, takers: readonly Entity[], state: DesiredState): boolean {
  return takers.length > 0 && !isMore(quantityOf(record, state) ?? 1, installedBy(takers));
}

/**
 * The declared records with what ends the counting of their quantity: whatever takes of them; and of their place: what takes
 * all of them, and the runs about them. [MAN inventory-splitting, inventory-movement-automations]
 */
export function untilTaken(state: DesiredState): readonly Entity[] {
  const begun = runsBegun(state);
  return declaredOf('inventory', state).flatMap(record => {
    const takers = TAKERS.flatMap(kind => referrers(state, kind, 'inventory', record.address));
    const runs = referrers(state, 'run', 'inventory', record.address).filter(({ address }) => begun.has(address));
    const movers = [...(isTakenWhole(record, takers, state) ? takers : []), ...runs];
    if (takers.length + movers.length === 0) return [];
    const until = { quantity: takers.map(({ address }) => address), location: movers.map(({ address }) => address) };
    return [{ ...record, until }];
  });
}
