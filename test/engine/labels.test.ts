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
parts: { bolt: { partNumber: BOLT } }
procedures:
  check:
    title: Check
    status: RELEASED
    labels: [${labels}]
    steps: { look: { title: Look, labels: [${labels}] } }
inventory: { bolts: { part: bolt, quantity: 9, labels: [${labels}] } }
runs: { first: { title: First, procedure: check, labels: [${labels}] } }
issues: { bent: { title: Bent, labels: [${labels}] } }
`;

const KINDS = ['supplier', 'procedure', 'step', 'inventory', 'run', 'issue'];

async function labelsInTarget(): Promise<readonly (readonly string[])[]> {
  const node = (query: string, inside: string) => `${query} { edges { node { ${inside} } } }`;
  const document = `{
    ${node('suppliers', 'labels { value }')} ${node('partInventories', 'labels { value }')}
    ${node('runs', 'labels { value }')} ${node('issues', 'labels { value }')}
    ${node('procedures', 'version familyLabels { value } steps { labels { value } }')}
  }`;
  interface Labelled {
    readonly labels?: readonly { readonly value: string }[];
    readonly familyLabels?: readonly { readonly value: string }[];
    readonly steps?: readonly Labelled[];
  }
  const answer = await seeded.ion<Record<string, { readonly edges: readonly { readonly node: Labelled }[] }>>(document);
  const all = Object.values(answer).flatMap(({ edges }) =>
    edges.flatMap(({ node: one }) => [one, ...(one.steps ?? [])]),
  );
  return all.map(({ labels, familyLabels }) => (labels ?? familyLabels ?? []).map(({ value }) => value).sort());
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
});
