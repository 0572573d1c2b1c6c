/** No more is received of a line, by all receipts together, than it orders. [inferred] */
import { referrers } from '../../../state/referrers.ts';
import { declaredOf } from '../../declared.ts';
import { othersOf, QUANTITY, takenBy } from '../../inventory/quantity.ts';
import type { Finding, Rule } from '../../kind.ts';
import { isMore, shownSum } from '../../sums.ts';

export const moreReceivedThanOrdered: Rule = state =>
  declaredOf('purchase-order-line', state).flatMap((line): readonly Finding[] => {
    const { quantity } = line.fields;
    const items = referrers(state, 'receipt-item', 'purchaseOrderLine', line.address);
    const last = items.at(-1);
    const received = takenBy(items);
    if (!last || typeof quantity !== 'number' || !isMore(received, quantity)) return [];
    const message = `"${line.key}" orders ${shownSum(quantity)}, but ${shownSum(received)} are received`;
    const others = othersOf(items, 'received too');
    const related = [{ entity: line, ...QUANTITY, message: 'what was ordered' }, ...others];
    return [
      { code: 'bad-value', entity: last, ...QUANTITY, message, help: 'receive less of it, or order more', related },
    ];
  });
