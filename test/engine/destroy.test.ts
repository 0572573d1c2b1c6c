import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApplyResult } from '../../src/apply/outcome.ts';
import { type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());
beforeEach(() => seeded.sandbox.reset());

async function applied(...texts: readonly string[]): Promise<void> {
  for (const text of texts) expect(troubles(await seeded.apply(text))).toEqual([]);
}

/** What a destroy only retired. */
function retired({ outcomes }: ApplyResult): readonly string[] {
  return outcomes.flatMap(({ change }) => (change.action === 'delete' && change.retires ? [change.address] : []));
}

/** Destroys; nothing may be refused. What was only retired. */
async function destroyed(text: string): Promise<readonly string[]> {
  const result = await seeded.destroy(text);
  expect(troubles(result)).toEqual([]);
  return retired(result);
}

/** The mutations that a second destroy sends. */
async function sentAgain(text: string): Promise<readonly string[]> {
  const from = seeded.sandbox.log().at(-1)?.number;
  await seeded.destroy(text);
  return seeded.sandbox.log(from).flatMap(({ kind, fields }) => (kind === 'mutation' ? fields : []));
}

describe('a destroy', () => {
  const PARTS = 'parts: { arm: { partNumber: ARM, trackingType: SERIAL }, motor: { partNumber: MOT } }\n';

  it('removes every version of a BOM', async () => {
    const arm = (quantity: number) =>
      `${PARTS}boms: { arm: { part: arm, status: RELEASED, items: [{ part: motor, quantity: ${quantity} }] } }`;
    await applied(arm(1), arm(2), arm(3));
    expect(await destroyed(arm(3))).toEqual([]);
    expect(await seeded.ion('{ mboms { edges { node { id } } } parts { edges { node { id } } } }')).toEqual({
      mboms: { edges: [] },
      parts: { edges: [] },
    });
  });

  it('says that a procedure remains whose draft it removes and whose version before that it archives', async () => {
    const check = (title: string) =>
      `procedures: { check: { title: Check, status: RELEASED, steps: { look: { title: ${title} } } } }`;
    await applied(check('Look'), check('Look twice'));
    const { procedures } = await seeded.ion<{ procedures: { edges: { node: { id: number; familyId: number } }[] } }>(
      '{ procedures(filters: { isLatestVersion: { eq: true } }) { edges { node { id familyId } } } }',
    );
    const { id, familyId } = procedures.edges[0]?.node ?? {};
    await seeded.ion(
      'mutation ($id: ID!, $familyId: ID!) { createProcedureVersion(procedureId: $id, familyId: $familyId) { procedure { id } } }',
      { id, familyId },
    );
    expect(await destroyed(check('Look twice'))).toEqual(['procedure/check']);
    const { procedures: left } = await seeded.ion<{ procedures: { edges: { node: object }[] } }>(
      '{ procedures { edges { node { version status } } } }',
    );
    expect(left.edges.map(({ node }) => node)).toEqual([
      { version: 1, status: 'ARCHIVED' },
      { version: 2, status: 'ARCHIVED' },
    ]);
  });

  it('does not archive again what it archived', async () => {
    const text = `
standardSteps: { clean: { title: Clean, status: RELEASED } }
procedures: { check: { title: Check, status: RELEASED, steps: { look: { title: Look } } } }
`;
    await applied(text);
    expect([...(await destroyed(text))].sort()).toEqual(['procedure/check', 'standard-step/clean']);
    expect(await sentAgain(text)).toEqual([]);
    expect([...(await destroyed(text))].sort()).toEqual(['procedure/check', 'standard-step/clean']);
  });

  it('removes units, also those on order, before the items of the draft that they have their requirements from', async () => {
    const text = `${PARTS}
boms: { arm: { part: arm, items: [{ part: motor, quantity: 1 }] } }
inventory: { arm-1: { part: arm, serialNumber: A-1 } }
purchaseOrders: { arms: { lines: [{ part: arm, quantity: 1 }] } }
`;
    await applied(text);
    const { outcomes } = await seeded.destroy(text);
    const item = outcomes.find(({ change }) => change.id === 'delete bom-item/arm.motor');
    expect(item?.change.dependsOn.toSorted()).toEqual([
      'delete inventory/arm-1',
      'delete purchase-order-line/arms.arm',
    ]);
  });

  it('waits for what refers to something in the target, though the fixtures say so no more', async () => {
    const bolt = (unit: string) => `
units: { each: { type: each } }
labels: { pilot: { value: pilot } }
parts: { bolt: { partNumber: BOLT, labels: [pilot]${unit} } }
`;
    await applied(bolt(', unit: each'));
    expect(await destroyed(bolt(''))).toEqual([]);
  });

  it('waits for nothing that is declared and was never made', async () => {
    const made = `${PARTS}
inventory: { arm-1: { part: arm, serialNumber: A-1, requirements: [{ part: motor, quantity: 1 }] }, motors: { part: motor, quantity: 5 } }
procedures: { build: { title: Build, status: RELEASED, steps: { join: { title: Join } } } }
runs: { build: { title: Build, procedure: build, inventory: arm-1 } }
`;
    await applied(made);
    const result = await seeded.destroy(`${made}installations: { motor: { into: arm-1, inventory: motors } }`);
    expect(retired(result).toSorted()).toEqual(['procedure/build', 'run/build']);
  });
});
