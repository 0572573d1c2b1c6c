/** An order of which everything has come is RECEIVED, by itself. [docs receiving/receive-parts, MAN purchase-orders] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { referrers } from '../../../state/referrers.ts';
import { declaredOf } from '../../declared.ts';
import { takenBy } from '../../inventory/quantity.ts';
import type { Finding, Rule } from '../../kind.ts';
import { isMore } from '../../sums.ts';

/** Whether as much is received of a line as it orders; one, when it does not say. [SDL] More is another mistake. */
function hasCome(line: Entity, state: DesiredState): boolean {
  const received = takenBy(referrers(state, 'receipt-item', 'purchaseOrderLine', line.address));
  const ordered = Number(line.fields['quantity'] ?? 1);
  return !isMore(ordered, received) && !isMore(received, ordered);
}

export const receivedAsAWhole: Rule = state =>
  declaredOf('purchase-order', state).flatMap((order): readonly Finding[] => {
    const lines = referrers(state, 'purchase-order-line', 'purchaseOrder', order.address);
    if (order.fields['status'] !== 'ORDERED' || lines.length === 0) return [];
    if (!lines.every(line => hasCome(line, state))) return [];
    const message = `"${order.key}" is declared ORDERED, and ION makes it RECEIVED, since all of it is received`;
    const help = 'declare it RECEIVED, or let something of it be still to come';
    return [{ code: 'bad-value', entity: order, path: ['status'], part: 'value', message, help }];
  });
