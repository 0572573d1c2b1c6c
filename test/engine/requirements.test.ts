import { afterAll, describe, expect, it } from 'vitest';
import { compileSources } from '../../src/pipeline.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

const seeded: SeededSandbox = await startSeeded();
afterAll(() => seeded.close());

const unit = (quantity = 2, extra = '') => `
parts:
  frame: { partNumber: FRAME, trackingType: SERIAL }
  screw: { partNumber: SCREW }
  steel-screw: { partNumber: SCREW-STEEL }
  shim: { partNumber: SHIM }
boms:
  frame: { part: frame, status: RELEASED, items: [{ part: screw, quantity: 4, substitutes: [steel-screw] }] }
inventory:
  frame-1: { part: frame, serialNumber: '1', requirements: [{ part: shim, quantity: ${quantity} }${extra}] }
  screws: { part: screw, quantity: 50 }
  steel-screws: { part: steel-screw, quantity: 50 }
  shims: { part: shim, quantity: 9 }
installations:
  shim-it: { into: frame-1, inventory: shims, quantity: 2 }
  screw-it: { into: frame-1, inventory: screws, quantity: 1 }
  screw-it-well: { into: frame-1, inventory: steel-screws, quantity: 3 }
`;

async function messages(yaml: string): Promise<readonly string[]> {
  return (await compileSources([{ path: 'f.yaml', text: yaml }])).diagnostics.map(({ message }) => message);
}

describe('a requirement that is added to a unit', () => {
  it('is made once beside those of the BOM, and can be installed into; so can a substitute', async () => {
    expect(troubles(await seeded.apply(unit()))).toEqual([]);
    const query = `{ partInventories(filters: { serialNumber: { eq: "1" } }) { edges { node { buildRequirements {
      partId quantityPerParentPartInventory originMbomItemId abomInstallations { quantity partInventory { part { partNumber } } }
    } } } } }`;
    interface Answer {
      readonly partInventories: {
        readonly edges: readonly { readonly node: { readonly buildRequirements: unknown } }[];
      };
    }
    const [edge] = (await seeded.ion<Answer>(query)).partInventories.edges;
    const installed = (partNumber: string, quantity: number) => ({ quantity, partInventory: { part: { partNumber } } });
    expect(edge?.node.buildRequirements).toMatchObject([
      {
        quantityPerParentPartInventory: 4,
        abomInstallations: expect.arrayContaining([installed('SCREW', 1), installed('SCREW-STEEL', 3)]),
      },
      {
        quantityPerParentPartInventory: 2,
        originMbomItemId: null,
        abomInstallations: [installed('SHIM', 2)],
      },
    ]);
    expect(pending(await seeded.plan(unit()))).toEqual([]);
  });

  it('is not changed afterwards: no source knows a mutation for that', async () => {
    expect(pending(await seeded.plan(unit(3)))).toEqual(['blocked build-requirement/frame-1.shim']);
  });

  it('goes with its unit', async () => {
    const result = await seeded.destroy(unit());
    const records = result.outcomes.filter(({ change }) => change.kind === 'inventory');
    expect(new Set(records.map(({ status }) => status))).toEqual(new Set(['done']));
    // Of three of the four only a part was installed, which is a record of its own.
    expect(records.filter(({ change }) => change.address.includes('#'))).toHaveLength(3);
    expect(records).toHaveLength(7);
  });

  it('is not for a part that the BOM asks for', async () => {
    expect(await messages(unit(2, ', { part: screw }'))).toContain('the BOM of the unit asks for "screw" already');
  });

  it('takes no more than it asks for', async () => {
    expect(await messages(unit(1))).toEqual(['"frame-1" takes 1 of "shim", but 2 are installed']);
  });
});

describe('a requirement that ION was expected to make, where only a run would bring it', () => {
  it('is made from the BOM, once for all that is installed, and then kept', async () => {
    const late = await startSeeded({ rules: { buildRequirementsAt: 'run' } });
    try {
      expect(troubles(await late.apply(unit()))).toEqual([]);
      const query = '{ partInventories { edges { node { buildRequirements { quantityPerParentPartInventory } } } } }';
      interface Answer {
        readonly partInventories: {
          readonly edges: readonly { readonly node: { readonly buildRequirements: readonly object[] } }[];
        };
      }
      const made = (await late.ion<Answer>(query)).partInventories.edges.flatMap(({ node }) => node.buildRequirements);
      expect(made).toHaveLength(2);
      expect(made).toContainEqual({ quantityPerParentPartInventory: 4 });
      expect(pending(await late.plan(unit()))).toEqual([]);
    } finally {
      await late.close();
    }
  });

  it('is planned where the unit is there already', async () => {
    const late = await startSeeded({ rules: { buildRequirementsAt: 'run' } });
    try {
      const bare = unit().slice(0, unit().indexOf('installations:'));
      await late.apply(bare);
      expect(pending(await late.plan(unit()))).toContain('create build-requirement/frame-1.screw');
      expect(troubles(await late.apply(unit()))).toEqual([]);
      expect(pending(await late.plan(unit()))).toEqual([]);
    } finally {
      await late.close();
    }
  });

  it('is not brought a second time by a run that is declared later', async () => {
    const late = await startSeeded({ rules: { buildRequirementsAt: 'run' } });
    const withRun = `${unit()}
procedures: { build: { title: Build, status: RELEASED, steps: { weld: { title: Weld } } } }
runs: { first: { title: First, procedure: build, inventory: frame-1 } }
`;
    try {
      expect(troubles(await late.apply(unit()))).toEqual([]);
      expect(troubles(await late.apply(withRun))).toEqual([]);
      expect(pending(await late.plan(withRun))).toEqual([]);
    } finally {
      await late.close();
    }
  });
});
