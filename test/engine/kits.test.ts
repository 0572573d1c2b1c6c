import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compileSources } from '../../src/pipeline.ts';
import { BRACKET } from './bracket.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());
beforeEach(() => seeded.sandbox.reset());

const KIT = `${BRACKET}
kits:
  for-asm-12:
    run: build-asm-12
    status: IN_PROGRESS
    location: plant
    deliveryLocation: cell-1
    items:
      - { part: screw, quantity: 8, issued: [{ inventory: screw-lot, quantity: 6 }] }
      - { part: screw-alt, quantity: 2, issued: [{ inventory: zinc, quantity: 2 }] }
`.replace('inventory:\n', 'inventory:\n  zinc: { part: screw-alt, lotNumber: Z-1, quantity: 2 }\n');

function edited(...edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`there is no ${from}`);
    return changed.replace(from, to);
  }, KIT);
}

async function applied(text: string): Promise<void> {
  expect(troubles(await seeded.apply(text))).toEqual([]);
  expect(pending(await seeded.plan(text))).toEqual([]);
}

async function screws(): Promise<readonly string[]> {
  const { partInventories } = await seeded.ion<{
    partInventories: { edges: { node: { lotNumber: string; quantity: number; status: string } }[] };
  }>('{ partInventories(filters: { lotNumber: { isnull: false } }) { edges { node { lotNumber quantity status } } } }');
  return partInventories.edges.map(({ node }) => `${node.lotNumber} ${node.quantity} ${node.status}`).toSorted();
}

async function kits(): Promise<unknown> {
  const { partKits } = await seeded.ion<{ partKits: { edges: { node: unknown }[] } }>(
    '{ partKits { edges { node { status percentKitted run { title } partKitItems { quantity quantityFulfilled } } } } }',
  );
  return partKits.edges.map(({ node }) => node);
}

describe('a kit', () => {
  it('is made for its run, with what is issued to it, and kept by a second plan although records were split', async () => {
    await applied(KIT);
    expect(await kits()).toEqual([
      {
        status: 'IN_PROGRESS',
        percentKitted: 80,
        run: { title: 'Build ASM-00012' },
        partKitItems: [
          { quantity: 8, quantityFulfilled: 6 },
          { quantity: 2, quantityFulfilled: 2 },
        ],
      },
    ]);
    expect(await screws()).toEqual([
      'LOT-2026-0123 190 AVAILABLE',
      'LOT-2026-0123 4 INSTALLED',
      'LOT-2026-0123 6 KITTED',
      'Z-1 2 KITTED',
    ]);
  });

  it('moves on, gains and changes items', async () => {
    await applied(KIT);
    const changed = edited(
      ['status: IN_PROGRESS\n    location', 'status: DELIVERED\n    location'],
      ['part: screw, quantity: 8', 'part: screw, quantity: 10'],
    );
    expect(pending(await seeded.plan(changed))).toEqual([
      'transition kit/for-asm-12 IN_PROGRESS → DELIVERED',
      'update kit-item/for-asm-12.screw',
    ]);
    await applied(changed);
  });

  it('under way is issued more to, and what is taken back stays a record of its own', async () => {
    await applied(KIT);
    await applied(edited(['screw-lot, quantity: 6', 'screw-lot, quantity: 7']));
    expect(await screws()).toEqual([
      'LOT-2026-0123 183 AVAILABLE',
      'LOT-2026-0123 4 INSTALLED',
      'LOT-2026-0123 6 AVAILABLE',
      'LOT-2026-0123 7 KITTED',
      'Z-1 2 KITTED',
    ]);
  });

  it('is not COMPLETED before it has the items that it gains, and what is issued to them', async () => {
    await applied(
      edited(['      - { part: screw-alt, quantity: 2, issued: [{ inventory: zinc, quantity: 2 }] }\n', '']),
    );
    await applied(edited(['status: IN_PROGRESS\n    location', 'status: COMPLETED\n    location']));
    expect(await kits()).toMatchObject([{ status: 'COMPLETED', partKitItems: [{}, { quantityFulfilled: 2 }] }]);
  });

  it('that is COMPLETED is set back when it gets more, and stays where it is for a label', async () => {
    const completed: readonly [string, string] = [
      'status: IN_PROGRESS\n    location',
      'status: COMPLETED\n    location',
    ];
    await applied(edited(completed));
    const more = edited(completed, ['screw-lot, quantity: 6', 'screw-lot, quantity: 7']);
    expect((await seeded.plan(more)).plan.changes.map(({ id }) => id)).toContain('transition kit/for-asm-12 DRAFT');
    await applied(more);
    expect(await kits()).toMatchObject([{ status: 'COMPLETED', partKitItems: [{ quantityFulfilled: 7 }, {}] }]);
    const labelled = edited(
      completed,
      ['screw-lot, quantity: 6', 'screw-lot, quantity: 7'],
      ['deliveryLocation: cell-1', 'deliveryLocation: cell-1\n    labels: [demo]'],
    );
    expect(pending(await seeded.plan(labelled))).toEqual([expect.stringMatching(/^create kit-label/)]);
    await applied(labelled);
  });

  it('that loses an item gives back what was issued to it', async () => {
    await applied(KIT);
    await applied(
      edited(['      - { part: screw-alt, quantity: 2, issued: [{ inventory: zinc, quantity: 2 }] }\n', '']),
    );
    expect(await screws()).toContain('Z-1 2 AVAILABLE');
  });

  it('takes a record whose quantity is wrong as it is declared, before anything is issued of it', async () => {
    await applied(BRACKET.slice(0, BRACKET.indexOf('installations:')).replace('quantity: 200', 'quantity: 100'));
    await applied(KIT);
    expect(await screws()).toContain('LOT-2026-0123 190 AVAILABLE');
  });

  it('is destroyed, and what was split off for it goes too', async () => {
    await applied(KIT);
    const result = await seeded.destroy(KIT);
    // The run stays, and with it what it is of; nothing of the kit does.
    expect(troubles(result).filter(each => /kit|screw-lot|zinc/.test(each))).toEqual([]);
    const splits = result.outcomes.map(({ change }) => change.address).filter(address => address.includes('#'));
    expect(splits).toEqual([
      expect.stringMatching(/^inventory\/screw-lot#/),
      expect.stringMatching(/^inventory\/screw-lot#/),
    ]);
    expect(await kits()).toEqual([]);
    expect(await screws()).toEqual([]);
  });

  it('can be applied again after a destroy', async () => {
    await applied(KIT);
    await seeded.destroy(KIT);
    await applied(KIT);
    expect(await screws()).toContain('LOT-2026-0123 190 AVAILABLE');
  });
});

describe('a kit that makes no sense', () => {
  it('is told before anything is sent', async () => {
    const wrong = edited(
      ['screw-lot, quantity: 6', 'screw-lot, quantity: 201'],
      ['inventory: zinc', 'inventory: bracket-1'],
    );
    const { diagnostics } = await compileSources([{ path: 'fixture.yaml', text: wrong }]);
    expect(diagnostics.map(({ message }) => message).toSorted()).toEqual([
      '"bracket-1" has 1, but 2 are issued to kits',
      '"bracket-1" is of part "bracket", but the item asks for "screw-alt"',
      '"screw-lot" has 200, but 201 are issued to kits',
    ]);
  });

  it('is a second one for the same run', async () => {
    const text = `${KIT}  another: { run: build-asm-12 }\n`;
    const { diagnostics } = await compileSources([{ path: 'fixture.yaml', text }]);
    expect(diagnostics).toMatchObject([{ code: 'duplicate-identity' }]);
  });
});
