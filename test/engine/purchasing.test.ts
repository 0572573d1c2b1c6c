import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compileSources } from '../../src/pipeline.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());
beforeEach(async () => {
  await seeded.sandbox.reset();
  await seeded.ion('mutation { createCurrency(input: { type: "USD" }) { currency { id } } }');
});

const ORDER = `
suppliers:
  bolts: { name: Bolts & Co }
locations:
  dock: { name: Dock, type: WAREHOUSE }
parts:
  screw: { partNumber: FAST-M3, trackingType: LOT }
  motor: { partNumber: MOT-1, trackingType: SERIAL }
attributes:
  terms: { objectType: purchaseOrder, key: Terms, type: STRING }
purchaseOrders:
  spring-order:
    supplier: bolts
    currency: { lookup: { type: USD } }
    description: Screws for spring
    supplierInstructions: Deliver **early**.
    status: ORDERED
    shipToLocation: dock
    attributes: { Terms: net 30 }
    lines:
      - { part: screw, quantity: 500, cost: 0.02, needDate: 2026-03-09T08:00:00Z }
      - { part: motor, quantity: 2, cost: 40 }
      - { position: 3, description: Coating, quantity: 1 }
    fees:
      Freight: { value: 25, type: CURRENCY }
`;

const RECEIPT = `
receipts:
  first:
    receivedAt: 2026-03-09T08:00:00Z
    items:
      - { purchaseOrderLine: spring-order.screw, quantity: 200, lotNumber: L-1, location: dock }
      - { purchaseOrderLine: spring-order.motor, quantity: 1, serialNumber: M-1 }
      - { purchaseOrderLine: spring-order.motor, quantity: 1, serialNumber: M-2 }
      - { purchaseOrderLine: spring-order.3, quantity: 1 }
`;

function edited(text: string, ...edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`there is no ${from}`);
    return changed.replace(from, to);
  }, text);
}

async function applied(text: string): Promise<void> {
  expect(troubles(await seeded.apply(text))).toEqual([]);
  expect(pending(await seeded.plan(text))).toEqual([]);
}

interface Orders {
  readonly purchaseOrders: {
    readonly edges: readonly {
      readonly node: {
        readonly id: number;
        readonly _etag: string;
        readonly description: string;
        readonly status: string;
        readonly purchaseOrderLines: readonly { readonly quantity: number; readonly receivedQuantity: number }[];
      };
    }[];
  };
}

async function orders(): Promise<readonly Orders['purchaseOrders']['edges'][number]['node'][]> {
  const answer = await seeded.ion<Orders>(
    '{ purchaseOrders { edges { node { id _etag description status purchaseOrderLines { quantity receivedQuantity } } } } }',
  );
  return answer.purchaseOrders.edges.map(({ node }) => node);
}

async function inventory(): Promise<readonly string[]> {
  const { partInventories } = await seeded.ion<{
    partInventories: {
      edges: { node: { lotNumber: string | null; serialNumber: string | null; quantity: number; status: string } }[];
    };
  }>('{ partInventories { edges { node { lotNumber serialNumber quantity status } } } }');
  return partInventories.edges.map(({ node }) =>
    [node.lotNumber ?? node.serialNumber ?? '–', node.quantity, node.status].join(' '),
  );
}

async function problems(text: string): Promise<readonly string[]> {
  const { diagnostics } = await compileSources([{ path: 'fixture.yaml', text }]);
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

describe('a purchase order', () => {
  it('is made with its lines and fees, moved to where it is declared, and kept by a second plan', async () => {
    await applied(ORDER);
    expect(await orders()).toMatchObject([
      { description: 'Screws for spring [seedbed:spring-order]', status: 'ORDERED' },
    ]);
    expect(await inventory()).toEqual(['– 500 ON_ORDER', '– 2 ON_ORDER']);
  });

  it('is known by its mark, whatever else its description says, and keeps the mark when that changes', async () => {
    await applied(ORDER);
    const changed = edited(ORDER, ['description: Screws for spring', 'description: Nuts']);
    const planning = await seeded.plan(changed);
    expect(planning.plan.changes.filter(({ action }) => action === 'update')).toMatchObject([
      { address: 'purchase-order/spring-order', edits: [{ before: 'Screws for spring', after: 'Nuts' }] },
    ]);
    await applied(changed);
    expect(await orders()).toMatchObject([{ description: 'Nuts [seedbed:spring-order]' }]);
  });

  it('without a declared description leaves what people write before the mark', async () => {
    const bare = edited(ORDER, ['    description: Screws for spring\n', '']);
    await applied(bare);
    const [order] = await orders();
    expect(order?.description).toBe('[seedbed:spring-order]');
    const input = { id: order?.id, etag: order?._etag, description: 'by hand [seedbed:spring-order]' };
    await seeded.ion(
      'mutation ($input: UpdatePurchaseOrderInput!) { updatePurchaseOrder(input: $input) { purchaseOrder { id } } }',
      { input },
    );
    expect(pending(await seeded.plan(bare))).toEqual([]);
  });

  it('that is placed goes back to DRAFT and forward again when its lines or fees change', async () => {
    await applied(ORDER);
    const changed = edited(
      ORDER,
      ['quantity: 500', 'quantity: 600'],
      ['      - { part: motor, quantity: 2, cost: 40 }\n', ''],
    );
    expect(pending(await seeded.plan(changed))).toEqual([
      'transition purchase-order/spring-order ORDERED → DRAFT',
      'transition purchase-order/spring-order DRAFT → REQUESTED',
      'transition purchase-order/spring-order REQUESTED → APPROVED',
      'transition purchase-order/spring-order APPROVED → ORDERED',
      'update purchase-order-line/spring-order.screw',
      'delete purchase-order-line/spring-order.5',
    ]);
    await applied(changed);
    expect(await inventory()).toEqual(['– 600 ON_ORDER']);
  });

  it('that is RECEIVED goes back for a change and forward again, and to ORDERED where it is declared so', async () => {
    const received = edited(ORDER, ['status: ORDERED', 'status: RECEIVED']);
    await applied(received);
    await applied(edited(received, ['  Freight: { value: 25', '  Freight: { value: 26']));
    expect(await orders()).toMatchObject([{ status: 'RECEIVED' }]);
    expect(pending(await seeded.plan(edited(ORDER, ['  Freight: { value: 25', '  Freight: { value: 26'])))).toEqual([
      'transition purchase-order/spring-order RECEIVED → ORDERED',
    ]);
    expect(troubles(await seeded.destroy(received))).toEqual([]);
    expect(await orders()).toEqual([]);
  });

  it('is destroyed with what is on order, set back first', async () => {
    await applied(ORDER);
    const result = await seeded.destroy(ORDER);
    expect(troubles(result)).toEqual([]);
    expect(await orders()).toEqual([]);
    expect(await inventory()).toEqual([]);
    await applied(ORDER);
  });

  it('has its lines at the positions that they name, whatever ION gives the others', async () => {
    const order = (...lines: readonly string[]) => `
parts: { screw: { partNumber: FAST-M3 } }
purchaseOrders: { spring: { lines: [${lines.join(', ')}] } }
`;
    await applied(order('{ part: screw, quantity: 5 }', '{ position: 1, description: Coating, quantity: 1 }'));
  });

  it('has a line of its own for each that is declared, though one stands where another is to be', async () => {
    const order = (lines: string) =>
      `parts: { screw: { partNumber: FAST-M3 } }\npurchaseOrders: { spring: { lines: [${lines}] } }`;
    await applied(order('{ part: screw, quantity: 5 }'));
    await applied(order('{ part: screw, quantity: 5 }, { position: 1, part: screw, quantity: 1 }'));
  });

  it('waits for the BOM of what it orders, whose requirements that gets, and is destroyed before it', async () => {
    const text = `
parts: { motor: { partNumber: MOT-1, trackingType: SERIAL }, rotor: { partNumber: ROT-1 } }
boms: { motor: { part: motor, status: RELEASED, items: [{ part: rotor, quantity: 2 }] } }
purchaseOrders: { spring: { lines: [{ part: motor, quantity: 1 }] } }
`;
    await applied(text);
    const query = '{ partInventories { edges { node { buildRequirements { quantityPerParentPartInventory } } } } }';
    const { partInventories } = await seeded.ion<{ partInventories: { edges: { node: object }[] } }>(query);
    expect(partInventories.edges).toEqual([{ node: { buildRequirements: [{ quantityPerParentPartInventory: 2 }] } }]);
    expect(troubles(await seeded.destroy(text))).toEqual([]);
  });

  it('waits for the definitions of its attributes', async () => {
    const { plan } = await seeded.plan(ORDER);
    const create = plan.changes.find(({ id }) => id === 'create purchase-order/spring-order');
    expect(create?.dependsOn).toContain('create purchase-order-attribute/terms');
  });
});

describe('a receipt', () => {
  const BOTH = ORDER + RECEIPT;

  it('brings what is on order, after the order was placed, and is kept by a second plan', async () => {
    await applied(BOTH);
    expect(await inventory()).toEqual(['– 300 ON_ORDER', 'M-2 1 AVAILABLE', 'L-1 200 AVAILABLE', 'M-1 1 AVAILABLE']);
    const item = (await seeded.plan(BOTH)).plan.changes.find(({ kind }) => kind === 'receipt-item');
    expect(item?.action).toBe('keep');
  });

  it('that brings all of an order makes it RECEIVED, as it is to be declared', async () => {
    const [some, all] = ['quantity: 200, lotNumber: L-1', 'quantity: 500, lotNumber: L-1'];
    const ordered = edited(BOTH, [some, all]);
    const received = edited(ordered, ['status: ORDERED', 'status: RECEIVED']);
    const { diagnostics } = await compileSources([{ path: 'f.yaml', text: ordered }]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      '"spring-order" is declared ORDERED, and ION makes it RECEIVED, since all of it is received',
    ]);
    await applied(BOTH);
    await applied(received);
    expect(await orders()).toMatchObject([{ status: 'RECEIVED' }]);
    expect(pending(await seeded.plan(received))).toEqual([]);
    await applied(edited(received, ['cost: 40', 'cost: 41']));
    expect(await orders()).toMatchObject([{ status: 'RECEIVED' }]);
  });

  it('comes before its order is RECEIVED', async () => {
    const received = edited(BOTH, ['status: ORDERED', 'status: RECEIVED']);
    const { plan } = await seeded.plan(received);
    const last = plan.changes.find(({ id }) => id === 'transition purchase-order/spring-order RECEIVED');
    expect(last?.dependsOn).toContain('create receipt-item/first.spring-order.screw.L-1');
    await applied(received);
    expect(await orders()).toMatchObject([{ status: 'RECEIVED' }]);
  });

  it('comes before an order that stands at ORDERED is RECEIVED', async () => {
    await applied(ORDER);
    await applied(edited(BOTH, ['status: ORDERED', 'status: RECEIVED']));
    expect(await orders()).toMatchObject([{ status: 'RECEIVED' }]);
  });

  it('takes an order that stands at RECEIVED back to ORDERED, when more of it comes', async () => {
    const received = edited(BOTH, ['status: ORDERED', 'status: RECEIVED']);
    await applied(received);
    await applied(
      edited(received, [
        'items:\n      - {',
        'items:\n      - { purchaseOrderLine: spring-order.screw, quantity: 300, lotNumber: L-2 }\n      - {',
      ]),
    );
    expect(await orders()).toMatchObject([{ status: 'RECEIVED' }]);
    expect(await inventory()).toContain('L-2 300 AVAILABLE');
  });

  it('leaves an order RECEIVED that is declared so, when something of it is taken back or comes again', async () => {
    const received = edited(BOTH, ['status: ORDERED', 'status: RECEIVED']);
    await applied(received);
    const fewer = edited(received, [
      '      - { purchaseOrderLine: spring-order.motor, quantity: 1, serialNumber: M-2 }\n',
      '',
    ]);
    await applied(fewer);
    expect(await orders()).toMatchObject([{ status: 'RECEIVED' }]);
    await applied(edited(fewer, ['quantity: 200, lotNumber', 'quantity: 400, lotNumber']));
    expect(await orders()).toMatchObject([{ status: 'RECEIVED' }]);
    expect(await inventory()).toContain('L-1 400 AVAILABLE');
  });

  it('does not mind that what came was moved elsewhere', async () => {
    await applied(BOTH);
    const { partInventories } = await seeded.ion<{
      partInventories: { edges: { node: { id: number; _etag: string } }[] };
    }>('{ partInventories(filters: { lotNumber: { eq: "L-1" } }) { edges { node { id _etag } } } }');
    const node = partInventories.edges[0]?.node;
    await seeded.ion(
      'mutation ($input: UpdatePartInventoryInput!) { updatePartInventory(input: $input) { partInventory { id } } }',
      { input: { id: node?.id, etag: node?._etag, locationId: null } },
    );
    expect(pending(await seeded.plan(BOTH))).toEqual([]);
  });

  it('that gains and loses items takes back what is not declared any more', async () => {
    await applied(BOTH);
    const changed = edited(BOTH, [
      '      - { purchaseOrderLine: spring-order.motor, quantity: 1, serialNumber: M-2 }\n',
      '',
    ]);
    expect(pending(await seeded.plan(changed))).toHaveLength(1);
    await applied(changed);
    expect(await inventory()).toContain('M-2 1 ON_ORDER');
  });

  it('that turns out larger is taken back and comes again', async () => {
    await applied(BOTH);
    const changed = edited(BOTH, ['quantity: 200, lotNumber', 'quantity: 400, lotNumber']);
    expect(pending(await seeded.plan(changed))).toEqual(['replace receipt-item/first.spring-order.screw.L-1']);
    await applied(changed);
    expect(await inventory()).toContain('L-1 400 AVAILABLE');
  });

  it('of a record that is declared is known by that, and by what is left of it', async () => {
    const stock = `
inventory:
  found: { part: screw, lotNumber: L-9, quantity: 50 }
receipts:
  later:
    receivedAt: 2026-03-10T08:00:00Z
    items: [{ inventory: found, quantity: 20 }]
`;
    await applied(ORDER + stock);
    expect(await inventory()).toEqual(expect.arrayContaining(['L-9 30 AVAILABLE', 'L-9 20 AVAILABLE']));
  });

  it('is destroyed before its order', async () => {
    await applied(BOTH);
    const result = await seeded.destroy(BOTH);
    expect(troubles(result)).toEqual([]);
    expect([await orders(), await inventory()]).toEqual([[], []]);
    expect(result.outcomes.map(({ change }) => change.id)).toContain('delete location/dock');
  });
});

describe('purchasing that makes no sense', () => {
  it('is told before anything is sent', async () => {
    const wrong = edited(
      ORDER + RECEIPT,
      ['      - { position: 3, description: Coating, quantity: 1 }\n', '      - { description: Coating }\n'],
      ['quantity: 200, lotNumber: L-1', 'quantity: 600'],
      ['quantity: 1, serialNumber: M-1', 'quantity: 2, serialNumber: M-1'],
      ['      - { purchaseOrderLine: spring-order.3, quantity: 1 }\n', '      - { quantity: 1 }\n'],
    );
    expect((await problems(wrong)).toSorted()).toEqual([
      'bad-value: "spring-order.motor" orders 2, but 3 are received',
      'bad-value: "spring-order.screw" orders 500, but 600 are received',
      'bad-value: the quantity must be 1, since part "motor" is tracked by SERIAL',
      'missing-field: a line of purchase order "spring-order" has neither a part nor a position, so it could not be found again',
      'missing-field: this item names neither a line of an order nor a record of inventory',
      'missing-field: what is received needs a lotNumber: its part "screw" is tracked by LOT',
    ]);
  });

  it('is a receipt of a canceled order, of an unknown line, or of another part than was ordered', async () => {
    const text = edited(
      `${ORDER + RECEIPT}inventory:\n  shaft: { part: motor, serialNumber: M-7 }\n`,
      ['status: ORDERED', 'status: CANCELED'],
      ['spring-order.3, quantity: 1', 'spring-order.nut, quantity: 1'],
      ['quantity: 200, lotNumber: L-1, location: dock', 'inventory: shaft, quantity: 1, lotNumber: L-1'],
    );
    const found = await problems(text);
    expect(found).toContain('bad-value: "shaft" is of part "motor", which that line did not order');
    expect(found).toContain('bad-value: "spring-order" is CANCELED: nothing can be received of it');
    expect(found.filter(each => each.startsWith('unknown-reference'))).toHaveLength(1);
    expect(found.filter(each => each.includes('belongs to what a line'))).toHaveLength(1);
  });

  it('is two receipts of one moment', async () => {
    const moment = 'receivedAt: 2026-03-09T08:00:00Z';
    const [found] = await problems(`receipts:\n  a: { ${moment} }\n  b: { ${moment} }\n`);
    expect(found).toMatch(/duplicate-identity: two entries would be one receipt in ION/);
  });
});
