import { describe, expect, it } from 'vitest';
import { readSources } from '../../src/source/read-sources.ts';
import { FLIPS } from './rule-combinations.ts';
import { pending, startSeeded, troubles } from './seeded-sandbox.ts';

const { files } = await readSources(['fixtures/rover'], { cwd: '.' });
const ROVER = files.map(({ text }) => text).join('\n---\n');

/** The rover of an organisation whose people have approved its procedures for its parts. */
const APPROVED_ROVER = ROVER.replace(/^ {4}parts: \[([\w-]+)\]$/gm, '    parts: [{ part: $1, status: APPROVED }]');

describe('the rover', () => {
  it.each(FLIPS)('is applied once with %j', { timeout: 120_000 }, async rules => {
    const rover = rules.approvedPartProcedures ? APPROVED_ROVER : ROVER;
    const seeded = await startSeeded({ rules }, 16);
    try {
      expect(troubles(await seeded.apply(rover))).toEqual([]);
      expect(pending(await seeded.plan(rover))).toEqual([]);
    } finally {
      await seeded.close();
    }
  });
});
