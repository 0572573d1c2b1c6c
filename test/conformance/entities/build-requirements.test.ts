// What a unit still needs: an entry for each item of its mBOM.
import { describe, expect, test } from 'vitest';
import { ionForFile, releaseMbom } from '../ion.ts';
import { lotPart, newUnit, serialPart } from './example-unit.ts';

const ion = ionForFile();

describe('build requirements', () => {
  test('a new inventory has one per item of the released mBOM, all empty [MAN, GUIDE]', async () => {
    const [parent, child, bulk] = [await serialPart(ion), await serialPart(ion), await lotPart(ion)];
    const before = await newUnit(ion, parent.id);
    const mbom = await releaseMbom(ion, parent.id, [
      [child.id, 1],
      [bulk.id, 4],
    ]);
    const fields =
      'buildRequirements { partId originMbomItemId quantityPerParentPartInventory fixedQuantityPerBuildRequirement madeOnAssembly abomInstallations { id } partInventories { id } }';
    expect((await ion.get('PartInventory', before.id, fields)).buildRequirements).toEqual([]);
    const made = await newUnit(ion, parent.id);
    const empty = { madeOnAssembly: false, fixedQuantityPerBuildRequirement: null, abomInstallations: [] };
    expect((await ion.get('PartInventory', made.id, fields)).buildRequirements).toEqual([
      {
        ...empty,
        partId: child.id,
        originMbomItemId: mbom.items[0],
        quantityPerParentPartInventory: 1,
        partInventories: [{ id: made.id }],
      },
      {
        ...empty,
        partId: bulk.id,
        originMbomItemId: mbom.items[1],
        quantityPerParentPartInventory: 4,
        partInventories: [{ id: made.id }],
      },
    ]);
    expect((await ion.refusedRemove('MBom', mbom.id)).message).toContain('BuildRequirement.originMbomItemId');
  });

  test('one more can be added to a unit [GUIDE]', async () => {
    const [parent, extra] = [await newUnit(ion, (await serialPart(ion)).id), await lotPart(ion)];
    const mutation =
      'mutation ($input: CreateBuildRequirementInput!) { createBuildRequirement(input: $input) { buildRequirement { partId originMbomItemId quantityPerParentPartInventory partInventories { id } } } }';
    const input = { partId: extra.id, partInventoryId: parent.id, quantityPerParentPartInventory: 2 };
    expect((await ion.ask(mutation, { input })).createBuildRequirement.buildRequirement).toEqual({
      partId: extra.id,
      originMbomItemId: null,
      quantityPerParentPartInventory: 2,
      partInventories: [{ id: parent.id }],
    });
  });
});
