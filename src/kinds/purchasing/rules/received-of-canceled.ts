/** Nothing comes of an order that was canceled. [inferred] */
import { declaredAt, declaredOf } from '../../declared.ts';
import type { Rule } from '../../kind.ts';

export const receivedOfCanceled: Rule = state =>
  declaredOf('receipt-item', state).flatMap(item => {
    const order = declaredAt(declaredAt(item, 'purchaseOrderLine', state), 'purchaseOrder', state);
    if (order?.fields['status'] !== 'CANCELED') return [];
    const message = `nothing can be received of "${order.key}", since it is CANCELED`;
    const related = [{ entity: order, path: ['status'], part: 'value' as const, message: 'canceled here' }];
    const help = 'let the order be ORDERED or RECEIVED';
    return [{ code: 'bad-value', entity: item, path: ['purchaseOrderLine'], part: 'value', message, help, related }];
  });
