// Inventory moves by itself, with what it is on [docs automate-inventory-movement, MAN inventory-movement-automations].
import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newPart, releaseMbom } from '../ion.ts';
import { move, newRun } from './example-run.ts';
import { buildable, install, newUnit, serialPart } from './example-unit.ts';

const ion = ionForFile();

const newPlace = async (): Promise<number> => (await ion.create('Location', { name: ion.unique('Place') })).id;

const placeOf = async (id: number): Promise<number | null> =>
  (await ion.get('PartInventory', id, 'locationId')).locationId;

const put = (id: number, locationId: number): Promise<Answer> => ion.update('PartInventory', id, { locationId });

/** A kit at a place, or at none, that asks for ten of a part of which a hundred are somewhere else. */
const newKit = async (fields: Readonly<Record<string, unknown>>) => {
  const part = await newPart(ion);
  const stock = await ion.create('PartInventory', { partId: part.id, quantity: 100, locationId: await newPlace() });
  const kit = await ion.create('PartKit', fields);
  const item = await ion.create('PartKitItem', { partKitId: kit.id, partId: part.id, quantity: 10 });
  const issue = async (): Promise<Answer> => {
    const etag = await ion.etagOf('PartInventory', stock.id);
    const input = { partInventoryId: stock.id, partKitItemId: item.id, quantity: 10, etag };
    const fields = 'splitInventory { id locationId } partInventory { locationId }';
    return ion.mutate('issueItemToKit', 'InventoryToKitInput', input, fields);
  };
  return { kit, issue };
};

describe('what is installed', () => {
  test('is where its assembly is, and only what is installed [docs automate-inventory-movement, MAN]', async () => {
    const { bulk, unit, four } = await buildable(ion);
    const [here, there] = [await newPlace(), await newPlace()];
    await put(unit.id, here);
    const lot = await ion.create('PartInventory', { partId: bulk.id, lotNumber: 'L', quantity: 10, locationId: there });
    const { partInventoryId } = await install(ion, four, lot.id, 4);
    expect([await placeOf(partInventoryId), await placeOf(lot.id)]).toEqual([here, there]);
  });

  test('moves with its assembly, through the full depth [docs automate-inventory-movement, MAN]', async () => {
    const { child, unit, one } = await buildable(ion);
    const inner = await serialPart(ion);
    await releaseMbom(ion, child.id, [[inner.id, 1]]);
    const [part, deepest] = [await newUnit(ion, child.id), await newUnit(ion, inner.id)];
    const { buildRequirements } = await ion.get('PartInventory', part.id, 'buildRequirements { id }');
    await install(ion, buildRequirements[0].id, deepest.id);
    await install(ion, one, part.id);
    const place = await newPlace();
    await put(unit.id, place);
    expect([await placeOf(part.id), await placeOf(deepest.id)]).toEqual([place, place]);
  });

  test('stays where it is while its assembly is nowhere (inferred)', async () => {
    const { child, one } = await buildable(ion);
    const [part, place] = [await newUnit(ion, child.id), await newPlace()];
    await put(part.id, place);
    await install(ion, one, part.id);
    expect(await placeOf(part.id)).toBe(place);
  });
});

describe('what a run works on', () => {
  const newUnitOnRun = async () => {
    const unit = await newUnit(ion, (await serialPart(ion)).id);
    const { prepare } = await newRun(ion, { partInventoryId: unit.id });
    const place = await newPlace();
    await ion.update('RunStep', prepare.id, { locationId: place });
    return { unit, prepare, place };
  };

  test('moves to the place of a step that starts [docs automate-inventory-movement, MAN]', async () => {
    const { unit, prepare, place } = await newUnitOnRun();
    expect(await placeOf(unit.id)).toBeNull();
    await move(ion, prepare, 'IN_PROGRESS');
    expect(await placeOf(unit.id)).toBe(place);
  });

  test('stays where the organisation turns that off [docs automate-inventory-movement; SDL moveInventoryToStepLocation]', async () => {
    const set = async (moveInventoryToStepLocation: boolean): Promise<Answer> => {
      const etag = await ion.etagOf('Organization', 1);
      const input = { id: 1, etag, settings: { partsInventory: { moveInventoryToStepLocation } } };
      const fields = 'organization { settings { partsInventory { moveInventoryToStepLocation } } }';
      const { organization } = await ion.mutate('updateOrganization', 'UpdateOrganizationInput', input, fields);
      return organization.settings.partsInventory.moveInventoryToStepLocation;
    };
    expect(await set(false)).toBe(false);
    const { unit, prepare } = await newUnitOnRun();
    await move(ion, prepare, 'IN_PROGRESS');
    expect(await placeOf(unit.id)).toBeNull();
    expect(await set(true)).toBe(true);
  });
});

describe('what is on a kit', () => {
  test('is where the kit is, and the rest of its record stays [docs automate-inventory-movement, MAN]', async () => {
    const place = await newPlace();
    const { issue } = await newKit({ locationId: place });
    const { splitInventory, partInventory } = await issue();
    expect(splitInventory.locationId).toBe(place);
    expect(partInventory.locationId).not.toBe(place);
  });

  test('moves with the kit, and with its delivery [docs automate-inventory-movement, MAN]', async () => {
    const [place, delivery] = [await newPlace(), await newPlace()];
    const { kit, issue } = await newKit({ deliveryLocationId: delivery });
    const { splitInventory } = await issue();
    await ion.update('PartKit', kit.id, { locationId: place });
    expect(await placeOf(splitInventory.id)).toBe(place);
    const delivered = await ion.update('PartKit', kit.id, { status: 'DELIVERED' }, 'locationId');
    expect([delivered.locationId, await placeOf(splitInventory.id)]).toEqual([delivery, delivery]);
  });

  test('puts a kit that is REQUESTED in progress, and no other [MAN manual-v2 kitting]', async () => {
    for (const [before, after] of [
      ['REQUESTED', 'IN_PROGRESS'],
      ['DRAFT', 'DRAFT'],
    ]) {
      const { kit, issue } = await newKit({ status: before });
      await issue();
      expect(await ion.get('PartKit', kit.id, 'status')).toEqual({ status: after });
    }
  });
});
