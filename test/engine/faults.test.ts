import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../src/sandbox/index.ts';
import { BRACKET, bracketWith } from './bracket.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());
beforeEach(async () => {
  seeded.sandbox.faults.clear();
  await seeded.sandbox.reset();
});

const COUNTS = `{
  units: unitsOfMeasurement(filters: { type: { eq: "each" } }) { pageInfo { totalCount } }
  locations { pageInfo { totalCount } } suppliers { pageInfo { totalCount } } partSubtypes { pageInfo { totalCount } }
  labels { pageInfo { totalCount } } parts { pageInfo { totalCount } } mboms { pageInfo { totalCount } }
  mbomItems { pageInfo { totalCount } } mbomSubstitutes { pageInfo { totalCount } }
  mbomItemReferenceDesignators { pageInfo { totalCount } } procedures { pageInfo { totalCount } } steps { pageInfo { totalCount } }
  fields { pageInfo { totalCount } } partInventories { pageInfo { totalCount } } runs { pageInfo { totalCount } }
}`;

/** How many objects of each sort there are. */
async function counts(): Promise<Readonly<Record<string, number>>> {
  const answer = await seeded.ion<Record<string, { pageInfo: { totalCount: number } }>>(COUNTS);
  return Object.fromEntries(Object.entries(answer).map(([name, { pageInfo }]) => [name, pageInfo.totalCount]));
}

/** One object for each identity of the bracket line. */
const ONE_EACH = {
  units: 1,
  locations: 2,
  suppliers: 1,
  partSubtypes: 1,
  labels: 1,
  parts: 4,
  mboms: 1,
  mbomItems: 2,
  mbomSubstitutes: 1,
  mbomItemReferenceDesignators: 1,
  procedures: 1,
  steps: 5,
  fields: 3,
  partInventories: 4,
  runs: 1,
};

describe('a create whose answer is lost', () => {
  it.each<[string, FaultRule['effect']]>([
    ['by a reset of the connection after the commit', { type: 'reset', when: 'after' }],
    ['by a 500 after the commit', { type: 'answer', status: 500, when: 'after' }],
    ['by half of a body', { type: 'truncate' }],
    ['before the commit', { type: 'reset', when: 'before' }],
  ])('%s is looked up before it is sent again, and made once', async (_how, effect) => {
    for (const operation of [
      'createPart',
      'createMbom',
      'createMbomItem',
      'createStep',
      'createPartInventory',
      'createRun',
      'createAbomInstallation',
    ]) {
      seeded.sandbox.faults.add({ operation, effect, count: 1 });
    }
    expect(troubles(await seeded.apply(BRACKET))).toEqual([]);
    expect(seeded.sandbox.faults.list().map(({ fired }) => fired)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    seeded.sandbox.faults.clear();
    expect(await counts()).toEqual(ONE_EACH);
    expect(pending(await seeded.plan(BRACKET))).toEqual([]);
  });
});

describe('an update', () => {
  const changed = bracketWith(['description: Bracket assembly', 'description: Left bracket assembly']);

  it('of something that someone else has just changed is sent again with the new etag', async () => {
    await seeded.apply(BRACKET);
    seeded.sandbox.faults.add({ operation: 'updatePart', effect: { type: 'stale-etag' }, count: 1 });
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    seeded.sandbox.faults.clear();
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('whose answer is lost is not sent again when it has happened', async () => {
    await seeded.apply(BRACKET);
    seeded.sandbox.faults.add({ operation: 'updatePart', effect: { type: 'reset', when: 'after' }, count: 1 });
    const result = await seeded.apply(changed);
    expect(troubles(result)).toEqual([]);
    expect(result.stats.writes).toBe(1);
  });

  it('that is always overtaken gives up and says so', async () => {
    await seeded.apply(BRACKET);
    seeded.sandbox.faults.add({ operation: 'updatePart', effect: { type: 'stale-etag' } });
    expect(troubles(await seeded.apply(changed))).toEqual([
      expect.stringMatching(/^failed update part\/bracket-assembly: .*[Ee]tag/),
    ]);
  });
});

describe('a transition', () => {
  it('whose answer is lost is not sent again when it has happened', async () => {
    await seeded.apply(bracketWith(['status: RELEASED\n    parts', 'status: DRAFT\n    parts'], ['runs:', 'x-runs:']));
    seeded.sandbox.faults.add({ operation: 'updateProcedure', effect: { type: 'reset', when: 'after' }, count: 1 });
    const result = await seeded.apply(bracketWith(['runs:', 'x-runs:']));
    expect(troubles(result)).toEqual([]);
    expect(result.stats.writes).toBe(2);
  });
});

describe('a revise', () => {
  it.each(['before', 'after'] as const)(
    'whose answer is lost %s it was carried out makes one new version',
    async when => {
      await seeded.apply(BRACKET);
      seeded.sandbox.faults.add({ operation: 'createMbom', effect: { type: 'reset', when }, count: 1 });
      const changed = bracketWith(['part: screw, quantity: 4', 'part: screw, quantity: 6']);
      expect(troubles(await seeded.apply(changed))).toEqual([]);
      seeded.sandbox.faults.clear();
      expect((await counts())['mboms']).toBe(2);
      expect(pending(await seeded.plan(changed))).toEqual([]);
    },
  );
});

describe('a change that ION refuses', () => {
  it('fails alone, and what depends on it is skipped and names it', async () => {
    seeded.sandbox.faults.add({
      operation: 'createMbomItem',
      effect: { type: 'answer', status: 422, message: 'no items today' },
    });
    const result = await seeded.apply(BRACKET);
    const failed = result.outcomes.filter(({ status }) => status === 'failed').map(({ change }) => change.address);
    expect(failed.sort()).toEqual(['bom-item/bracket-assembly.bracket', 'bom-item/bracket-assembly.screw']);
    const skipped = result.outcomes.filter(outcome => outcome.status === 'skipped');
    expect(skipped.map(({ change }) => change.id)).toContain('create installation/asm-12-bracket');
    for (const { because } of skipped) expect(failed).toContain(because);
    const done = result.outcomes.filter(({ status }) => status === 'done').map(({ change }) => change.id);
    expect(done).toContain('transition procedure/assemble-bracket RELEASED');
  });
});

describe('a target of another version', () => {
  it('that lacks a field is told at the line that declares it, before anything is sent', async () => {
    seeded.sandbox.faults.add({ effect: { type: 'schema', member: 'CreatePartInput.cost' } });
    const [diagnostic, ...others] = await seeded.refusals(BRACKET);
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({
      code: 'unsupported-by-target',
      message: "the target's schema lacks cost in createPart",
      help: 'its version of ION does not offer it: leave this out, or ask its owner',
    });
    expect(BRACKET.slice(diagnostic?.span?.start, diagnostic?.span?.end)).toBe('cost');
  });
});

describe('whatever happens on the way', () => {
  const effect = fc.oneof(
    fc.constantFrom<FaultRule['effect']>(
      { type: 'reset', when: 'before' },
      { type: 'reset', when: 'after' },
      { type: 'truncate' },
      { type: 'answer', status: 429 },
      { type: 'answer', status: 503, when: 'before' },
      { type: 'answer', status: 502, when: 'after' },
      { type: 'expired-token' },
      { type: 'stale-etag' },
    ),
  );
  const rule = fc.record({
    effect,
    probability: fc.constantFrom(0.05, 0.2, 0.5),
    count: fc.integer({ min: 1, max: 8 }),
    kind: fc.constant('mutation' as const),
  });

  it('applying until it is done leaves exactly one object for each identity, and an empty plan', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { minLength: 1, maxLength: 4 }), async rules => {
        seeded.sandbox.faults.clear();
        await seeded.sandbox.reset();
        for (const each of rules) seeded.sandbox.faults.add(each);
        let left = ['first'];
        for (let tries = 0; left.length > 0 && tries < 10; tries += 1)
          left = [...troubles(await seeded.apply(BRACKET))];
        expect(left).toEqual([]);
        seeded.sandbox.faults.clear();
        expect(await counts()).toEqual(ONE_EACH);
        expect(pending(await seeded.plan(BRACKET))).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});
