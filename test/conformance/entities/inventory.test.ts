import { describe, expect, test } from 'vitest';
import { ionForFile, newPart, newProcedure, releaseMbom } from '../ion.ts';

const ion = ionForFile();

const serialPart = () => newPart(ion, { trackingType: 'SERIAL' });
const lotPart = () => newPart(ion, { trackingType: 'LOT' });
const unit = (partId: number, serialNumber = ion.unique('SN')) =>
  ion.create('PartInventory', { partId, serialNumber }, 'serialNumber');
const statusOf = async (id: number) => (await ion.get('PartInventory', id, 'status')).status;

const INSTALL =
  'mutation ($input: CreateABomInstallationInput!) { createAbomInstallation(input: $input) { abomInstallation { id buildRequirementId partInventoryId quantity } } }';
const UNINSTALL = 'mutation ($id: ID!) { deleteAbomInstallation(id: $id) { success message } }';

const install = async (buildRequirementId: number, partInventoryId: number, quantity?: number) =>
  (await ion.ask(INSTALL, { input: { buildRequirementId, partInventoryId, quantity } })).createAbomInstallation
    .abomInstallation;

describe('tracking', () => {
  test('a SERIAL part needs a serial number, a LOT part a lot number [GUIDE]', async () => {
    const serial = await ion.refusedCreate('PartInventory', { partId: (await serialPart()).id });
    expect(serial.message).toContain('serialNumber is required');
    const lot = await ion.refusedCreate('PartInventory', { partId: (await lotPart()).id, quantity: 5 });
    expect(lot.message).toContain('lotNumber is required');
  });

  test('a serialized record has the quantity 0 or 1 [GUIDE]', async () => {
    const part = await serialPart();
    const refused = await ion.refusedCreate('PartInventory', { partId: part.id, serialNumber: 'S', quantity: 2 });
    expect(refused.message).toContain('must be 0 or 1');
    expect(await unit(part.id)).toHaveProperty('id');
  });

  test('a serial number is unique per part and not beyond [GUIDE, TS]', async () => {
    const [part, other] = [await serialPart(), await serialPart()];
    await unit(part.id, 'SN-SAME');
    const refused = await ion.refusedCreate('PartInventory', { partId: part.id, serialNumber: 'SN-SAME' });
    expect(refused.message).toContain('already exists');
    expect(await unit(other.id, 'SN-SAME')).toMatchObject({ serialNumber: 'SN-SAME' });
  });

  test('several records of one lot may exist (inferred)', async () => {
    const part = await lotPart();
    for (const quantity of [1, 2]) {
      expect(await ion.create('PartInventory', { partId: part.id, lotNumber: 'L', quantity })).toHaveProperty('id');
    }
  });

  test('serial and lot numbers can be generated [GUIDE, SDL]', async () => {
    const [serial, lot] = [await serialPart(), await lotPart()];
    const numbers: string[] = [];
    for (let made = 0; made < 2; made += 1) {
      const input = { partId: serial.id, autogenerateSerialNumber: true };
      numbers.push((await ion.create('PartInventory', input, 'serialNumber')).serialNumber);
    }
    expect(new Set(numbers).size).toBe(2);
    const made = await ion.create(
      'PartInventory',
      { partId: lot.id, autogenerateLotNumber: true },
      'lotNumber trackingType',
    );
    expect(made).toMatchObject({ lotNumber: expect.any(String), trackingType: 'LOT' });
  });

  test('the unit of measure is the part’s unless it is given (inferred)', async () => {
    const each = await ion.create('UnitOfMeasurement', { type: 'each' });
    const part = await newPart(ion, { unitOfMeasureId: each.id });
    const made = await ion.create('PartInventory', { partId: part.id }, 'quantity unitOfMeasure { type }');
    expect(made).toMatchObject({ quantity: 1, unitOfMeasure: { type: 'each' } });
  });

  test('a record cannot lose the number that its part asks for (inferred from [GUIDE])', async () => {
    const made = await unit((await serialPart()).id);
    const refused = await ion.refusedUpdate('PartInventory', made.id, { serialNumber: null });
    expect(refused.message).toContain('serialNumber is required');
  });
});

describe('status, first match wins [docs inventory overview]', () => {
  test('AVAILABLE, until the location is not [docs inventory overview, MAN]', async () => {
    const location = await ion.create('Location', { name: 'Shelf' });
    const part = await newPart(ion);
    const made = await ion.create('PartInventory', { partId: part.id, quantity: 3, locationId: location.id });
    expect(await statusOf(made.id)).toBe('AVAILABLE');
    await ion.update('Location', location.id, { available: false });
    expect(await statusOf(made.id)).toBe('UNAVAILABLE');
  });

  test('UNAVAILABLE on request, SCRAPPED when all is scrapped, UNAVAILABLE at quantity 0 [TS, docs inventory overview]', async () => {
    const made = await ion.create('PartInventory', { partId: (await newPart(ion)).id, quantity: 3 });
    await ion.update('PartInventory', made.id, { unavailable: true });
    expect(await statusOf(made.id)).toBe('UNAVAILABLE');
    await ion.update('PartInventory', made.id, { quantityScrapped: 3 });
    expect(await statusOf(made.id)).toBe('SCRAPPED');
    await ion.update('PartInventory', made.id, { quantity: 0, quantityScrapped: 0 });
    expect(await statusOf(made.id)).toBe('UNAVAILABLE');
  });

  test('WIP while an open run works on it [MAN]', async () => {
    const procedure = await newProcedure(ion);
    await ion.create('Step', { procedureId: procedure.id, title: 'only' });
    await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
    const made = await unit((await serialPart()).id);
    const run = await ion.create('Run', { title: 'r', procedureId: procedure.id, partInventoryId: made.id });
    expect(await statusOf(made.id)).toBe('WIP');
    const cancel = 'mutation ($input: CancelRunInput!) { cancelRun(input: $input) { run { status } } }';
    await ion.ask(cancel, { input: { id: run.id, etag: await ion.etagOf('Run', run.id) } });
    expect(await statusOf(made.id)).toBe('AVAILABLE');
  });
});

describe('build requirements', () => {
  test('a new inventory has one per item of the released mBOM, all empty [MAN, GUIDE]', async () => {
    const [parent, child, bulk] = [await serialPart(), await serialPart(), await lotPart()];
    const before = await unit(parent.id);
    const mbom = await releaseMbom(ion, parent.id, [
      [child.id, 1],
      [bulk.id, 4],
    ]);
    const fields =
      'buildRequirements { partId originMbomItemId quantityPerParentPartInventory fixedQuantityPerBuildRequirement madeOnAssembly abomInstallations { id } partInventories { id } }';
    expect((await ion.get('PartInventory', before.id, fields)).buildRequirements).toEqual([]);
    const made = await unit(parent.id);
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
    const [parent, extra] = [await unit((await serialPart()).id), await lotPart()];
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

/** A unit that requires one serialized child and four pieces of a lot. */
const buildable = async () => {
  const [parent, child, bulk] = [await serialPart(), await serialPart(), await lotPart()];
  const mbom = await releaseMbom(ion, parent.id, [
    [child.id, 1],
    [bulk.id, 4],
  ]);
  const made = await unit(parent.id);
  const { buildRequirements } = await ion.get('PartInventory', made.id, 'buildRequirements { id }');
  const [one, four] = buildRequirements.map((requirement: { id: number }) => requirement.id);
  return { parent, child, bulk, mbom, unit: made, one: one as number, four: four as number };
};

describe('installations', () => {
  test('what is installed counts on the child and shows in both directions [GUIDE, TS, EX]', async () => {
    const { child, bulk, unit: parent, one, four } = await buildable();
    const part = await unit(child.id);
    const lot = await ion.create('PartInventory', { partId: bulk.id, lotNumber: 'L', quantity: 10 });
    const installed = await install(one, part.id);
    expect(installed).toMatchObject({ buildRequirementId: one, partInventoryId: part.id, quantity: 1 });
    await install(four, lot.id, 4);
    expect(await ion.get('PartInventory', part.id, 'status installed quantityInstalled quantityAvailable')).toEqual({
      status: 'INSTALLED',
      installed: true,
      quantityInstalled: 1,
      quantityAvailable: 0,
    });
    expect(
      await ion.get('PartInventory', lot.id, 'status installed quantityInstalled quantityAvailable quantity'),
    ).toEqual({
      status: 'AVAILABLE',
      installed: false,
      quantityInstalled: 4,
      quantityAvailable: 6,
      quantity: 10,
    });
    expect(await ion.get('PartInventory', part.id, 'abomInstallations { id buildRequirement { id } }')).toEqual({
      abomInstallations: [{ id: installed.id, buildRequirement: { id: one } }],
    });
    const downward = 'buildRequirements { abomInstallations { quantity partInventory { id } } }';
    expect((await ion.get('PartInventory', parent.id, downward)).buildRequirements).toEqual([
      { abomInstallations: [{ quantity: 1, partInventory: { id: part.id } }] },
      { abomInstallations: [{ quantity: 4, partInventory: { id: lot.id } }] },
    ]);
  });

  test('uninstalling takes only the id, and frees the child [TS]', async () => {
    const { child, one } = await buildable();
    const part = await unit(child.id);
    const { id } = await install(one, part.id);
    expect((await ion.ask(UNINSTALL, { id })).deleteAbomInstallation.success).toBe(true);
    expect(await statusOf(part.id)).toBe('AVAILABLE');
    expect((await ion.refusal(UNINSTALL, { id })).code).toBe('NOT_FOUND');
  });

  test('a wrong part is refused; a substitute and another revision are not [MAN]', async () => {
    const { child, mbom, one, four } = await buildable();
    const stranger = await unit((await serialPart()).id);
    const refused = await ion.refusal(INSTALL, { input: { buildRequirementId: one, partInventoryId: stranger.id } });
    expect(refused.message).toContain('has no such substitute');
    const revised = await newPart(ion, { partNumber: child.partNumber, revision: 'B', trackingType: 'SERIAL' });
    expect(await install(one, (await unit(revised.id)).id)).toHaveProperty('id');
    const substitute = await lotPart();
    await ion.create('MBomSubstitute', { mbomItemId: mbom.items[1], partId: substitute.id });
    const lot = await ion.create('PartInventory', { partId: substitute.id, lotNumber: 'L', quantity: 4 });
    expect(await install(four, lot.id, 4)).toHaveProperty('id');
  });

  test('no more is installed than required, nor than there is (inferred)', async () => {
    const { child, bulk, one, four } = await buildable();
    const [first, second] = [await unit(child.id), await unit(child.id)];
    await install(one, first.id);
    const full = await ion.refusal(INSTALL, { input: { buildRequirementId: one, partInventoryId: second.id } });
    expect(full.message).toContain('takes 0 more');
    const lot = await ion.create('PartInventory', { partId: bulk.id, lotNumber: 'L', quantity: 3 });
    const input = { buildRequirementId: four, partInventoryId: lot.id, quantity: 4 };
    expect((await ion.refusal(INSTALL, { input })).message).toContain('has 3 available');
  });

  test('a serialized unit is installed in one place only (inferred from its quantity of 1 [GUIDE])', async () => {
    const [here, there] = [await buildable(), await buildable()];
    const part = await unit(here.child.id);
    await install(here.one, part.id);
    await ion.create('MBomSubstitute', { mbomItemId: there.mbom.items[0], partId: here.child.id });
    const refused = await ion.refusal(INSTALL, { input: { buildRequirementId: there.one, partInventoryId: part.id } });
    expect(refused.message).toContain('has 0 available');
  });

  test('a unit that is installed, or into which something is, is not deleted (inferred)', async () => {
    const { child, unit: parent, one } = await buildable();
    const part = await unit(child.id);
    await install(one, part.id);
    expect((await ion.refusedRemove('PartInventory', part.id)).message).toContain('ABomInstallation.partInventoryId');
    expect((await ion.refusedRemove('PartInventory', parent.id)).message).toContain('ABomInstallation');
    const free = await unit(child.id);
    expect(await ion.remove('PartInventory', free.id)).toEqual({ id: free.id });
  });
});

describe('splitting and merging', () => {
  const SPLIT =
    'mutation ($input: SplitPartInventoryInput) { splitPartInventory(input: $input) { partInventory { id quantity lotNumber originPartInventoryId } } }';
  const MERGE =
    'mutation ($input: MergePartInventoryInput) { mergePartInventory(input: $input) { partInventory { id quantity } } }';

  test('what is split off knows its origin, and merges back into the oldest id [SDL]', async () => {
    const lot = await ion.create('PartInventory', { partId: (await lotPart()).id, lotNumber: 'L', quantity: 10 });
    const input = { id: lot.id, quantity: 4, etag: await ion.etagOf('PartInventory', lot.id) };
    const { partInventory: split } = (await ion.ask(SPLIT, { input })).splitPartInventory;
    expect(split).toMatchObject({ quantity: 4, lotNumber: 'L', originPartInventoryId: lot.id });
    expect((await ion.get('PartInventory', lot.id, 'quantity')).quantity).toBe(6);
    const ids = [{ id: split.id }, { id: lot.id }];
    // The record that was split off refers to its origin, which stays; the one that goes is the younger.
    expect((await ion.ask(MERGE, { input: { partInventories: ids } })).mergePartInventory.partInventory).toEqual({
      id: lot.id,
      quantity: 10,
    });
  });

  test('different lots do not merge (inferred)', async () => {
    const part = await lotPart();
    const ids: { id: number }[] = [];
    for (const lotNumber of ['L1', 'L2']) {
      ids.push({ id: (await ion.create('PartInventory', { partId: part.id, lotNumber, quantity: 1 })).id });
    }
    expect((await ion.refusal(MERGE, { input: { partInventories: ids } })).message).toContain(
      'same part, lot and location',
    );
  });
});
