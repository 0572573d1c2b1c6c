import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newPart, newProcedure, releaseMbom } from '../ion.ts';
import { statusOf } from './example-unit.ts';

const ion = ionForFile();

const ITEMS = 'id partKitItems { id quantity part { id } }';

/** A lot of 100 and a kit that asks for 10 of its part. */
const newKit = async (fields = {}) => {
  const part = await newPart(ion, { trackingType: 'LOT' });
  const stock = await ion.create('PartInventory', { partId: part.id, lotNumber: 'L-1', quantity: 100 });
  const kit = await ion.create('PartKit', fields, 'status');
  const item = await ion.create('PartKitItem', { partKitId: kit.id, partId: part.id, quantity: 10 });
  return { part, stock, kit, item };
};

const send = async (mutation: string, inventoryId: number, itemId: number, quantity?: number) => ({
  text: `mutation ($input: InventoryToKitInput) { ${mutation}(input: $input) { partInventory { id quantity status } splitInventory { id quantity status originPartInventoryId } } }`,
  input: {
    partInventoryId: inventoryId,
    partKitItemId: itemId,
    etag: await ion.etagOf('PartInventory', inventoryId),
    ...(quantity !== undefined && { quantity }),
  },
});

const moved = async (mutation: string, inventoryId: number, itemId: number, quantity?: number): Promise<Answer> => {
  const { text, input } = await send(mutation, inventoryId, itemId, quantity);
  return (await ion.ask(text, { input }))[mutation];
};

const refusedMove = async (mutation: string, inventoryId: number, itemId: number, quantity?: number) => {
  const { text, input } = await send(mutation, inventoryId, itemId, quantity);
  return (await ion.refusal(text, { input })).message;
};

const issue = (inventoryId: number, itemId: number, quantity?: number) =>
  moved('issueItemToKit', inventoryId, itemId, quantity);

const ofKit = async (mutation: string, type: string, input: { partKitId: number }, fields: string): Promise<Answer> => {
  const text = `mutation ($input: ${type}!) { ${mutation}(input: $input) { partKit { ${fields} } } }`;
  const etag = await ion.etagOf('PartKit', input.partKitId);
  return (await ion.ask(text, { input: { ...input, etag } }))[mutation].partKit;
};

/** An assembly of 4 screws and one bracket, and a run that builds a unit of it. */
const newRun = async () => {
  const [assembly, screw, bracket] = [await newPart(ion), await newPart(ion), await newPart(ion)];
  await releaseMbom(ion, assembly.id, [
    [screw.id, 4],
    [bracket.id, 1],
  ]);
  const procedure = await newProcedure(ion);
  await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
  const unit = await ion.create('PartInventory', { partId: assembly.id });
  const input = { procedureId: procedure.id, partInventoryId: unit.id, title: ion.unique('Run') };
  return { assembly, screw, bracket, unit, run: await ion.create('Run', input) };
};

const FOR_RUN = `mutation ($input: CreateKitForRunInput!) { createKitForRun(input: $input) { partKit { runId status ${ITEMS} } } }`;

describe('a kit for a run', () => {
  test('asks for what the unit still lacks [SDL; what that is, is inferred]', async () => {
    const { screw, bracket, unit, run } = await newRun();
    const stock = await ion.create('PartInventory', { partId: screw.id, quantity: 50 });
    const { buildRequirements } = await ion.get('PartInventory', unit.id, 'buildRequirements { id partId }');
    const buildRequirementId = buildRequirements.find(({ partId }: Answer) => partId === screw.id).id;
    await ion.create('ABomInstallation', { buildRequirementId, partInventoryId: stock.id, quantity: 3 });
    const { partKit } = (await ion.ask(FOR_RUN, { input: { runId: run.id } })).createKitForRun;
    expect(partKit).toMatchObject({
      runId: run.id,
      status: 'DRAFT',
      partKitItems: [
        { quantity: 1, part: { id: screw.id } },
        { quantity: 1, part: { id: bracket.id } },
      ],
    });
  });

  test('asks for what the mBOM says where there is no unit (inferred)', async () => {
    const { assembly, screw } = await newRun();
    const kit = await ion.create('PartKit', {});
    const input = { partKitId: kit.id, partId: assembly.id, quantity: 2 };
    const { partKitItems } = await ofKit('addPartsToKitFromMbom', 'AddPartsToKitFromMbomInput', input, ITEMS);
    expect(partKitItems).toHaveLength(2);
    expect(partKitItems[0]).toMatchObject({ quantity: 8, part: { id: screw.id } });
    const again = await ofKit('addPartsToKitFromMbom', 'AddPartsToKitFromMbomInput', input, ITEMS);
    expect(again.partKitItems.map(({ quantity }: Answer) => quantity)).toEqual([16, 4]);
  });
});

describe('issuing', () => {
  test('a part of a record splits it, and the part is KITTED [SDL payload, MAN]', async () => {
    const { stock, item } = await newKit();
    expect(await issue(stock.id, item.id, 4)).toMatchObject({
      partInventory: { id: stock.id, quantity: 96, status: 'AVAILABLE' },
      splitInventory: { quantity: 4, status: 'KITTED', originPartInventoryId: stock.id },
    });
  });

  test('a record can be used up in tenths (inferred)', async () => {
    const { part, item } = await newKit();
    const { id } = await ion.create('PartInventory', { partId: part.id, lotNumber: 'L-2', quantity: 0.3 });
    for (const left of [0.2, 0.1]) expect((await issue(id, item.id, 0.1)).partInventory.quantity).toBe(left);
    expect((await issue(id, item.id, 0.1)).splitInventory).toBeNull();
    expect(await ion.get('PartKitItem', item.id, 'quantityFulfilled quantityUnfulfilled')).toEqual({
      quantityFulfilled: 0.3,
      quantityUnfulfilled: 9.7,
    });
  });

  test('all of a record splits nothing (inferred)', async () => {
    const { stock, item } = await newKit();
    expect(await issue(stock.id, item.id, 100)).toMatchObject({
      partInventory: { id: stock.id, status: 'KITTED' },
      splitInventory: null,
    });
  });

  test('takes 1 unless it says how much [SDL]', async () => {
    const { stock, item } = await newKit();
    expect((await issue(stock.id, item.id)).splitInventory).toMatchObject({ quantity: 1 });
  });

  test('shows on the item and the kit how far they are [SDL; the percentages are inferred]', async () => {
    const { stock, kit, item } = await newKit();
    await issue(stock.id, item.id, 4);
    const fields =
      'fulfilled percentKitted percentFulfilled partInventories { issuedQuantity } partKitItems { fulfilled quantityFulfilled quantityUnfulfilled partInventories { issuedQuantity lotNumber status part { id } } }';
    expect(await ion.get('PartKit', kit.id, fields)).toMatchObject({
      fulfilled: false,
      percentKitted: 40,
      percentFulfilled: 0,
      partInventories: [{ issuedQuantity: 4 }],
      partKitItems: [
        {
          fulfilled: false,
          quantityFulfilled: 4,
          quantityUnfulfilled: 6,
          partInventories: [
            { issuedQuantity: 4, lotNumber: 'L-1', status: 'KITTED', part: { id: expect.any(Number) } },
          ],
        },
      ],
    });
    await issue(stock.id, item.id, 6);
    const filter =
      'query ($id: ID!) { partKits(filters: { id: { eq: $id }, fulfilled: { eq: true } }) { edges { node { percentKitted percentFulfilled } } } }';
    expect((await ion.ask(filter, { id: kit.id })).partKits.edges).toEqual([
      { node: { percentKitted: 100, percentFulfilled: 100 } },
    ]);
  });

  test('keeps what is kitted from being issued again, but not from being installed (inferred)', async () => {
    const { stock, kit, part, item } = await newKit();
    await issue(stock.id, item.id, 100);
    const other = await ion.create('PartKitItem', { partKitId: kit.id, partId: part.id });
    expect(await refusedMove('issueItemToKit', stock.id, other.id, 1)).toContain('has 0 available');
    const assembly = await newPart(ion);
    await releaseMbom(ion, assembly.id, [[part.id, 4]]);
    const unit = await ion.create('PartInventory', { partId: assembly.id }, 'buildRequirements { id }');
    const input = { buildRequirementId: unit.buildRequirements[0].id, partInventoryId: stock.id, quantity: 4 };
    expect(await ion.create('ABomInstallation', input)).toHaveProperty('id');
  });

  test('wants the part that the item asks for (inferred)', async () => {
    const [one, other] = [await newKit(), await newKit()];
    expect(await refusedMove('issueItemToKit', other.stock.id, one.item.id, 1)).toContain('asks for part');
  });

  test('takes a substitute of the mBOM item that the kit item comes from (inferred)', async () => {
    const [assembly, screw, other] = [await newPart(ion), await newPart(ion), await newPart(ion)];
    const { items } = await releaseMbom(ion, assembly.id, [[screw.id, 4]]);
    await ion.create('MBomSubstitute', { mbomItemId: items[0], partId: other.id });
    const kit = await ion.create('PartKit', {});
    const input = { partKitId: kit.id, partId: assembly.id };
    const { partKitItems } = await ofKit('addPartsToKitFromMbom', 'AddPartsToKitFromMbomInput', input, ITEMS);
    const stock = await ion.create('PartInventory', { partId: other.id, quantity: 9 });
    expect(await issue(stock.id, partKitItems[0].id, 4)).toMatchObject({ splitInventory: { quantity: 4 } });
  });

  test('takes no more than is available (inferred)', async () => {
    const { stock, item } = await newKit();
    await issue(stock.id, item.id, 4);
    expect(await refusedMove('issueItemToKit', stock.id, item.id, 97)).toContain('has 96 available');
  });

  test('ends with the kit (inferred)', async () => {
    const { stock, kit, item } = await newKit();
    await ion.update('PartKit', kit.id, { status: 'COMPLETED' });
    expect(await refusedMove('issueItemToKit', stock.id, item.id, 1)).toContain('is COMPLETED');
  });

  test('counts for quantities, which a canceled kit gives back (inferred)', async () => {
    const { stock, kit, item } = await newKit();
    await issue(stock.id, item.id, 100);
    const fields = 'kitted quantityKitted quantityIssued quantityAvailable partKits { id } partKitItems { id }';
    expect(await ion.get('PartInventory', stock.id, fields)).toEqual({
      kitted: true,
      quantityKitted: 100,
      quantityIssued: 100,
      quantityAvailable: 0,
      partKits: [{ id: kit.id }],
      partKitItems: [{ id: item.id }],
    });
    await ion.update('PartKit', kit.id, { status: 'CANCELED' });
    expect(await ion.get('PartInventory', stock.id, 'status quantityAvailable')).toEqual({
      status: 'AVAILABLE',
      quantityAvailable: 100,
    });
  });
});

describe('what was issued', () => {
  test('comes back as a record of its own (inferred)', async () => {
    const { stock, kit, item } = await newKit();
    const { splitInventory } = await issue(stock.id, item.id, 4);
    expect(await moved('moveItemToInventory', splitInventory.id, item.id, 4)).toMatchObject({
      partInventory: { id: splitInventory.id, quantity: 4, status: 'AVAILABLE' },
      splitInventory: null,
    });
    expect(await ion.get('PartKit', kit.id, 'partInventories { id }')).toEqual({ partInventories: [] });
  });

  test('comes back in part by another split (inferred)', async () => {
    const { stock, item } = await newKit();
    await issue(stock.id, item.id, 100);
    expect(await moved('moveItemToInventory', stock.id, item.id, 30)).toMatchObject({
      partInventory: { quantity: 70, status: 'KITTED' },
      splitInventory: { quantity: 30, status: 'AVAILABLE' },
    });
  });

  test('comes back without what was installed from the kit (inferred)', async () => {
    const { part, stock, item } = await newKit();
    await issue(stock.id, item.id, 100);
    const assembly = await newPart(ion);
    await releaseMbom(ion, assembly.id, [[part.id, 90]]);
    const unit = await ion.create('PartInventory', { partId: assembly.id }, 'buildRequirements { id }');
    const buildRequirementId = unit.buildRequirements[0].id;
    const installation = { buildRequirementId, partInventoryId: stock.id, quantity: 90 };
    const { partInventoryId } = await ion.create('ABomInstallation', installation, 'partInventoryId');
    expect(await ion.get('PartKitItem', item.id, 'partInventories { id }')).toEqual({
      partInventories: [{ id: stock.id }, { id: partInventoryId }],
    });
    expect(await refusedMove('moveItemToInventory', stock.id, item.id, 11)).toContain('has 10');
    expect(await moved('moveItemToInventory', stock.id, item.id, 10)).toMatchObject({
      partInventory: { quantity: 10, status: 'AVAILABLE' },
    });
    expect(await statusOf(ion, partInventoryId)).toBe('INSTALLED');
  });

  test('keeps its item from asking for another part (inferred)', async () => {
    const { part, stock, item } = await newKit();
    const other = await newPart(ion);
    await issue(stock.id, item.id, 4);
    expect((await ion.refusedUpdate('PartKitItem', item.id, { partId: other.id })).message).toContain(
      `asks for part ${other.id}`,
    );
    const same = { partId: part.id, quantity: 12 };
    expect(await ion.update('PartKitItem', item.id, same, 'quantity')).toEqual({ quantity: 12 });
  });

  test('moves with its kit [SDL; that the kit moves is inferred]', async () => {
    const { stock, kit, item } = await newKit();
    await issue(stock.id, item.id, 100);
    const location = await ion.create('Location', { name: ion.unique('Cell') });
    const input = { partKitId: kit.id, locationId: location.id };
    const fields = 'locationId partInventories { locationId }';
    expect(await ofKit('moveKitInventoryToLocation', 'MoveKitInventoryToLocationInput', input, fields)).toEqual({
      locationId: location.id,
      partInventories: [{ locationId: location.id }],
    });
  });

  test('is free again when the kit is deleted (inferred)', async () => {
    const { stock, kit, item } = await newKit();
    await issue(stock.id, item.id, 100);
    await ion.remove('PartKit', kit.id);
    expect(await ion.get('PartInventory', stock.id, 'status')).toEqual({ status: 'AVAILABLE' });
  });
});

test('what a kit lacks can be split off into another (inferred)', async () => {
  const { stock, kit, item } = await newKit();
  await issue(stock.id, item.id, 4);
  const input = { partKitId: kit.id };
  const split = await ofKit('splitUnfulfilledPartKit', 'SplitUnfulfilledPartKitInput', input, `status ${ITEMS}`);
  expect(split).toMatchObject({ status: 'DRAFT', partKitItems: [{ quantity: 6 }] });
  expect(split.id).not.toBe(kit.id);
  expect(await ion.get('PartKit', kit.id, 'fulfilled partKitItems { quantity }')).toEqual({
    fulfilled: true,
    partKitItems: [{ quantity: 4 }],
  });
});

test('a record can be split into many at once [SDL]', async () => {
  const { stock } = await newKit();
  const input = {
    id: stock.id,
    etag: await ion.etagOf('PartInventory', stock.id),
    partInventories: [{ quantity: 10 }, { quantity: 20 }],
  };
  const text =
    'mutation ($input: SplitManyPartInventoryInput) { splitManyPartInventory(input: $input) { partInventories { quantity originPartInventoryId } } }';
  expect((await ion.ask(text, { input })).splitManyPartInventory.partInventories).toEqual([
    { quantity: 70, originPartInventoryId: null },
    { quantity: 10, originPartInventoryId: stock.id },
    { quantity: 20, originPartInventoryId: stock.id },
  ]);
});
