// What is built into a unit, and what is taken out of it again.
import { describe, expect, test } from 'vitest';
import { ionForFile, newPart } from '../ion.ts';
import { buildable, INSTALL, install, lotPart, newUnit, serialPart, statusOf } from './example-unit.ts';

const ion = ionForFile();

const UNINSTALL = 'mutation ($id: ID!) { deleteAbomInstallation(id: $id) { success message } }';

describe('installations', () => {
  test('what is installed counts on the child and shows in both directions [GUIDE, TS, EX]', async () => {
    const { child, bulk, unit: parent, one, four } = await buildable(ion, 10);
    const part = await newUnit(ion, child.id);
    const lot = await ion.create('PartInventory', { partId: bulk.id, lotNumber: 'L', quantity: 10 });
    const installed = await install(ion, one, part.id);
    expect(installed).toMatchObject({ buildRequirementId: one, partInventoryId: part.id, quantity: 1 });
    await install(ion, four, lot.id, 10);
    const counts = 'status installed quantityInstalled quantityAvailable';
    for (const [id, quantityInstalled] of [
      [part.id, 1],
      [lot.id, 10],
    ]) {
      expect(await ion.get('PartInventory', id, counts)).toEqual({
        status: 'INSTALLED',
        installed: true,
        quantityInstalled,
        quantityAvailable: 0,
      });
    }
    expect(await ion.get('PartInventory', part.id, 'abomInstallations { id buildRequirement { id } }')).toEqual({
      abomInstallations: [{ id: installed.id, buildRequirement: { id: one } }],
    });
    const downward = 'buildRequirements { abomInstallations { quantity partInventory { id } } }';
    expect((await ion.get('PartInventory', parent.id, downward)).buildRequirements).toEqual([
      { abomInstallations: [{ quantity: 1, partInventory: { id: part.id } }] },
      { abomInstallations: [{ quantity: 10, partInventory: { id: lot.id } }] },
    ]);
  });

  test('a part of a record is split off, and that part is installed [MAN inventory-splitting, docs split-inventory]', async () => {
    const { bulk, four } = await buildable(ion);
    const lot = await ion.create('PartInventory', { partId: bulk.id, lotNumber: 'L', quantity: 10 });
    const { partInventoryId } = await install(ion, four, lot.id, 4);
    const fields = 'status quantity quantityInstalled lotNumber originPartInventoryId';
    const same = { lotNumber: 'L' };
    expect(await ion.get('PartInventory', lot.id, fields)).toEqual({
      ...same,
      ...{ status: 'AVAILABLE', quantity: 6, quantityInstalled: 0, originPartInventoryId: null },
    });
    expect(await ion.get('PartInventory', partInventoryId, fields)).toEqual({
      ...same,
      ...{ status: 'INSTALLED', quantity: 4, quantityInstalled: 4, originPartInventoryId: lot.id },
    });
  });

  test('a record is used up in tenths, which leave nothing behind [SDL Float; that they add up as people count is inferred]', async () => {
    const { bulk, four } = await buildable(ion, 0.3);
    const lot = await ion.create('PartInventory', { partId: bulk.id, lotNumber: 'L', quantity: 0.3 });
    for (const left of [0.2, 0.1]) {
      await install(ion, four, lot.id, 0.1);
      expect(await ion.get('PartInventory', lot.id, 'quantity')).toEqual({ quantity: left });
    }
    expect((await install(ion, four, lot.id, 0.1)).partInventoryId).toBe(lot.id);
    expect(await statusOf(ion, lot.id)).toBe('INSTALLED');
  });

  test('what is installed cannot be taken away from under it (inferred)', async () => {
    const { bulk, four } = await buildable(ion);
    const lot = await ion.create('PartInventory', { partId: bulk.id, lotNumber: 'L', quantity: 4 });
    await install(ion, four, lot.id, 4);
    for (const changes of [{ quantity: 3 }, { quantityScrapped: 2 }]) {
      expect((await ion.refusedUpdate('PartInventory', lot.id, changes)).message).toContain('cannot fall below');
    }
    const other = await lotPart(ion);
    expect((await ion.refusedUpdate('PartInventory', lot.id, { partId: other.id })).message).toContain('is installed');
    expect(await ion.update('PartInventory', lot.id, { quantity: 4 }, 'quantity')).toEqual({ quantity: 4 });
  });

  test('uninstalling takes only the id, and frees the child [TS]', async () => {
    const { child, one } = await buildable(ion);
    const part = await newUnit(ion, child.id);
    const { id } = await install(ion, one, part.id);
    expect((await ion.ask(UNINSTALL, { id })).deleteAbomInstallation.success).toBe(true);
    expect(await statusOf(ion, part.id)).toBe('AVAILABLE');
    expect((await ion.refusal(UNINSTALL, { id })).code).toBe('NOT_FOUND');
  });

  test('a wrong part is refused; a substitute and another revision are not [MAN, docs]', async () => {
    const { child, mbom, one, four } = await buildable(ion);
    const stranger = await newUnit(ion, (await serialPart(ion)).id);
    const refused = await ion.refusal(INSTALL, { input: { buildRequirementId: one, partInventoryId: stranger.id } });
    expect(refused.message).toContain('has no such substitute');
    const revised = await newPart(ion, { partNumber: child.partNumber, revision: 'B', trackingType: 'SERIAL' });
    expect(await install(ion, one, (await newUnit(ion, revised.id)).id)).toHaveProperty('id');
    const substitute = await lotPart(ion);
    await ion.create('MBomSubstitute', { mbomItemId: mbom.items[1], partId: substitute.id });
    const lot = await ion.create('PartInventory', { partId: substitute.id, lotNumber: 'L', quantity: 4 });
    expect(await install(ion, four, lot.id, 4)).toHaveProperty('id');
  });

  test('no more is installed than required, nor than there is (inferred)', async () => {
    const { child, bulk, one, four } = await buildable(ion);
    const [first, second] = [await newUnit(ion, child.id), await newUnit(ion, child.id)];
    await install(ion, one, first.id);
    const full = await ion.refusal(INSTALL, { input: { buildRequirementId: one, partInventoryId: second.id } });
    expect(full.message).toContain('takes 0 more');
    const lot = await ion.create('PartInventory', { partId: bulk.id, lotNumber: 'L', quantity: 3 });
    const input = { buildRequirementId: four, partInventoryId: lot.id, quantity: 4 };
    expect((await ion.refusal(INSTALL, { input })).message).toContain('has 3 available');
  });

  test('a serialized unit is installed in one place only (inferred from its quantity of 1 [GUIDE])', async () => {
    const [here, there] = [await buildable(ion), await buildable(ion)];
    const part = await newUnit(ion, here.child.id);
    await install(ion, here.one, part.id);
    await ion.create('MBomSubstitute', { mbomItemId: there.mbom.items[0], partId: here.child.id });
    const refused = await ion.refusal(INSTALL, { input: { buildRequirementId: there.one, partInventoryId: part.id } });
    expect(refused.message).toContain('has 0 available');
  });

  test('a unit that is installed, or into which something is, is not deleted (inferred)', async () => {
    const { child, unit: parent, one } = await buildable(ion);
    const part = await newUnit(ion, child.id);
    await install(ion, one, part.id);
    expect((await ion.refusedRemove('PartInventory', part.id)).message).toContain('ABomInstallation.partInventoryId');
    expect((await ion.refusedRemove('PartInventory', parent.id)).message).toContain('ABomInstallation');
    const free = await newUnit(ion, child.id);
    expect(await ion.remove('PartInventory', free.id)).toEqual({ id: free.id });
  });
  test('nothing is installed into itself (inferred)', async () => {
    const part = await serialPart(ion);
    const unit = await newUnit(ion, part.id);
    const own = { partId: part.id, partInventoryId: unit.id };
    const fields = 'buildRequirement { id }';
    const added = await ion.mutate('createBuildRequirement', 'CreateBuildRequirementInput', own, fields);
    const input = { buildRequirementId: added.buildRequirement.id, partInventoryId: unit.id };
    expect((await ion.refusal(INSTALL, { input })).message).toContain('is or contains');
  });
});
