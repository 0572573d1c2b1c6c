import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());

const LABELS = 'labels: { red: { value: red }, blue: { value: blue } }\n';

/** One of everything that takes labels, each with these. */
const labelled = (labels: string) => `${LABELS}
suppliers: { acme: { name: Acme, labels: [${labels}] } }
locations: { cell: { name: Cell, labels: [${labels}] } }
parts: { bolt: { partNumber: BOLT, labels: [${labels}] } }
boms: { bolt: { part: bolt, status: RELEASED, items: [], labels: [${labels}] } }
procedures:
  check:
    title: Check
    status: RELEASED
    labels: [${labels}]
    steps: { look: { title: Look, labels: [${labels}] } }
inventory: { bolts: { part: bolt, quantity: 9, labels: [${labels}] } }
runs:
  first: { title: First, procedure: check, labels: [${labels}], steps: { look: { labels: [${labels}] } } }
kits: { first: { run: first, labels: [${labels}], items: [{ part: bolt, quantity: 1, labels: [${labels}] }] } }
purchaseOrders: { bolts: { lines: [{ position: 1, quantity: 5, labels: [${labels}] }], labels: [${labels}] } }
receipts: { first: { receivedAt: 2026-03-09T08:00:00Z, labels: [${labels}] } }
issues: { bent: { title: Bent, labels: [${labels}] } }
`;

const KINDS = [
  ...['supplier', 'location', 'part', 'procedure', 'step', 'inventory', 'run', 'run-step', 'kit', 'kit-item'],
  ...['purchase-order', 'purchase-order-line', 'receipt', 'issue', 'bom'],
];

async function labelsInTarget(): Promise<readonly (readonly string[])[]> {
  const node = (query: string, inside: string) => `${query} { edges { node { ${inside} } } }`;
  const document = `{
    ${node('suppliers', 'labels { value }')} ${node('partInventories', 'labels { value }')}
    ${node('runs', 'labels { value } steps { entity { labels { value } } }')} ${node('issues', 'labels { value }')}
    ${node('locations', 'entity { labels { value } }')} ${node('parts', 'entity { labels { value } }')}
    ${node('partKits', 'labels { value } partKitItems { labels { value } }')} ${node('receipts', 'labels { value }')}
    ${node('purchaseOrders', 'labels { value } purchaseOrderLines { labels { value } }')}
    ${node('mboms', 'entity { labels { value } }')}
    ${node('procedures', 'version familyLabels { value } steps { labels { value } }')}
  }`;
  interface Labelled {
    readonly labels?: readonly { readonly value: string }[];
    readonly familyLabels?: readonly { readonly value: string }[];
    readonly entity?: Labelled;
    readonly steps?: readonly Labelled[];
    readonly partKitItems?: readonly Labelled[];
    readonly purchaseOrderLines?: readonly Labelled[];
  }
  const answer = await seeded.ion<Record<string, { readonly edges: readonly { readonly node: Labelled }[] }>>(document);
  const all = Object.values(answer).flatMap(({ edges }) =>
    edges.flatMap(({ node: one }) =>
      [one, one.steps ?? [], one.partKitItems ?? [], one.purchaseOrderLines ?? []].flat(),
    ),
  );
  const listOf = ({ labels, familyLabels, entity }: Labelled) => labels ?? familyLabels ?? entity?.labels ?? [];
  return all.map(each =>
    listOf(each)
      .map(({ value }) => value)
      .sort(),
  );
}

describe('labels', () => {
  it('are put on everything that takes them, once', async () => {
    expect(troubles(await seeded.apply(labelled('red')))).toEqual([]);
    expect(await labelsInTarget()).toEqual(KINDS.map(() => ['red']));
    expect(pending(await seeded.plan(labelled('red')))).toEqual([]);
  });

  it('are changed one by one, without a new version of a procedure', async () => {
    const changes = pending(await seeded.plan(labelled('blue')));
    expect(changes).toHaveLength(2 * KINDS.length);
    expect(changes).toContain('create procedure-label/check.blue');
    expect(changes).toContain('delete step-label/check.look.red');
    expect(troubles(await seeded.apply(labelled('blue')))).toEqual([]);
    expect(await labelsInTarget()).toEqual(KINDS.map(() => ['blue']));
  });

  it('are left alone where none are written', async () => {
    expect(pending(await seeded.plan(labelled('blue').replaceAll(/,? ?labels: \[blue\]/g, '')))).toEqual([]);
  });

  it('stay with a procedure and its steps when it gets a new version', async () => {
    const changed = labelled('blue').replace('title: Look,', 'title: Look, leadTime: 3,');
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('go before what they hang on', async () => {
    const result = await seeded.destroy(labelled('blue'));
    expect(troubles(result)).toEqual([]);
  });

  it('are put on again where a new version of a BOM has none', async () => {
    const framed = (items: string) => `${LABELS}
parts: { frame: { partNumber: FRAME }, washer: { partNumber: WASHER } }
boms: { frame: { part: frame, status: RELEASED, items: [${items}], labels: [red] } }
`;
    expect(troubles(await seeded.apply(framed('')))).toEqual([]);
    const changed = framed('{ part: washer, quantity: 1 }');
    expect(pending(await seeded.plan(changed))).toContain('revise bom/frame');
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });
});
