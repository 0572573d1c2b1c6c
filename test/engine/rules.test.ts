import { describe, expect, it } from 'vitest';
import type { Rules } from '../../src/sandbox/index.ts';
import { BRACKET } from './bracket.ts';
import { pending, startSeeded, troubles } from './seeded-sandbox.ts';

const SETTINGS: readonly Partial<Rules>[] = [
  { directRelease: false },
  { buildRequirementsAt: 'run' },
  { directRelease: false, buildRequirementsAt: 'run' },
];

describe('where the documents leave a behaviour open', () => {
  it.each(SETTINGS)('%j is applied, kept and destroyed as well', async rules => {
    const seeded = await startSeeded({ rules });
    try {
      expect(troubles(await seeded.apply(BRACKET))).toEqual([]);
      expect(pending(await seeded.plan(BRACKET))).toEqual([]);
      await seeded.destroy(BRACKET);
      expect(troubles(await seeded.apply(BRACKET))).toEqual([]);
      expect(pending(await seeded.plan(BRACKET))).toEqual([]);
    } finally {
      await seeded.close();
    }
  });

  it('a unit that was made before its run takes its build requirements from the run', async () => {
    const seeded = await startSeeded({ rules: { buildRequirementsAt: 'run' } });
    try {
      const unitsOnly = BRACKET.slice(0, BRACKET.indexOf('runs:'));
      expect(troubles(await seeded.apply(unitsOnly))).toEqual([]);
      expect(troubles(await seeded.apply(BRACKET))).toEqual([]);
      expect(pending(await seeded.plan(BRACKET))).toEqual([]);
    } finally {
      await seeded.close();
    }
  });
});
