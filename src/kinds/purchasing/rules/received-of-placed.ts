/** Things come only of an order that is placed. [docs receiving/receive-parts] */
import { declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { receivedOf } from '../purchase-orders.ts';

export const receivedOfPlaced: Rule = state =>
  declaredOf('purchase-order', state).flatMap((order): readonly Finding[] => {
    const { status } = order.fields;
    const [item] = receivedOf(order, state);
    if (!item || status === 'ORDERED' || status === 'RECEIVED') return [];
    const found = {
      entity: order,
      help: 'let it be ORDERED, or RECEIVED when all of it has come',
      related: [{ entity: item, path: ['purchaseOrderLine'], part: 'value' as const, message: 'received here' }],
    };
    const nothing = 'nothing can be received of it';
    if (status === undefined) {
      const message = `"${order.key}" has no status, and is a DRAFT without one: ${nothing}`;
      return [{ ...found, code: 'missing-field', path: [], part: 'key', message }];
    }
    const message = `"${order.key}" is ${String(status)}: ${nothing}`;
    return [{ ...found, code: 'bad-value', path: ['status'], part: 'value', message }];
  });
