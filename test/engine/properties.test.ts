import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { compileSources } from '../../src/pipeline.ts';
import type { Plan } from '../../src/plan/change.ts';
import { planChanges } from '../../src/plan/plan-changes.ts';
import { Recognised } from '../../src/remote/recognised.ts';
import { BRACKET } from './bracket.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded({}, 3);
});
afterAll(() => seeded.close());

type Sections = Record<string, Record<string, unknown>>;

/** Every entry of the bracket line in a section of its own, so that they can be dealt out to files in any order. */
const ENTRIES = Object.entries(parse(BRACKET) as Sections).flatMap(([section, entries]) =>
  Object.entries(entries).map(([key, entry]) => ({ [section]: { [key]: entry } })),
);

/** What a plan says, without the order in which it says it. */
function contentOf({ changes }: Plan): readonly string[] {
  return changes.map(({ id, dependsOn, ...rest }) => JSON.stringify([id, [...dependsOn].sort(), rest.action])).sort();
}

async function planOf(texts: readonly string[]): Promise<Plan> {
  const { value, diagnostics } = await compileSources(texts.map((text, index) => ({ path: `${index}.yaml`, text })));
  expect(diagnostics).toEqual([]);
  return planChanges(value, new Recognised());
}

describe('a plan', () => {
  it('does not depend on the order of files and entries, nor on how they are dealt out', async () => {
    const expected = contentOf(await planOf([BRACKET]));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(ENTRIES, { minLength: ENTRIES.length }), async entries => {
        expect(contentOf(await planOf(entries.map(entry => stringify(entry))))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('depends only on changes that are in it', async () => {
    const { changes } = await planOf([BRACKET]);
    const ids = new Set(changes.map(({ id }) => id));
    expect(ids.size).toBe(changes.length);
    for (const { dependsOn } of changes) for (const id of dependsOn) expect(ids).toContain(id);
  });
});

describe('an apply', () => {
  it('of any part of the fixtures whose references hold leaves a plan that is all keep', async () => {
    const whole = parse(BRACKET) as Sections;
    const sections = [
      'units',
      'locations',
      'suppliers',
      'subtypes',
      'labels',
      'parts',
      'boms',
      'procedures',
      'inventory',
      'runs',
      'installations',
    ];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: sections.length }), async count => {
        await seeded.sandbox.reset();
        const text = stringify(Object.fromEntries(sections.slice(0, count).map(name => [name, whole[name]])));
        expect(troubles(await seeded.apply(text))).toEqual([]);
        expect(pending(await seeded.plan(text))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('never has more requests under way than it was given', async () => {
    await seeded.sandbox.reset();
    expect(troubles(await seeded.apply(BRACKET))).toEqual([]);
    expect(seeded.sandbox.requests().peakInFlight).toBeLessThanOrEqual(3);
  });
});

describe('custom attributes', () => {
  const withAttributes = (value: string) => `
parts:
  wheel: { partNumber: WHEEL-1, attributes: { Colour: ${value}, Mass: 1.5 } }
`;

  it('are created, changed one by one with their own etags, and then kept', async () => {
    await seeded.sandbox.reset();
    const define =
      'mutation($input: UpdateAttributeSettingsInput!) { updateOrganizationPartAttributes(input: $input) { organization { _etag } } }';
    for (const [key, type] of [
      ['Colour', 'STRING'],
      ['Mass', 'NUMBER'],
    ]) {
      const { me } = await seeded.ion<{ me: { organization: { id: number; _etag: string } } }>(
        '{ me { organization { id _etag } } }',
      );
      await seeded.ion(define, { input: { id: me.organization.id, etag: me.organization._etag, key, type } });
    }
    expect(troubles(await seeded.apply(withAttributes('red')))).toEqual([]);
    expect(pending(await seeded.plan(withAttributes('red')))).toEqual([]);
    const { plan } = await seeded.plan(withAttributes('blue'));
    expect(plan.changes).toMatchObject([
      { action: 'update', edits: [{ path: 'attributes.Colour', before: 'red', after: 'blue' }] },
    ]);
    expect(troubles(await seeded.apply(withAttributes('blue')))).toEqual([]);
    expect(pending(await seeded.plan(withAttributes('blue')))).toEqual([]);
  });
});
