import { describe, expect, it } from 'vitest';
import type { ApplyResult } from '../../src/apply/outcome.ts';
import type { Planning } from '../../src/pipeline.ts';
import type { Rules } from '../../src/sandbox/index.ts';
import { BRACKET, bracketWith } from './bracket.ts';
import { CHANGED_EVERYWHERE, EVERY_SECTION, makeLookedUp } from './every-section.ts';
import { COMBINATIONS } from './rule-combinations.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

async function withSandbox(rules: Partial<Rules>, use: (seeded: SeededSandbox) => Promise<void>): Promise<void> {
  const seeded = await startSeeded({ rules });
  try {
    await makeLookedUp(seeded);
    await use(seeded);
  } finally {
    await seeded.close();
  }
}

/** Applies what takes something to apply, and finds nothing to do the second time. */
async function settle(seeded: SeededSandbox, yaml: string): Promise<void> {
  const first = await seeded.apply(yaml);
  expect(troubles(first)).toEqual([]);
  expect(first.stats.writes).toBeGreaterThan(0);
  const planning = await seeded.plan(yaml);
  expect(pending(planning)).toEqual([]);
  expect((await seeded.carryOut(planning)).stats.writes).toBe(0);
}

/** What ION does not let go of, because of an issue, a run, an archived procedure or a former version that it keeps. */
const HELD = [
  'disposition-type/rework',
  'inventory/asm-1',
  'inventory/bracket-2',
  'part/screw-zinc',
  'purchase-order-line/spring.bracket',
  'role/inspector',
  'team/assembly',
];

function failed({ outcomes }: ApplyResult): readonly string[] {
  return outcomes.filter(({ status }) => status === 'failed').map(({ change }) => change.address);
}

/** The transitions that take our approval, as `kind state`, one for each object. */
function approved({ plan }: Planning): readonly string[] {
  return plan.changes
    .flatMap(change => (change.action === 'transition' && change.approved ? [`${change.kind} ${change.to}`] : []))
    .toSorted();
}

function approvalsSent({ sandbox }: SeededSandbox): number {
  return sandbox.log().filter(({ fields }) => fields.some(name => /^create(Review|\w*Approval)$/.test(name))).length;
}

const GATES = [
  ...['bom RELEASED', 'bom RELEASED', 'procedure RELEASED'],
  ...['purchase-order APPROVED', 'standard-step RELEASED'],
];

describe('where the documents leave a behaviour open', () => {
  it.each(COMBINATIONS)('every section is applied, changed, destroyed and applied again with %j', async rules => {
    await withSandbox(rules, async seeded => {
      await settle(seeded, EVERY_SECTION);
      await settle(seeded, CHANGED_EVERYWHERE);
      expect(failed(await seeded.destroy(CHANGED_EVERYWHERE)).toSorted()).toEqual(HELD);
      await settle(seeded, CHANGED_EVERYWHERE);
    });
  });

  it('a unit that was made before its run takes its build requirements from the run', async () => {
    await withSandbox({ buildRequirementsAt: 'run' }, async seeded => {
      await settle(seeded, BRACKET.slice(0, BRACKET.indexOf('runs:')));
      await settle(seeded, BRACKET);
    });
  });

  it('an approval is given where one is asked for, and the plan says so', async () => {
    for (const [approvals, gates] of [
      [0, []],
      [1, GATES],
    ] as const) {
      await withSandbox({ approvals }, async seeded => {
        const planning = await seeded.plan(EVERY_SECTION);
        expect(approved(planning)).toEqual(gates);
        expect(troubles(await seeded.carryOut(planning))).toEqual([]);
        expect(approvalsSent(seeded)).toBe(gates.length);
      });
    }
  });

  it('an approval whose answer is lost is given again', async () => {
    await withSandbox({ approvals: 1 }, async seeded => {
      seeded.sandbox.faults.add({ operation: 'createReview', effect: { type: 'reset', when: 'after' }, count: 1 });
      expect(troubles(await seeded.apply(BRACKET))).toEqual([]);
      expect(seeded.sandbox.faults.list()).toMatchObject([{ fired: 1 }]);
    });
  });

  it('where more approvals are asked for than ours, the release fails, and goes on when the others are there', async () => {
    await withSandbox({}, async seeded => {
      const { me } = await seeded.ion<{ me: { organization: { id: number; _etag: string } } }>(
        '{ me { organization { id _etag } } }',
      );
      const ask =
        'mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { _etag } } }';
      const requiring = (numReviewersRequired: number, etag: string) => ({
        input: { id: me.organization.id, etag, settings: { procedures: { numReviewersRequired } } },
      });
      const { updateOrganization } = await seeded.ion<{ updateOrganization: { organization: { _etag: string } } }>(
        ask,
        requiring(2, me.organization._etag),
      );
      expect(troubles(await seeded.apply(BRACKET))).toEqual(
        expect.arrayContaining([
          'failed transition procedure/assemble-bracket IN_REVIEW → RELEASED: Procedure 1 needs 2 approvals before it is RELEASED and has 1.',
          'skipped create run/build-asm-12',
        ]),
      );
      await seeded.ion(ask, requiring(1, updateOrganization.organization._etag));
      await settle(seeded, BRACKET);
    });
  });

  it('a unit is run only when its part is approved for the procedure, where the organisation insists on that', async () => {
    await withSandbox({ approvedPartProcedures: true }, async seeded => {
      expect(troubles(await seeded.apply(BRACKET))).toContainEqual(
        expect.stringMatching(/^failed create run\/build-asm-12: Procedure 1 is not approved for part \d+\.$/),
      );
      await settle(
        seeded,
        bracketWith(['parts: [bracket-assembly]', 'parts: [{ part: bracket-assembly, status: APPROVED }]']),
      );
    });
  });

  it('a draft that ION makes with every part is no hindrance', async () => {
    await withSandbox({}, async seeded => {
      const document = 'mutation ($id: ID!) { createMbom(input: { partId: $id }) { mbom { id } } }';
      seeded.sandbox.faults.add({
        operation: 'createPart',
        effect: { type: 'interfere', when: 'after', document },
      });
      await settle(seeded, EVERY_SECTION);
      const { mboms } = await seeded.ion<{ mboms: { pageInfo: { totalCount: number } } }>(
        '{ mboms { pageInfo { totalCount } } }',
      );
      // One for each of the six parts, and the three that are declared.
      expect(mboms.pageInfo.totalCount).toBe(9);
      await settle(seeded, CHANGED_EVERYWHERE);
    });
  });
});
