import { afterAll, describe, expect, it } from 'vitest';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

const seeded: SeededSandbox = await startSeeded();
afterAll(() => seeded.close());

/** Two frames, each takes a motor and four screws; `installed` says what is in which. */
const frames = (installed: string, motors = ['M1', 'M2']) => `
parts:
  frame: { partNumber: FRAME, trackingType: SERIAL }
  motor: { partNumber: MOTOR, trackingType: SERIAL }
  screw: { partNumber: SCREW, trackingType: LOT }
boms:
  frame: { part: frame, status: RELEASED, items: [{ part: motor, quantity: 1 }, { part: screw, quantity: 4 }] }
inventory:
  frame-1: { part: frame, serialNumber: F1 }
  frame-2: { part: frame, serialNumber: F2 }
  motor-1: { part: motor, serialNumber: ${motors[0]} }
  motor-2: { part: motor, serialNumber: ${motors[1]} }
  screws-a: { part: screw, lotNumber: A, quantity: 5 }
  screws-b: { part: screw, lotNumber: B, quantity: 5 }
installations:${installed}
`;

const FIRST = frames(`
  motor-of-1: { into: frame-1, inventory: motor-1 }
  motor-of-2: { into: frame-2, inventory: motor-2 }
  screws-of-1: { into: frame-1, inventory: screws-a, quantity: 2 }`);

async function appliedOnce(yaml: string): Promise<readonly string[]> {
  const sent = pending(await seeded.plan(yaml));
  expect(troubles(await seeded.apply(yaml))).toEqual([]);
  expect(pending(await seeded.plan(yaml))).toEqual([]);
  return sent;
}

describe('what is installed where something else is declared', () => {
  it('gives way', async () => {
    await appliedOnce(FIRST);
    const renamed = FIRST.replace('serialNumber: M1', 'serialNumber: M3');
    expect(await appliedOnce(renamed)).toEqual([
      'create inventory/motor-1',
      'create installation/motor-of-1',
      expect.stringMatching(/^delete installation\/frame-1\.motor\./),
    ]);
    expect(await appliedOnce(FIRST)).toHaveLength(2);
  });

  it('gives way to each other: each is taken out before it is put in where it is declared', async () => {
    const swapped = frames(`
  motor-of-1: { into: frame-1, inventory: motor-2 }
  motor-of-2: { into: frame-2, inventory: motor-1 }
  screws-of-1: { into: frame-1, inventory: screws-a, quantity: 2 }`);
    const { changes } = (await seeded.plan(swapped)).plan;
    const takenOut = changes.flatMap(({ action, id }) => (action === 'delete' ? [id] : []));
    const putIn = changes.filter(({ action }) => action === 'create');
    expect(takenOut).toHaveLength(2);
    for (const { dependsOn } of putIn) expect(dependsOn).toEqual(expect.arrayContaining(takenOut));
    expect(await appliedOnce(swapped)).toHaveLength(4);
    await appliedOnce(FIRST);
  });

  it('is taken out of where nothing is declared any more, when it is declared elsewhere', async () => {
    const moved = frames(`
  motor-of-2: { into: frame-2, inventory: motor-1 }`);
    expect(await appliedOnce(moved)).toEqual([
      'create installation/motor-of-2',
      'delete installation/frame-1.motor.motor-1',
      'delete installation/frame-2.motor.motor-2',
    ]);
    await appliedOnce(FIRST);
  });

  it('stays where there is room for both', async () => {
    const other = (quantity: number) =>
      frames(`
  screws-of-1: { into: frame-1, inventory: screws-b, quantity: ${quantity} }`);
    expect(await appliedOnce(other(2))).toEqual(['create installation/screws-of-1']);
    expect(await appliedOnce(other(3))).toEqual([
      'replace installation/screws-of-1',
      expect.stringMatching(/^delete installation\/frame-1\.screw\./),
    ]);
  });

  it('stays where what is declared does not fit without it either, which is blocked', async () => {
    await appliedOnce(FIRST);
    // Of a BOM that no file declares, only the target knows how much it asks for.
    const tooMuch = FIRST.replace(/boms:\n.*\n/, '').replace(
      'inventory: screws-a, quantity: 2',
      'inventory: screws-b, quantity: 5',
    );
    expect(pending(await seeded.plan(tooMuch))).toEqual(['blocked installation/screws-of-1']);
  });

  it('is blocked where it would not fit, and what is installed stays', async () => {
    const fewer = frames(`
  screws-of-2: { into: frame-2, inventory: screws-b, quantity: 4 }`).replace('lotNumber: B', 'lotNumber: C');
    await appliedOnce(fewer);
    // A unit keeps the requirements with which it was made.
    const more = fewer
      .replace('{ part: screw, quantity: 4 }', '{ part: screw, quantity: 5 }')
      .replace('inventory: screws-b, quantity: 4', 'inventory: screws-b, quantity: 5');
    const { changes } = (await seeded.plan(more)).plan;
    expect(changes.filter(({ kind }) => kind === 'installation')).toMatchObject([
      { action: 'blocked', reason: 'build-requirement/frame-2.screw takes 4 in the target, and 5 are declared' },
    ]);
    await seeded.apply(more);
    expect(pending(await seeded.plan(fewer))).not.toContain('create installation/screws-of-2');
  });
});
