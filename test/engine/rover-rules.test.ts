import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/plan/change.ts';
import { readSources } from '../../src/source/read-sources.ts';
import { FLIPS } from './rule-combinations.ts';
import { pending, startSeeded, troubles } from './seeded-sandbox.ts';

const { files } = await readSources(['fixtures/rover'], { cwd: '.' });
const ROVER = files.map(({ text }) => text).join('\n---\n');

/** The rover of an organisation whose people have approved its procedures for its parts. */
const APPROVED_ROVER = ROVER.replace(/^ {4}parts: \[([\w-]+)\]$/gm, '    parts: [{ part: $1, status: APPROVED }]');

describe('the rover', () => {
  it.each(FLIPS)('is applied once with %j, by as many requests as the plan says', { timeout: 120_000 }, async rules => {
    const rover = rules.approvedPartProcedures ? APPROVED_ROVER : ROVER;
    const seeded = await startSeeded({ rules }, 16);
    try {
      const planning = await seeded.plan(rover);
      const result = await seeded.carryOut(planning);
      expect(troubles(result)).toEqual([]);
      const planned = writesOf(planning.plan);
      // That ION makes no requirements for a unit shows only when the unit is made: then we do.
      if (rules.buildRequirementsAt === 'run') expect(result.stats.writes).toBeGreaterThan(planned);
      else expect(result.stats.writes).toBe(planned);
      expect(pending(await seeded.plan(rover))).toEqual([]);
    } finally {
      await seeded.close();
    }
  });
});
