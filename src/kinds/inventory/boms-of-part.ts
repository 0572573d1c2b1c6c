/** The BOMs that something's part has: ION gives a unit its build requirements from the one that is released when it makes the unit. [MAN, GUIDE aBOM] */
import type { Address, DesiredState, Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';

export function bomsOfPart({ fields }: Entity, state: DesiredState): readonly Address[] {
  return referrers(state, 'bom', 'part', String(fields['part'])).map(bom => bom.address);
}
