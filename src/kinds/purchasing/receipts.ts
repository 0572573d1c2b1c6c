/** Receipts: when who received what, of an order's line or from stock that is declared. */
import type { Locate } from '../../source/source-file.ts';
import { addressOf, type DesiredState, type Entity } from '../../state/entity.ts';
import { type Fields, mappingOf, type Value } from '../../state/value.ts';
import { crud, entity, listOf, referenceKey } from '../entry.ts';
import type { Kind, Stage } from '../kind.ts';

function itemKey(receipt: string, { purchaseOrderLine, inventory, lotNumber, serialNumber }: Fields): string {
  const parts = [inventory ?? purchaseOrderLine, lotNumber, serialNumber].filter(part => part != null);
  return [receipt, ...parts.map(referenceKey)].join('.');
}

function expandItem(receipt: string, authored: Value, index: number, locate: Locate): Entity {
  const fields = mappingOf(authored);
  const key = itemKey(receipt, fields);
  return {
    ...entity({
      kind: 'receipt-item',
      key,
      fields: { receipt, ...fields },
      locate,
      path: ['items', index],
    }),
    // Where something is put when it comes says nothing of where it is taken later.
    until: { location: [addressOf('receipt-item', key)] },
  };
}

export function expandReceipt(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { items, ...fields } = entry;
  const receipt = entity({ kind: 'receipt', key, fields, locate, owns: items === undefined ? [] : ['receipt-item'] });
  return [receipt, ...listOf(items).map((item, index) => expandItem(key, item, index, locate))];
}

/** Of an order that is placed, things come after it was. */
function placedOrder(item: Entity, state: DesiredState): readonly Stage[] {
  const order = state.entities.get(String(item.fields['purchaseOrderLine']))?.fields['purchaseOrder'];
  return typeof order === 'string' ? [{ address: order, state: 'ORDERED' }] : [];
}

export const receipt: Kind = {
  name: 'receipt',
  type: 'Receipt',
  // ION gives a receipt no name; that nobody signs two at one moment is our assumption. (inferred)
  identity: [['receivedAt', 'receivedBy?']],
  fields: {
    receivedAt: { type: 'date' },
    receivedBy: { type: 'text', to: 'user', ion: 'receivedById' },
    attributes: { type: 'attributes' },
  },
  list: { query: 'receipts', pageSize: 50 },
  select: ['entityId'],
  ...crud({ create: 'createReceipt', update: 'updateReceipt', remove: 'deleteReceipt', payload: 'receipt' }),
};

/** The receipt's etag is sent: the payload is the receipt. [SDL; whose etag is inferred] */
const ofReceipt = { payload: 'receipt', etag: { of: 'receipt' } } as const;

export const receiptItem: Kind = {
  name: 'receipt-item',
  type: 'ReceiptItem',
  identity: [
    ['receipt', 'inventory'],
    ['receipt', 'purchaseOrderLine', 'lotNumber?', 'serialNumber?'],
  ],
  within: { field: 'receipt', at: 'receiptItems' },
  fields: {
    receipt: { type: 'text', to: 'receipt', ion: 'receiptId', write: 'create' },
    purchaseOrderLine: { type: 'text', to: 'purchase-order-line', ion: 'purchaseOrderLineId', write: 'create' },
    inventory: {
      type: 'text',
      to: 'inventory',
      ion: 'partInventoryId',
      orElse: 'partInventory.originPartInventoryId',
      write: 'create',
    },
    lotNumber: { type: 'text', read: 'partInventory.lotNumber', write: 'create' },
    serialNumber: { type: 'text', read: 'partInventory.serialNumber', write: 'create' },
    location: { type: 'text', to: 'location', ion: 'locationId', read: 'partInventory.locationId', write: 'create' },
    quantity: { type: 'number', write: 'create' },
  },
  create: { mutation: 'addItemsToReceipt', style: 'inputs', ...ofReceipt },
  remove: { mutation: 'removeItemFromReceipt', style: 'input', by: { receiptId: 'receipt', id: 'id' }, ...ofReceipt },
  after: placedOrder,
};
