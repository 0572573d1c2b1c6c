import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { compileSources } from '../../src/pipeline.ts';

type Entry = readonly [section: string, key: string, fields: unknown];

/** A baseline in which most entries have something wrong with them. */
const BASELINE = parse(readFileSync(new URL('faulty.yaml', import.meta.url), 'utf8')) as Record<string, object>;

const ENTRIES: readonly Entry[] = Object.entries(BASELINE).flatMap(([section, entries]) =>
  Object.entries(entries).map(([key, fields]): Entry => [section, key, fields]),
);

/** The entries as several files, each entry in a document of its own. */
function filesOf(entries: readonly Entry[], count: number) {
  const texts = Array.from({ length: count }, (): string[] => []);
  for (const [index, [section, key, fields]] of entries.entries()) {
    texts[index % count]?.push(stringify({ [section]: { [key]: fields } }));
  }
  return texts.map((documents, index) => ({ path: `${index}.yaml`, text: documents.join('---\n') }));
}

async function problemsOf(entries: readonly Entry[], count: number): Promise<readonly string[]> {
  const { diagnostics } = await compileSources(filesOf(entries, count));
  return diagnostics.map(({ code, message }) => `${code}: ${message}`).sort();
}

it('the baseline is wrong in many ways', async () => {
  const problems = await problemsOf(ENTRIES, 1);
  expect(new Set(problems.map(problem => problem.split(':')[0]))).toEqual(
    new Set([
      'bad-value',
      'missing-field',
      'unknown-reference',
      'reference-cycle',
      'duplicate-identity',
      'duplicate-address',
    ]),
  );
  expect(problems.length).toBeGreaterThan(30);
});

it('the order of files and of entries never changes what is reported', async () => {
  const some = fc.subarray([...ENTRIES], { minLength: 1 });
  const shuffles = some.chain(entries =>
    fc.record({
      entries: fc.constant(entries),
      shuffled: fc.shuffledSubarray(entries, { minLength: entries.length }),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(shuffles, async ({ entries, shuffled, count }) => {
      expect(await problemsOf(shuffled, count)).toEqual(await problemsOf(entries, 1));
    }),
    { numRuns: 60 },
  );
});
