/** Lets the place of a record count only until ION moves it: with what it is built into, its kit, or the run that works on it. */
import type { Address, DesiredState, Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import { declaredOf } from '../declared.ts';
import { hasBegun, progressOf } from '../runs/progress.ts';
import { isMore } from '../sums.ts';
import { quantityOf, takenBy } from './quantity.ts';

const TAKERS = ['installation', 'kit-issue', 'receipt-item'];

/** The runs that have begun: the steps that start may take what they work on to where they are. */
function runsBegun(state: DesiredState): ReadonlySet<Address> {
  return new Set(progressOf(state).flatMap(({ run, status }) => (hasBegun(status) ? [run.address] : [])));
}

/** What takes a record as a whole; of less than that a part is split off, and the record stays. [docs split-inventory] */
function takersOfAll(record: Entity, state: DesiredState): readonly Entity[] {
  const takers = TAKERS.flatMap(kind => referrers(state, kind, 'inventory', record.address));
  const isWhole = takers.length > 0 && !isMore(quantityOf(record, state) ?? 1, takenBy(takers));
  return isWhole ? takers : [];
}

/** The declared records whose place something else decides. [docs automate-inventory-movement, MAN inventory-movement-automations] */
export function untilTaken(state: DesiredState): readonly Entity[] {
  const begun = runsBegun(state);
  return declaredOf('inventory', state).flatMap(record => {
    const runs = referrers(state, 'run', 'inventory', record.address).filter(({ address }) => begun.has(address));
    const movers = [...takersOfAll(record, state), ...runs].map(({ address }) => address);
    return movers.length === 0 ? [] : [{ ...record, until: { location: movers } }];
  });
}
