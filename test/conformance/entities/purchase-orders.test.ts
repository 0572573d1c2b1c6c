import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newPart } from '../ion.ts';

const ion = ionForFile();

const LINE = 'position quantity status receivedQuantity inventoryQuantity partInventories { id status quantity }';

/** An order with one line of 10 pieces of a lot part. */
const newOrder = async (fields = {}) => {
  const part = await newPart(ion, { trackingType: 'LOT' });
  const order = await ion.create('PurchaseOrder', { description: 'Screws' }, 'status');
  const line = await ion.create(
    'PurchaseOrderLine',
    { purchaseOrderId: order.id, partId: part.id, quantity: 10, cost: 0.5, ...fields },
    LINE,
  );
  return { part, order, line };
};

const move = async (order: { id: number }, statuses: string): Promise<void> => {
  for (const status of statuses.split(' ')) await ion.update('PurchaseOrder', order.id, { status });
};

const linked = async (mutation: string, line: { id: number }, partInventoryId: number): Promise<Answer> => {
  const input = {
    purchaseOrderLineId: line.id,
    partInventoryId,
    etag: await ion.etagOf('PurchaseOrderLine', line.id),
  };
  const text = `mutation ($input: PurchaseOrderLineToInventoryInput) { ${mutation}(input: $input) { purchaseOrderLine { _etag ${LINE} } } }`;
  return (await ion.ask(text, { input }))[mutation].purchaseOrderLine;
};

describe('an order', () => {
  test('has no number: it is found by what stands in its description [SDL]', async () => {
    await ion.create('PurchaseOrder', { description: 'Nuts [marked:x]' });
    const query =
      '{ purchaseOrders(filters: { or_: [{ description: { like: "%[marked:x]" } }] }) { edges { node { description } } } }';
    expect((await ion.ask(query)).purchaseOrders.edges).toEqual([{ node: { description: 'Nuts [marked:x]' } }]);
  });

  test('begins as DRAFT, unpaid, and goes back to DRAFT from ORDERED [EX]', async () => {
    const { order } = await newOrder();
    expect(order.status).toBe('DRAFT');
    await move(order, 'REQUESTED APPROVED ORDERED DRAFT');
    expect(await ion.get('PurchaseOrder', order.id, 'status paid isOpen editable')).toEqual({
      status: 'DRAFT',
      paid: false,
      isOpen: true,
      editable: 'true',
    });
  });

  test('leaves out no state on its way to RECEIVED (inferred)', async () => {
    const { order } = await newOrder();
    const refused = await ion.refusedUpdate('PurchaseOrder', order.id, { status: 'RECEIVED' });
    expect(refused.message).toContain('cannot go from DRAFT to RECEIVED');
  });

  test('goes back from RECEIVED, to ORDERED or all the way to DRAFT (inferred)', async () => {
    const { order } = await newOrder();
    await move(order, 'ORDERED RECEIVED ORDERED RECEIVED DRAFT');
    expect((await ion.get('PurchaseOrder', order.id, 'status')).status).toBe('DRAFT');
  });

  test('knows when it was placed (inferred)', async () => {
    const { order } = await newOrder();
    await move(order, 'ORDERED');
    expect((await ion.get('PurchaseOrder', order.id, 'orderedAt')).orderedAt).toEqual(expect.any(String));
  });

  test('sums its lines and its fees (inferred)', async () => {
    const { order } = await newOrder();
    await ion.create('PurchaseOrderFee', { purchaseOrderId: order.id, name: 'Freight', value: 20, type: 'CURRENCY' });
    await ion.create('PurchaseOrderFee', { purchaseOrderId: order.id, name: 'Tax', value: 10, type: 'PERCENTAGE' });
    expect(await ion.get('PurchaseOrder', order.id, 'estimatedCost estimatedTotalCost fees { name }')).toEqual({
      estimatedCost: 5,
      estimatedTotalCost: 25.5,
      fees: [{ name: 'Freight' }, { name: 'Tax' }],
    });
  });

  test('keeps approvals and requests for them [SDL]', async () => {
    const { order } = await newOrder();
    await ion.ask(
      'mutation ($id: ID!) { createPurchaseOrderApprovalRequest(input: { purchaseOrderId: $id, reviewerId: 1 }) { approvalRequest { id } } }',
      { id: order.id },
    );
    await ion.ask(
      'mutation ($id: ID!) { createPurchaseOrderApproval(input: { purchaseOrderId: $id, status: APPROVED }) { approval { id } } }',
      { id: order.id },
    );
    const fields = 'approved approvals { status reviewer { id } } approvalRequests { status }';
    expect(await ion.get('PurchaseOrder', order.id, fields)).toEqual({
      approved: true,
      approvals: [{ status: 'APPROVED', reviewer: { id: 1 } }],
      approvalRequests: [{ status: 'PENDING' }],
    });
  });
});

describe('a line', () => {
  test('with a part puts inventory ON_ORDER at once [MAN]', async () => {
    const { line } = await newOrder();
    expect(line).toMatchObject({
      position: 1,
      receivedQuantity: 0,
      inventoryQuantity: 10,
      partInventories: [{ status: 'ON_ORDER', quantity: 10 }],
    });
  });

  test('has the status of its order, whether it comes before or after that [docs api-change-policy; inferred]', async () => {
    const [ordered, asked] = [
      await ion.create('PurchaseOrder', { status: 'ORDERED' }),
      await ion.create('PurchaseOrder', { status: 'REQUESTED' }),
    ];
    const line = await ion.create('PurchaseOrderLine', { purchaseOrderId: ordered.id }, 'status');
    expect(line.status).toBe('ORDERED');
    expect((await ion.create('PurchaseOrderLine', { purchaseOrderId: asked.id }, 'status')).status).toBe('DRAFT');
    await ion.update('PurchaseOrderLine', line.id, { status: 'RECEIVED' });
    const changed = { purchaseOrderId: ordered.id, paid: true };
    expect(await ion.update('PurchaseOrderLine', line.id, changed, 'status')).toEqual({ status: 'RECEIVED' });
    await move(ordered, 'DRAFT');
    const draft = await ion.create('PurchaseOrder', { status: 'CANCELED' });
    const moved = await ion.update('PurchaseOrderLine', line.id, { purchaseOrderId: draft.id }, 'status');
    expect(moved).toEqual({ status: 'CANCELED' });
  });

  test.each(['REQUESTED', 'APPROVED', 'ORDERED', 'RECEIVED', 'CANCELED'])(
    'of an order that is %s changes in when it comes, whether it is paid, and attributes only [docs purchasing]',
    async status => {
      const { order, line } = await newOrder();
      await move(order, status === 'RECEIVED' ? 'ORDERED RECEIVED' : status);
      for (const [name, value] of Object.entries({ quantity: 11, cost: 2, description: 'Better' })) {
        const refused = await ion.refusedUpdate('PurchaseOrderLine', line.id, { [name]: value });
        expect(refused.message).toBe(
          `Purchase order ${order.id} is ${status}; ${name} of its line ${line.id} can be changed only in DRAFT.`,
        );
      }
      const late = { estimatedArrivalDate: '2026-05-01T00:00:00.000Z', paid: true };
      expect(await ion.update('PurchaseOrderLine', line.id, late, 'estimatedArrivalDate paid')).toEqual(late);
    },
  );

  test('without a part has no inventory (inferred)', async () => {
    const { order } = await newOrder();
    const input = { purchaseOrderId: order.id, description: 'Coating', quantity: 1 };
    expect(await ion.create('PurchaseOrderLine', input, LINE)).toMatchObject({ position: 2, partInventories: [] });
  });

  test('whose quantity changes orders more or less (inferred)', async () => {
    const { line } = await newOrder();
    await ion.update('PurchaseOrderLine', line.id, { quantity: 4 });
    expect((await ion.get('PurchaseOrderLine', line.id, LINE)).partInventories).toMatchObject([{ quantity: 4 }]);
  });

  test('of an order that is canceled has nothing on order [MAN]', async () => {
    const { order, line } = await newOrder();
    await move(order, 'CANCELED');
    const { status, partInventories } = await ion.get('PurchaseOrderLine', line.id, LINE);
    expect([status, partInventories[0].status]).toEqual(['CANCELED', 'AVAILABLE']);
  });

  test('can be moved, and the others make room (inferred)', async () => {
    const { order, line } = await newOrder();
    const other = await ion.create('PurchaseOrderLine', { purchaseOrderId: order.id, description: 'Second' });
    const input = { id: line.id, position: 2, etag: await ion.etagOf('PurchaseOrderLine', line.id) };
    const text =
      'mutation ($input: ReorderPurchaseOrderLineInput!) { reorderPurchaseOrderLine(input: $input) { purchaseOrderLine { position } } }';
    expect((await ion.ask(text, { input })).reorderPurchaseOrderLine.purchaseOrderLine).toEqual({ position: 2 });
    expect(await ion.get('PurchaseOrderLine', other.id, 'position')).toEqual({ position: 1 });
  });

  test('takes up other inventory and lets go of it [SDL]', async () => {
    const { part, line } = await newOrder();
    const stock = await ion.create('PartInventory', { partId: part.id, lotNumber: 'L-1', quantity: 3 });
    const before = await ion.etagOf('PurchaseOrderLine', line.id);
    const with2 = await linked('addInventoryToPurchaseOrderLine', line, stock.id);
    expect(with2.partInventories).toHaveLength(2);
    expect(with2._etag).not.toBe(before);
    expect((await linked('removeInventoryFromPurchaseOrderLine', line, stock.id)).partInventories).toHaveLength(1);
  });
});

describe('deleting', () => {
  test('takes a line with what is on order, once the order is back in DRAFT [EX]', async () => {
    const { order, line } = await newOrder();
    await move(order, 'ORDERED');
    const refused = await ion.refusedRemove('PurchaseOrderLine', line.id);
    expect(refused.message).toContain('set it back to DRAFT first');
    await move(order, 'DRAFT');
    await ion.remove('PurchaseOrderLine', line.id);
    await ion.remove('PurchaseOrder', order.id);
    const gone = await ion.refusal('query ($id: ID!) { partInventory(id: $id) { id } }', {
      id: line.partInventories[0].id,
    });
    expect(gone.code).toBe('NOT_FOUND');
  });

  test('goes through what was read at once: back to DRAFT, then each line, then the order [EX]', async () => {
    const orders = [await newOrder(), await newOrder()];
    for (const { order } of orders) await move(order, 'ORDERED');
    const query = `query ($ids: [ID]) { purchaseOrders(filters: { id: { in: $ids } }) { edges { node { id _etag status
      approvals { id } approvalRequests { id } fees { id }
      purchaseOrderLines { id _etag partInventories { installed kitted received } } } } } }`;
    const ids = orders.map(({ order }) => order.id);
    const { purchaseOrders } = await ion.ask(query, { ids });
    for (const { node } of purchaseOrders.edges) {
      const input = { id: node.id, etag: node._etag, status: 'DRAFT' };
      const back = await ion.ask(
        'mutation ($input: UpdatePurchaseOrderInput!) { updatePurchaseOrder(input: $input) { purchaseOrder { _etag } } }',
        { input },
      );
      for (const line of node.purchaseOrderLines) {
        expect(line.partInventories).toEqual([{ installed: false, kitted: false, received: false }]);
        await ion.ask('mutation ($id: ID!, $etag: String!) { deletePurchaseOrderLine(id: $id, etag: $etag) { id } }', {
          id: line.id,
          etag: line._etag,
        });
      }
      await ion.ask('mutation ($id: ID!, $etag: String!) { deletePurchaseOrder(id: $id, etag: $etag) { id } }', {
        id: node.id,
        etag: back.updatePurchaseOrder.purchaseOrder._etag,
      });
    }
    expect((await ion.ask(query, { ids })).purchaseOrders.edges).toEqual([]);
  });

  test('stops at a line whose inventory is kitted [EX]', async () => {
    const { part, line } = await newOrder();
    const kit = await ion.create('PartKit', {});
    const item = await ion.create('PartKitItem', { partKitId: kit.id, partId: part.id, quantity: 10 });
    const [{ id }] = line.partInventories;
    const input = {
      partInventoryId: id,
      partKitItemId: item.id,
      quantity: 10,
      etag: await ion.etagOf('PartInventory', id),
    };
    await ion.ask('mutation ($input: InventoryToKitInput) { issueItemToKit(input: $input) { partInventory { id } } }', {
      input,
    });
    expect((await ion.refusedRemove('PurchaseOrderLine', line.id)).message).toContain('is kitted');
  });

  test('stops at an order with fees [EX]', async () => {
    const order = await ion.create('PurchaseOrder', {});
    await ion.create('PurchaseOrderFee', { purchaseOrderId: order.id, name: 'Freight', value: 20 });
    expect((await ion.refusedRemove('PurchaseOrder', order.id)).message).toContain('PurchaseOrderFee');
  });

  test('stops at an order with lines (inferred: clients delete these first [EX])', async () => {
    const { order } = await newOrder();
    expect((await ion.refusedRemove('PurchaseOrder', order.id)).message).toContain('PurchaseOrderLine');
  });
});
