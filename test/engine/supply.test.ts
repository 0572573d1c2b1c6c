import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../src/sandbox/index.ts';
import { BRACKET } from './bracket.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

/** Everything on the way from an order to a kit. */
const SUPPLY = `${BRACKET}
purchaseOrders:
  spring-order:
    supplier: bolts
    status: RECEIVED
    labels: [demo]
    lines:
      - { part: screw, quantity: 500 }
      - { part: bracket, quantity: 2 }
    fees:
      Freight: { value: 25, type: CURRENCY }
receipts:
  first:
    receivedAt: 2026-03-09T08:00:00Z
    labels: [demo]
    items:
      - { purchaseOrderLine: spring-order.screw, quantity: 200, lotNumber: L-7, location: cell-1 }
      - { purchaseOrderLine: spring-order.bracket, quantity: 1, serialNumber: SN-00002 }
kits:
  for-asm-12:
    run: build-asm-12
    status: IN_PROGRESS
    labels: [demo]
    items:
      - { part: screw, quantity: 8, issued: [{ inventory: screw-lot, quantity: 6 }] }
`;

interface Totals {
  readonly [name: string]: { readonly pageInfo: { readonly totalCount: number } };
}

async function counts(seeded: SeededSandbox): Promise<Readonly<Record<string, number>>> {
  const names = ['purchaseOrders', 'purchaseOrderLines', 'purchaseOrderFees', 'receipts', 'receiptItems', 'partKits'];
  const query = [...names, 'partKitItems', 'partInventories'].map(name => `${name} { pageInfo { totalCount } }`);
  const answer = await seeded.ion<Totals>(`{ ${query.join(' ')} }`);
  return Object.fromEntries(Object.entries(answer).map(([name, { pageInfo }]) => [name, pageInfo.totalCount]));
}

/** Three records are declared, two stand on order, two came of those, and one was split off for the kit. */
const ONE_EACH = {
  purchaseOrders: 1,
  purchaseOrderLines: 2,
  purchaseOrderFees: 1,
  receipts: 1,
  receiptItems: 2,
  partKits: 1,
  partKitItems: 1,
  partInventories: 9,
};

describe('labels', () => {
  it('are put on orders, receipts and kits, and taken off again', async () => {
    const seeded = await startSeeded();
    try {
      expect(troubles(await seeded.apply(SUPPLY))).toEqual([]);
      const bare = SUPPLY.replaceAll('labels: [demo]', 'labels: []');
      expect(pending(await seeded.plan(bare)).toSorted()).toEqual([
        'delete kit-label/for-asm-12.demo',
        'delete purchase-order-label/spring-order.demo',
        'delete receipt-label/first.demo',
      ]);
      expect(troubles(await seeded.apply(bare))).toEqual([]);
      expect(pending(await seeded.plan(bare))).toEqual([]);
    } finally {
      await seeded.close();
    }
  });
});

describe('files', () => {
  it('are attached to orders, receipts and kits, and kept by a second plan', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seedbed-supply-'));
    const note = join(folder, 'note.txt');
    writeFileSync(note, 'Handle with care');
    const seeded = await startSeeded();
    try {
      const noted = SUPPLY.replaceAll('labels: [demo]', `files: [${JSON.stringify(note)}]`);
      expect(troubles(await seeded.apply(noted))).toEqual([]);
      const planning = await seeded.plan(noted);
      expect(pending(planning)).toEqual([]);
      const attached = planning.plan.changes.filter(({ kind }) => kind.endsWith('-file')).map(({ address }) => address);
      expect(attached.toSorted()).toEqual([
        'kit-file/for-asm-12.note.txt',
        'purchase-order-file/spring-order.note.txt',
        'receipt-file/first.note.txt',
      ]);
    } finally {
      await seeded.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('with faults', () => {
  let seeded: SeededSandbox;
  beforeAll(async () => {
    seeded = await startSeeded();
  });
  afterAll(() => seeded.close());
  beforeEach(() => seeded.sandbox.reset());
  afterEach(() => seeded.sandbox.faults.clear());

  async function withFaults(operations: readonly string[], effect: FaultRule['effect']): Promise<void> {
    for (const operation of operations) seeded.sandbox.faults.add({ operation, effect, count: 1 });
    expect(troubles(await seeded.apply(SUPPLY))).toEqual([]);
    expect(seeded.sandbox.faults.list().map(({ fired }) => fired)).toEqual(operations.map(() => 1));
    seeded.sandbox.faults.clear();
    expect(await counts(seeded)).toEqual(ONE_EACH);
    expect(pending(await seeded.plan(SUPPLY))).toEqual([]);
  }

  it.each<[string, FaultRule['effect']]>([
    ['by a reset of the connection after the commit', { type: 'reset', when: 'after' }],
    ['by a 500 after the commit', { type: 'answer', status: 500, when: 'after' }],
    ['before the commit', { type: 'reset', when: 'before' }],
  ])('an answer that is lost %s leaves one of each', async (_how, effect) => {
    const operations = [
      'createPurchaseOrder',
      'createPurchaseOrderLine',
      'createPurchaseOrderFee',
      'updatePurchaseOrder',
      'createReceipt',
      'addItemsToReceipt',
      'createPartKit',
      'createPartKitItem',
      'issueItemToKit',
    ];
    await withFaults(operations, effect);
  });

  it('what someone else has just changed is read again', async () => {
    await withFaults(['updatePurchaseOrder', 'addItemsToReceipt', 'issueItemToKit', 'updatePartKit'], {
      type: 'stale-etag',
    });
  });
});
