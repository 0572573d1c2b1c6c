// What a unit still needs: an entry for each item of its mBOM.
import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, releaseMbom } from '../ion.ts';
import { buildable, INSTALL, install, lotPart, newUnit, serialPart } from './example-unit.ts';

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
  test('stay as they were when another version of the mBOM is released (inferred)', async () => {
    const { parent, bulk, unit, mbom } = await buildable(ion);
    await releaseMbom(ion, parent.id, [[bulk.id, 9]]);
    const fields = 'buildRequirements { originMbomItemId quantityPerParentPartInventory }';
    const of = async (id: number) =>
      (await ion.get('PartInventory', id, fields)).buildRequirements.map(
        (one: Answer) => one.quantityPerParentPartInventory,
      );
    expect(await of(unit.id)).toEqual([1, 4]);
    expect(await of((await newUnit(ion, parent.id)).id)).toEqual([9]);
    expect((await ion.get('PartInventory', unit.id, fields)).buildRequirements[0].originMbomItemId).toBe(mbom.items[0]);
  });

  test('what is split off has its own, and the origin keeps what is installed [MAN, GUIDE; the second half is inferred]', async () => {
    const [parent, bulk] = [await lotPart(ion), await lotPart(ion)];
    await releaseMbom(ion, parent.id, [[bulk.id, 4]]);
    const input = { partId: parent.id, lotNumber: 'L', quantity: 3 };
    const batch = await ion.create('PartInventory', input, '_etag buildRequirements { id }');
    const stock = await ion.create('PartInventory', { partId: bulk.id, lotNumber: 'M', quantity: 20 });
    await install(ion, batch.buildRequirements[0].id, stock.id, 8);
    const fields = 'partInventory { buildRequirements { id partId abomInstallations { id } } }';
    const split = { id: batch.id, etag: batch._etag, quantity: 1 };
    const made = await ion.mutate('splitPartInventory', 'SplitPartInventoryInput', split, fields);
    const [{ id, ...own }] = made.partInventory.buildRequirements;
    expect(own).toEqual({ partId: bulk.id, abomInstallations: [] });
    expect(await install(ion, id, stock.id, 4)).toMatchObject({ quantity: 4 });
    expect(await ion.get('PartInventory', batch.id, 'buildRequirements { abomInstallations { quantity } }')).toEqual({
      buildRequirements: [{ abomInstallations: [{ quantity: 8 }] }],
    });
  });

  test('ask for more the more there is of the parent (inferred)', async () => {
    const [parent, bulk] = [await lotPart(ion), await lotPart(ion)];
    await releaseMbom(ion, parent.id, [[bulk.id, 4]]);
    const batch = await ion.create(
      'PartInventory',
      { partId: parent.id, lotNumber: 'L', quantity: 3 },
      'buildRequirements { id }',
    );
    const stock = await ion.create('PartInventory', { partId: bulk.id, lotNumber: 'M', quantity: 20 });
    const [{ id }] = batch.buildRequirements;
    expect(await install(ion, id, stock.id, 12)).toMatchObject({ quantity: 12 });
    const input = { buildRequirementId: id, partInventoryId: stock.id, quantity: 1 };
    expect((await ion.refusal(INSTALL, { input })).message).toContain('takes 0 more');
  });
});
