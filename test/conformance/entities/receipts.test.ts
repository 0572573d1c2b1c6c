import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newPart } from '../ion.ts';

const ion = ionForFile();

const ADD =
  'mutation ($input: [AddItemToReceiptInput]) { addItemsToReceipt(input: $input) { receipt { _etag receiptItems { id quantity partInventoryId purchaseOrderLineId partInventory { status received lotNumber serialNumber quantity locationId } } } } }';
const REMOVE =
  'mutation ($input: RemoveItemFromReceiptInput) { removeItemFromReceipt(input: $input) { receipt { receiptItems { id } } } }';

const newLine = async (trackingType: string, quantity: number) => {
  const part = await newPart(ion, { trackingType });
  const order = await ion.create('PurchaseOrder', {});
  const input = { purchaseOrderId: order.id, partId: part.id, quantity };
  const line = await ion.create('PurchaseOrderLine', input, 'partInventories { id }');
  await ion.update('PurchaseOrder', order.id, { status: 'ORDERED' });
  return { order, part, line };
};

const newReceipt = () => ion.create('Receipt', { receivedAt: '2026-03-09T08:00:00Z' });

const inputs = async (receipt: { id: number }, items: readonly object[]) => {
  const etag = await ion.etagOf('Receipt', receipt.id);
  return { input: items.map(item => ({ receiptId: receipt.id, etag, ...item })) };
};

const add = async (receipt: { id: number }, ...items: readonly object[]): Promise<Answer> =>
  (await ion.ask(ADD, await inputs(receipt, items))).addItemsToReceipt.receipt;

const refused = async (receipt: { id: number }, ...items: readonly object[]) =>
  (await ion.refusal(ADD, await inputs(receipt, items))).message;

describe('a receipt', () => {
  test('is of now and of whoever makes it, unless it says otherwise (inferred)', async () => {
    const made = await ion.create('Receipt', {}, 'receivedAt receivedBy { id }');
    expect(made).toMatchObject({ receivedAt: expect.any(String), receivedBy: { id: 1 } });
  });

  test('takes its own etag with every item, and has another one afterwards (inferred)', async () => {
    const { line } = await newLine('LOT', 10);
    const receipt = await newReceipt();
    const stale = await ion.etagOf('Receipt', receipt.id);
    const after = await add(receipt, { purchaseOrderLineId: line.id, quantity: 4, lotNumber: 'L' });
    expect(after._etag).not.toBe(stale);
    const input = [{ receiptId: receipt.id, etag: stale, purchaseOrderLineId: line.id, quantity: 1, lotNumber: 'L' }];
    expect((await ion.refusal(ADD, { input })).code).toBe('CONCURRENCY_ERROR');
  });
});

describe('an item of a line', () => {
  test('that is all there is makes the inventory on order available, under its number and in its place [SDL; what it takes is inferred]', async () => {
    const { line } = await newLine('LOT', 10);
    const location = await ion.create('Location', { name: ion.unique('Shelf') });
    const item = { purchaseOrderLineId: line.id, quantity: 10, lotNumber: 'L-1', locationId: location.id };
    const { receiptItems } = await add(await newReceipt(), item);
    expect(receiptItems).toMatchObject([
      {
        partInventoryId: line.partInventories[0].id,
        partInventory: { status: 'AVAILABLE', received: true, lotNumber: 'L-1', locationId: location.id },
      },
    ]);
  });

  test('that is a part of it is split off; the rest stays on order (inferred)', async () => {
    const { line } = await newLine('LOT', 10);
    await add(await newReceipt(), { purchaseOrderLineId: line.id, quantity: 4, lotNumber: 'L-1' });
    const fields = 'receivedQuantity inventoryQuantity partInventories { status quantity originPartInventoryId }';
    expect(await ion.get('PurchaseOrderLine', line.id, fields)).toEqual({
      receivedQuantity: 4,
      inventoryQuantity: 10,
      partInventories: [
        { status: 'ON_ORDER', quantity: 6, originPartInventoryId: null },
        { status: 'AVAILABLE', quantity: 4, originPartInventoryId: line.partInventories[0].id },
      ],
    });
  });

  test('can be a tenth, and the last one makes the line RECEIVED (inferred)', async () => {
    const { line } = await newLine('LOT', 0.3);
    const tenth = (lotNumber: string) => ({ purchaseOrderLineId: line.id, quantity: 0.1, lotNumber });
    await add(await newReceipt(), tenth('L-1'), tenth('L-2'), tenth('L-3'));
    expect(await ion.get('PurchaseOrderLine', line.id, 'status receivedQuantity inventoryQuantity')).toEqual({
      status: 'RECEIVED',
      receivedQuantity: 0.3,
      inventoryQuantity: 0.3,
    });
  });

  test('gives each unit its serial number [SDL, GUIDE]', async () => {
    const { line } = await newLine('SERIAL', 2);
    const unit = (serialNumber: string) => ({ purchaseOrderLineId: line.id, quantity: 1, serialNumber });
    const { receiptItems } = await add(await newReceipt(), unit('S-1'), unit('S-2'));
    const numbers = receiptItems.map((item: Answer) => item.partInventory.serialNumber);
    expect(numbers).toEqual(['S-1', 'S-2']);
  });

  test('of a tracked part needs its number by now [MAN receiving-inspection]', async () => {
    const { line } = await newLine('SERIAL', 1);
    const message = await refused(await newReceipt(), { purchaseOrderLineId: line.id, quantity: 1 });
    expect(message).toContain('serialNumber is required');
  });

  test('can have its number generated [SDL]', async () => {
    const { line } = await newLine('SERIAL', 1);
    const item = { purchaseOrderLineId: line.id, quantity: 1, autogenerateSerialNumber: true };
    const { receiptItems } = await add(await newReceipt(), item);
    expect(receiptItems[0].partInventory.serialNumber).toEqual(expect.any(String));
  });

  test('beyond what is on order is refused, and the items before it too (inferred)', async () => {
    const { line } = await newLine('LOT', 10);
    const receipt = await newReceipt();
    const of = (quantity: number) => ({ purchaseOrderLineId: line.id, quantity, lotNumber: 'L' });
    expect(await refused(receipt, of(6), of(6))).toContain('has 4 on order');
    expect(await ion.get('Receipt', receipt.id, 'receiptItems { id }')).toEqual({ receiptItems: [] });
  });

  test('of an order that is CANCELED is refused (inferred)', async () => {
    const { order, line } = await newLine('LOT', 10);
    await ion.update('PurchaseOrder', order.id, { status: 'CANCELED' });
    const item = { purchaseOrderLineId: line.id, quantity: 1, lotNumber: 'L' };
    expect(await refused(await newReceipt(), item)).toContain('is CANCELED');
  });

  test('comes of an order that is ORDERED, and of no other [MAN receiving-inspection, docs receiving/receive-parts]', async () => {
    const { order, line } = await newLine('LOT', 10);
    const item = { purchaseOrderLineId: line.id, quantity: 1, lotNumber: 'L' };
    for (const status of ['DRAFT', 'REQUESTED', 'APPROVED']) {
      await ion.update('PurchaseOrder', order.id, { status });
      expect(await refused(await newReceipt(), item)).toBe(
        `Purchase order ${order.id} is ${status}; only of an ORDERED one something can be received.`,
      );
    }
  });

  test('makes its line RECEIVED with the last piece, and its order with the last line [docs receiving/receive-parts, MAN purchase-orders]', async () => {
    const { order, part, line } = await newLine('LOT', 10);
    const other = await ion.create('PurchaseOrderLine', { purchaseOrderId: order.id, partId: part.id, quantity: 5 });
    const statuses = async () => [
      (await ion.get('PurchaseOrder', order.id, 'status')).status,
      (await ion.get('PurchaseOrderLine', line.id, 'status')).status,
    ];
    await add(await newReceipt(), { purchaseOrderLineId: line.id, quantity: 4, lotNumber: 'L' });
    expect(await statuses()).toEqual(['ORDERED', 'ORDERED']);
    await add(await newReceipt(), { purchaseOrderLineId: line.id, quantity: 6, lotNumber: 'L' });
    expect(await statuses()).toEqual(['ORDERED', 'RECEIVED']);
    await add(await newReceipt(), { purchaseOrderLineId: other.id, quantity: 5, lotNumber: 'L' });
    expect(await statuses()).toEqual(['RECEIVED', 'RECEIVED']);
  });

  test('leaves its order RECEIVED where the other lines are CANCELED [docs receiving/receive-parts, MAN purchase-orders]', async () => {
    const { order, line } = await newLine('LOT', 10);
    const canceled = await ion.create('PurchaseOrderLine', { purchaseOrderId: order.id, quantity: 5 });
    await ion.update('PurchaseOrderLine', canceled.id, { status: 'CANCELED' });
    await add(await newReceipt(), { purchaseOrderLineId: line.id, quantity: 10, lotNumber: 'L' });
    expect(await ion.get('PurchaseOrder', order.id, 'status')).toEqual({ status: 'RECEIVED' });
  });

  test('without a part is a quantity only (inferred)', async () => {
    const order = await ion.create('PurchaseOrder', { status: 'ORDERED' });
    const line = await ion.create('PurchaseOrderLine', { purchaseOrderId: order.id, description: 'Coating' });
    const { receiptItems } = await add(await newReceipt(), { purchaseOrderLineId: line.id, quantity: 1 });
    expect(receiptItems).toMatchObject([{ quantity: 1, partInventoryId: null }]);
  });
});

describe('an item without a line', () => {
  test('receives a record that is there, once [SDL]', async () => {
    const part = await newPart(ion, { trackingType: 'LOT' });
    const stock = await ion.create('PartInventory', { partId: part.id, lotNumber: 'L', quantity: 5 });
    const receipt = await newReceipt();
    await add(receipt, { partInventoryId: stock.id, quantity: 5 });
    expect(await ion.get('PartInventory', stock.id, 'received receipts { id }')).toEqual({
      received: true,
      receipts: [{ id: receipt.id }],
    });
    expect(await refused(receipt, { partInventoryId: stock.id, quantity: 5 })).toContain('received already');
  });

  test('needs a record (inferred)', async () => {
    expect(await refused(await newReceipt(), { quantity: 5 })).toContain(
      'needs partInventoryId or purchaseOrderLineId',
    );
  });
});

describe('an item that is changed', () => {
  test('keeps the quantity that came (ours)', async () => {
    const { line } = await newLine('LOT', 10);
    const item = (await add(await newReceipt(), { quantity: 4, purchaseOrderLineId: line.id, lotNumber: 'L' }))
      .receiptItems[0];
    expect(await ion.refusedUpdate('ReceiptItem', item.id, { quantity: 9 })).toEqual({
      code: 'NOT_EMULATED',
      message: 'A change of ReceiptItem.quantity is not emulated by this sandbox.',
    });
    expect((await ion.refusedUpdate('ReceiptItem', item.id, { quantity: -4 })).code).toBe('VALIDATION_ERROR');
    const same = { quantity: 4, purchaseOrderLineId: line.id };
    expect(await ion.update('ReceiptItem', item.id, same, 'quantity')).toEqual({ quantity: 4 });
    expect((await ion.get('PurchaseOrderLine', line.id, 'receivedQuantity')).receivedQuantity).toBe(4);
  });

  test('without a record can have another quantity (inferred)', async () => {
    const order = await ion.create('PurchaseOrder', { status: 'ORDERED' });
    const line = await ion.create('PurchaseOrderLine', { purchaseOrderId: order.id, quantity: 10 });
    const [item] = (await add(await newReceipt(), { quantity: 4, purchaseOrderLineId: line.id })).receiptItems;
    expect(await ion.update('ReceiptItem', item.id, { quantity: 5 }, 'quantity')).toEqual({ quantity: 5 });
  });
});

describe('what is taken back', () => {
  test('is on order again, and its order ORDERED (inferred)', async () => {
    const { order, line } = await newLine('LOT', 10);
    const receipt = await newReceipt();
    const { receiptItems } = await add(receipt, { purchaseOrderLineId: line.id, quantity: 10, lotNumber: 'L' });
    const input = { receiptId: receipt.id, etag: await ion.etagOf('Receipt', receipt.id), id: receiptItems[0].id };
    expect((await ion.ask(REMOVE, { input })).removeItemFromReceipt.receipt.receiptItems).toEqual([]);
    expect(await ion.get('PartInventory', line.partInventories[0].id, 'status')).toEqual({ status: 'ON_ORDER' });
    expect(await ion.get('PurchaseOrder', order.id, 'status')).toEqual({ status: 'ORDERED' });
  });

  test('can come again, together with the rest (inferred)', async () => {
    const { line } = await newLine('LOT', 10);
    const receipt = await newReceipt();
    const of = (quantity: number) => ({ purchaseOrderLineId: line.id, quantity, lotNumber: 'L' });
    const { receiptItems } = await add(receipt, of(4));
    const input = { receiptId: receipt.id, etag: await ion.etagOf('Receipt', receipt.id), id: receiptItems[0].id };
    await ion.ask(REMOVE, { input });
    await add(receipt, of(10));
    const fields = 'receivedQuantity partInventories { quantity status }';
    expect(await ion.get('PurchaseOrderLine', line.id, fields)).toEqual({
      receivedQuantity: 10,
      partInventories: [{ quantity: 10, status: 'AVAILABLE' }],
    });
  });

  test('that comes again under its number is the record that came before, whatever else is on order (inferred)', async () => {
    const { line } = await newLine('SERIAL', 3);
    const receipt = await newReceipt();
    const of = (serialNumber: string) => ({ purchaseOrderLineId: line.id, quantity: 1, serialNumber });
    const { receiptItems } = await add(receipt, of('S-1'), of('S-2'));
    const etag = async () => ({ receiptId: receipt.id, etag: await ion.etagOf('Receipt', receipt.id) });
    for (const { id } of receiptItems) await ion.ask(REMOVE, { input: { ...(await etag()), id } });
    const again = await add(receipt, of('S-2'), of('S-1'));
    const bySerial = ({ receiptItems: items }: Answer) =>
      items.map((item: Answer) => `${item.partInventory.serialNumber} ${item.partInventoryId}`).sort();
    expect(bySerial(again)).toEqual(bySerial({ receiptItems }));
  });

  test('with its whole receipt too, and the line can be deleted then (inferred)', async () => {
    const { order, line } = await newLine('LOT', 10);
    const receipt = await newReceipt();
    await add(receipt, { purchaseOrderLineId: line.id, quantity: 10, lotNumber: 'L' });
    await ion.update('PurchaseOrder', order.id, { status: 'DRAFT' });
    expect((await ion.refusedRemove('PurchaseOrderLine', line.id)).message).toContain('is received');
    await ion.remove('Receipt', receipt.id);
    expect(await ion.remove('PurchaseOrderLine', line.id)).toEqual({ id: line.id });
  });
});
