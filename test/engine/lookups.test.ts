/** What the target already has can be looked up in more than one way, and be declared as well: it stays one object. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

const OTHERS = `
locations:
  plant: { name: Plant 1, type: WAREHOUSE }
  cell: { name: Cell 1, type: WORKCENTER, parent: plant }
parts:
  bracket: { partNumber: BRKT-001, trackingType: SERIAL }
`;

const BY_NUMBER = '{ lookup: { partNumber: BRKT-001 } }';
const BY_REVISION = '{ lookup: { partNumber: BRKT-001, revision: A } }';
const REVERSED = '{ lookup: { revision: A, partNumber: BRKT-001 } }';

const OWN = `
locations:
  shelf: { name: Shelf, parent: { lookup: { name: Plant 1 } } }
  bin: { name: Bin, parent: { lookup: { name: Plant 1, type: WAREHOUSE } } }
parts:
  assembly: { partNumber: ASSY-001, trackingType: SERIAL }
boms:
  assembly: { part: assembly, items: [{ part: ${BY_NUMBER}, quantity: 1 }] }
inventory:
  one: { part: ${BY_REVISION}, serialNumber: S-1, location: { lookup: { name: Cell 1 } } }
  two: { part: ${REVERSED}, serialNumber: S-2, location: { lookup: { type: WORKCENTER, name: Cell 1 } } }
`;

describe('an object that is looked up in several ways', () => {
  let target: SeededSandbox;
  beforeAll(async () => {
    target = await startSeeded();
    await target.apply(OTHERS);
  });
  afterAll(() => target.close());

  it('is one object: the second apply has nothing to do', async () => {
    expect(troubles(await target.apply(OWN))).toEqual([]);
    expect(pending(await target.plan(OWN))).toEqual([]);
  });

  it('may be declared as well', async () => {
    const declared = OWN.replace(
      'locations:\n',
      'locations:\n  cell: { name: Cell 1, type: WORKCENTER }\n  plant: { name: Plant 1 }\n',
    ).replace('parts:\n', 'parts:\n  bracket: { partNumber: BRKT-001, description: Bracket }\n');
    expect(pending(await target.plan(declared))).toEqual(['update part/bracket']);
  });

  it('cannot be two items of one BOM', async () => {
    const twice = OWN.replace('quantity: 1 }]', `quantity: 1 }, { part: ${REVERSED}, quantity: 2 }]`);
    expect(await target.refusals(twice)).toMatchObject([{ code: 'duplicate-identity' }]);
  });
});

describe('an object that the target has twice', () => {
  it('is reported once, however deep the objects around it nest', async () => {
    const target = await startSeeded();
    try {
      const fixture = 'locations: { a: { name: A }, b: { name: B }, c: { name: C, parent: b } }';
      await target.apply(fixture);
      await target.ion('mutation { createLocation(input: { name: "A" }) { location { id } } }');
      expect(await target.refusals(fixture)).toMatchObject([{ code: 'ambiguous-identity' }]);
    } finally {
      await target.close();
    }
  });
});
