import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileSources } from '../../src/pipeline.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());

/** A unit on a run, with an issue about both. `N` keeps one test's objects from another's. */
function nonconforming(n: string, { status = 'IN_PROGRESS', cause = 'No **mark**.', inventory = 'one, two' } = {}) {
  return `
labels:
  urgent: { value: urgent-${n} }
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
    runStep: { run: first, step: weld }
    inventory: [${inventory}]
    causeCondition: ${cause}
    labels: [urgent]
`;
}

interface Issues {
  readonly issues: { readonly edges: readonly { readonly node: Record<string, unknown> }[] };
}

async function issueOf(n: string) {
  const document = `query ($title: String) { issues(filters: { title: { eq: $title } }) { edges { node {
    status causeCondition runStep { title run { title } } partInventories { serialNumber } labels { value }
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

  it('is reopened, but not moved back to PENDING', async () => {
    await seeded.apply(nonconforming('c', { status: 'RESOLVED' }));
    const open = nonconforming('c', { status: 'IN_PROGRESS' });
    expect(pending(await seeded.plan(open))).toEqual(['transition issue/mark RESOLVED → IN_PROGRESS']);
    expect(troubles(await seeded.apply(open))).toEqual([]);
    expect(await issueOf('c')).toMatchObject([{ status: 'IN_PROGRESS' }]);
    expect(pending(await seeded.plan(nonconforming('c', { status: 'PENDING' })))).toEqual(['blocked issue/mark']);
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
