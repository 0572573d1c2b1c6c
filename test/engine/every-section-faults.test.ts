import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../src/sandbox/index.ts';
import { CHANGED_EVERYWHERE, EVERY_SECTION, makeLookedUp } from './every-section.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

const effect = fc.constantFrom<FaultRule['effect']>(
  { type: 'reset', when: 'before' },
  { type: 'reset', when: 'after' },
  { type: 'truncate' },
  { type: 'answer', status: 503, when: 'before' },
  { type: 'answer', status: 502, when: 'after' },
  { type: 'stale-etag' },
);
const rule = fc.record({
  effect,
  probability: fc.constantFrom(0.05, 0.3, 0.6),
  count: fc.integer({ min: 1, max: 8 }),
  kind: fc.constant('mutation' as const),
});

const TRIES = 8;

/** Applies again and again under the faults; what was still left undone in the end. */
async function applyUnder(
  seeded: SeededSandbox,
  rules: readonly FaultRule[],
  yaml: string,
): Promise<readonly string[]> {
  for (const each of rules) seeded.sandbox.faults.add(each);
  let left = troubles(await seeded.apply(yaml));
  for (let tries = 1; left.length > 0 && tries < TRIES; tries += 1) left = troubles(await seeded.apply(yaml));
  seeded.sandbox.faults.clear();
  return left;
}

it('every section comes to be as declared, and as declared anew, whatever happens on the way', async () => {
  const rules = { approvals: 1, buildRequirementsAt: 'run', approvedPartProcedures: true } as const;
  const seeded = await startSeeded({ rules });
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { minLength: 1, maxLength: 3 }), async faults => {
        await seeded.sandbox.reset();
        await makeLookedUp(seeded);
        for (const yaml of [EVERY_SECTION, CHANGED_EVERYWHERE]) {
          expect(await applyUnder(seeded, faults, yaml)).toEqual([]);
          expect(pending(await seeded.plan(yaml))).toEqual([]);
        }
      }),
      { numRuns: 4 },
    );
  } finally {
    await seeded.close();
  }
}, 120_000);

describe('when the first answer to every mutation is lost', () => {
  const BOTH = [EVERY_SECTION, CHANGED_EVERYWHERE];
  const COUNTS = `{
    mboms { pageInfo { totalCount } } procedures { pageInfo { totalCount } } steps { pageInfo { totalCount } }
    partInventories { pageInfo { totalCount } } receiptItems { pageInfo { totalCount } } issues { pageInfo { totalCount } }
  }`;
  let seeded: SeededSandbox;
  /** For each fixture, the mutations that it takes and what is there when nothing goes wrong. */
  const undisturbed: { readonly mutations: readonly string[]; readonly counts: unknown }[] = [];

  async function applyFrom(yaml: string): Promise<readonly string[]> {
    const from = seeded.sandbox.log().at(-1)?.number ?? 0;
    expect(troubles(await seeded.apply(yaml))).toEqual([]);
    const mutations = seeded.sandbox.log(from).filter(({ kind }) => kind === 'mutation');
    return [...new Set(mutations.flatMap(({ fields }) => fields))];
  }

  beforeAll(async () => {
    seeded = await startSeeded();
    await makeLookedUp(seeded);
    for (const yaml of BOTH) {
      undisturbed.push({ mutations: await applyFrom(yaml), counts: await seeded.ion(COUNTS) });
    }
  }, 60_000);
  afterAll(() => seeded.close());

  it.each<[string, FaultRule['effect']]>([
    ['before the commit', { type: 'reset', when: 'before' }],
    ['by a 503 before the commit', { type: 'answer', status: 503, when: 'before' }],
    ['after the commit', { type: 'reset', when: 'after' }],
  ])(
    '%s, one apply settles all of them',
    async (_how, effect) => {
      await seeded.sandbox.reset();
      await makeLookedUp(seeded);
      for (const [index, yaml] of BOTH.entries()) {
        const { mutations = [], counts } = undisturbed[index] ?? {};
        for (const operation of mutations) seeded.sandbox.faults.add({ operation, effect, count: 1 });
        expect(troubles(await seeded.apply(yaml))).toEqual([]);
        seeded.sandbox.faults.clear();
        expect(await seeded.ion(COUNTS)).toEqual(counts);
        expect(pending(await seeded.plan(yaml))).toEqual([]);
      }
    },
    60_000,
  );
});
