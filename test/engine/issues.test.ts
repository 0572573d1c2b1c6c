import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileSources } from '../../src/pipeline.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());

/** A unit on a run, with an issue about both. `N` keeps one test's objects from another's. */
function nonconforming(
  n: string,
  { status = 'IN_PROGRESS', cause = 'No **mark**.', inventory = 'one, two', type = 'rework' } = {},
) {
  return `
labels:
  urgent: { value: urgent-${n} }
dispositionTypes:
  rework: { title: Rework ${n} }
  scrap: { title: Scrap ${n}, description: Nothing can be done }
parts:
  frame: { partNumber: FRAME-${n}, trackingType: SERIAL }
procedures:
  build: { title: Build ${n}, status: RELEASED, steps: { weld: { title: Weld }, paint: { title: Paint } } }
inventory:
  one: { part: frame, serialNumber: '1' }
  two: { part: frame, serialNumber: '2' }
runs:
  first: { title: First ${n}, procedure: build, inventory: one }
issues:
  mark:
    title: Mark missing ${n}
    status: ${status}
    dispositionType: ${type}
    runStep: { run: first, step: weld }
    mustCloseByRunStep: { run: first, step: paint }
    inventory: [${inventory}]
    fixInventory: two
    causeCondition: ${cause}
    labels: [urgent]
`;
}

interface Issues {
  readonly issues: { readonly edges: readonly { readonly node: Record<string, unknown> }[] };
}

async function issueOf(n: string) {
  const document = `query ($title: String) { issues(filters: { title: { eq: $title } }) { edges { node {
    status causeCondition runStep { title run { title } } mustCloseByRunStep { title }
    issueDispositionType { title } fixPartInventory { serialNumber } partInventories { serialNumber } labels { value }
  } } } }`;
  return (await seeded.ion<Issues>(document, { title: `Mark missing ${n}` })).issues.edges.map(({ node }) => node);
}

describe('an issue', () => {
  it('is made with its inventory, run step and labels, is moved to its state, and is then left alone', async () => {
    expect(troubles(await seeded.apply(nonconforming('a')))).toEqual([]);
    expect(await issueOf('a')).toEqual([
      {
        status: 'IN_PROGRESS',
        causeCondition: [{ type: 'p', children: [{ text: 'No ' }, { text: 'mark', bold: true }, { text: '.' }] }],
        runStep: { title: 'Weld', run: { title: 'First a' } },
        mustCloseByRunStep: { title: 'Paint' },
        issueDispositionType: { title: 'Rework a' },
        fixPartInventory: { serialNumber: '2' },
        partInventories: expect.arrayContaining([{ serialNumber: '1' }, { serialNumber: '2' }]),
        labels: [{ value: 'urgent-a' }],
      },
    ]);
    expect(pending(await seeded.plan(nonconforming('a')))).toEqual([]);
  });

  it('takes changes, also of the inventory that it is about', async () => {
    await seeded.apply(nonconforming('b'));
    const changed = nonconforming('b', { status: 'RESOLVED', cause: 'It has one.', inventory: 'one' });
    expect(pending(await seeded.plan(changed))).toEqual([
      'update issue/mark',
      'transition issue/mark IN_PROGRESS → IN_REVIEW',
      'transition issue/mark IN_REVIEW → RESOLVED',
      'delete issue-inventory/mark.two',
    ]);
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect((await issueOf('b'))[0]).toMatchObject({ status: 'RESOLVED', partInventories: [{ serialNumber: '1' }] });
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('is moved back as far as it is declared', async () => {
    await seeded.apply(nonconforming('c', { status: 'RESOLVED' }));
    const pendingAgain = nonconforming('c', { status: 'PENDING' });
    expect(pending(await seeded.plan(pendingAgain))).toEqual([
      'transition issue/mark RESOLVED → IN_PROGRESS',
      'transition issue/mark IN_PROGRESS → PENDING',
    ]);
    expect(troubles(await seeded.apply(pendingAgain))).toEqual([]);
    expect(await issueOf('c')).toMatchObject([{ status: 'PENDING' }]);
    expect(pending(await seeded.plan(pendingAgain))).toEqual([]);
  });

  it('goes back to where it can be changed, and forward again', async () => {
    await seeded.apply(nonconforming('h', { status: 'RESOLVED' }));
    const changed = nonconforming('h', { status: 'RESOLVED', cause: 'It has one.', inventory: 'one' });
    expect(pending(await seeded.plan(changed))).toEqual([
      'update issue/mark',
      'transition issue/mark RESOLVED → IN_PROGRESS',
      'transition issue/mark IN_PROGRESS → IN_REVIEW',
      'transition issue/mark IN_REVIEW → RESOLVED',
      'delete issue-inventory/mark.two',
    ]);
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect(await issueOf('h')).toMatchObject([{ status: 'RESOLVED', partInventories: [{ serialNumber: '1' }] }]);
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it.each(['IN_PROGRESS', 'IN_REVIEW'])('goes through PENDING to another disposition, from %s too', async status => {
    const n = status.toLowerCase();
    await seeded.apply(nonconforming(n, { status }));
    const scrapped = nonconforming(n, { status, type: 'scrap', inventory: 'two' });
    const plan = pending(await seeded.plan(scrapped));
    expect(plan.filter(line => line.includes('IN_PROGRESS → PENDING'))).toHaveLength(1);
    expect(troubles(await seeded.apply(scrapped))).toEqual([]);
    expect(await issueOf(n)).toMatchObject([{ status, issueDispositionType: { title: `Scrap ${n}` } }]);
    expect(pending(await seeded.plan(scrapped))).toEqual([]);
  });

  it('is refused beyond PENDING without a disposition, before anything is sent', async () => {
    const text = nonconforming('i').replace('    dispositionType: rework\n', '');
    const { diagnostics } = await compileSources([{ path: 'f.yaml', text }]);
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'missing-field: issue "mark" is declared IN_PROGRESS, and ION lets none leave PENDING without a disposition type',
    ]);
  });

  it.each([
    ['d', 'PENDING'],
    ['g', 'RESOLVED'],
  ])('%s remains after a destroy, without what hung on it, also when it is %s', async (n, status) => {
    const yaml = nonconforming(n, { status });
    await seeded.apply(yaml);
    await seeded.destroy(yaml);
    expect(await issueOf(n)).toMatchObject([{ partInventories: [], labels: [] }]);
  });

  it('can be about a line of a purchase order', async () => {
    const yaml = `
parts: { bolt: { partNumber: BOLT-F } }
purchaseOrders: { bolts: { lines: [{ part: bolt, quantity: 5 }] } }
issues: { late: { title: Late, purchaseOrderLine: { order: bolts, line: bolt } } }
`;
    expect(troubles(await seeded.apply(yaml))).toEqual([]);
    expect(pending(await seeded.plan(yaml))).toEqual([]);
    const query =
      '{ issues(filters: { title: { eq: "Late" } }) { edges { node { purchaseOrderLine { quantity part { partNumber } } } } } }';
    expect((await seeded.ion<Issues>(query)).issues.edges[0]?.node).toMatchObject({
      purchaseOrderLine: { quantity: 5, part: { partNumber: 'BOLT-F' } },
    });
  });

  it('names a step that the procedure has', async () => {
    const { diagnostics } = await compileSources([
      { path: 'f.yaml', text: nonconforming('e').replace('step: weld', 'step: wled') },
    ]);
    expect(diagnostics.map(({ message }) => message)).toEqual(['procedure "build" has no step "wled"']);
  });
});
