/** What is bought: purchase orders, and the receipts of what comes. */
import type { Family } from '../kind.ts';
import { labelled, withFiles, withTags } from '../tags.ts';
import { currency, expandOrder, purchaseOrder, purchaseOrderFee, purchaseOrderLine } from './purchase-orders.ts';
import { expandReceipt, receipt, receiptItem } from './receipts.ts';
import { purchasingRules } from './rules.ts';

export const purchasing: Family = {
  sections: [
    { name: 'purchaseOrders', kind: 'purchase-order', expand: withTags(expandOrder) },
    { name: 'receipts', kind: 'receipt', expand: withTags(expandReceipt) },
  ],
  rules: purchasingRules,
  kinds: [
    currency,
    purchaseOrder,
    purchaseOrderLine,
    labelled({ owner: 'purchase-order-line' }),
    purchaseOrderFee,
    labelled({ owner: 'purchase-order' }),
    withFiles({ owner: 'purchase-order' }),
    receipt,
    receiptItem,
    labelled({ owner: 'receipt' }),
    withFiles({ owner: 'receipt' }),
  ],
};
