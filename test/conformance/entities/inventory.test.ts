import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newPart, newProcedure } from '../ion.ts';
import { buildable, install, lotPart, newUnit, serialPart, statusOf } from './example-unit.ts';

const ion = ionForFile();

describe('tracking', () => {
  test('a SERIAL part needs a serial number, a LOT part a lot number [GUIDE]', async () => {
    const serial = await ion.refusedCreate('PartInventory', { partId: (await serialPart(ion)).id });
    expect(serial.message).toContain('serialNumber is required');
    const lot = await ion.refusedCreate('PartInventory', { partId: (await lotPart(ion)).id, quantity: 5 });
    expect(lot.message).toContain('lotNumber is required');
  });

  test('a serialized record has the quantity 0 or 1 [GUIDE]', async () => {
    const part = await serialPart(ion);
    const refused = await ion.refusedCreate('PartInventory', { partId: part.id, serialNumber: 'S', quantity: 2 });
    expect(refused.message).toContain('must be 0 or 1');
    expect(await newUnit(ion, part.id)).toHaveProperty('id');
  });

  test('a serial number is unique per part and not beyond [GUIDE, TS]', async () => {
    const [part, other] = [await serialPart(ion), await serialPart(ion)];
    await newUnit(ion, part.id, 'SN-SAME');
    const refused = await ion.refusedCreate('PartInventory', { partId: part.id, serialNumber: 'SN-SAME' });
    expect(refused.message).toContain('already exists');
    expect(await newUnit(ion, other.id, 'SN-SAME')).toMatchObject({ serialNumber: 'SN-SAME' });
  });

  test('several records of one lot may exist (inferred)', async () => {
    const part = await lotPart(ion);
    for (const quantity of [1, 2]) {
      expect(await ion.create('PartInventory', { partId: part.id, lotNumber: 'L', quantity })).toHaveProperty('id');
    }
  });

  test('serial and lot numbers can be generated [GUIDE, SDL]', async () => {
    const [serial, lot] = [await serialPart(ion), await lotPart(ion)];
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

  test('a blank number is none (inferred)', async () => {
    for (const serialNumber of ['', ' ']) {
      const refused = await ion.refusedCreate('PartInventory', { partId: (await serialPart(ion)).id, serialNumber });
      expect(refused.message).toContain('serialNumber is required');
    }
    const input = { partId: (await newPart(ion)).id, serialNumber: '', lotNumber: '', quantity: 5 };
    const made = await ion.create('PartInventory', input, 'serialNumber lotNumber trackingType');
    expect(made).toMatchObject({ serialNumber: null, lotNumber: null, trackingType: null });
    const changed = await ion.update('PartInventory', made.id, { lotNumber: 'L' }, 'lotNumber');
    expect(changed).toEqual({ lotNumber: 'L' });
    expect(await ion.update('PartInventory', made.id, { lotNumber: '' }, 'lotNumber')).toEqual({ lotNumber: null });
  });

  test('the unit of measure is the part’s unless it is given (inferred)', async () => {
    const each = await ion.create('UnitOfMeasurement', { type: 'each' });
    const part = await newPart(ion, { unitOfMeasureId: each.id });
    const made = await ion.create('PartInventory', { partId: part.id }, 'quantity unitOfMeasure { type }');
    expect(made).toMatchObject({ quantity: 1, unitOfMeasure: { type: 'each' } });
  });

  test('a record cannot lose the number that its part asks for (inferred from [GUIDE])', async () => {
    const made = await newUnit(ion, (await serialPart(ion)).id);
    const refused = await ion.refusedUpdate('PartInventory', made.id, { serialNumber: null });
    expect(refused.message).toContain('serialNumber is required');
  });
});

describe('status, first match wins [docs inventory overview]', () => {
  test('AVAILABLE, until the location is not [docs inventory overview, MAN]', async () => {
    const location = await ion.create('Location', { name: 'Shelf' });
    const part = await newPart(ion);
    const made = await ion.create('PartInventory', { partId: part.id, quantity: 3, locationId: location.id });
    expect(await statusOf(ion, made.id)).toBe('AVAILABLE');
    await ion.update('Location', location.id, { available: false });
    expect(await statusOf(ion, made.id)).toBe('UNAVAILABLE');
  });

  test('UNAVAILABLE on request, SCRAPPED when all is scrapped, UNAVAILABLE at quantity 0 [TS, docs inventory overview]', async () => {
    const made = await ion.create('PartInventory', { partId: (await newPart(ion)).id, quantity: 3 });
    await ion.update('PartInventory', made.id, { unavailable: true });
    expect(await statusOf(ion, made.id)).toBe('UNAVAILABLE');
    await ion.update('PartInventory', made.id, { quantityScrapped: 3 });
    expect(await statusOf(ion, made.id)).toBe('SCRAPPED');
    await ion.update('PartInventory', made.id, { quantity: 0, quantityScrapped: 0 });
    expect(await statusOf(ion, made.id)).toBe('UNAVAILABLE');
  });

  test('INSTALLED when all is, also when nothing is left of it [docs inventory overview]', async () => {
    const { bulk, four } = await buildable(ion);
    const lot = await ion.create('PartInventory', { partId: bulk.id, lotNumber: 'L', quantity: 4 });
    const { id } = await install(ion, four, lot.id, 4);
    expect(await statusOf(ion, lot.id)).toBe('INSTALLED');
    expect((await ion.refusedUpdate('PartInventory', lot.id, { quantity: 3 })).message).toContain('has 4 installed');
    await ion.update('PartInventory', lot.id, { quantity: 0 });
    expect(await statusOf(ion, lot.id)).toBe('INSTALLED');
    await ion.ask(`mutation { deleteAbomInstallation(id: ${id}) { success } }`);
    expect(await statusOf(ion, lot.id)).toBe('UNAVAILABLE');
  });

  test('WIP while an open run works on it [MAN]', async () => {
    const procedure = await newProcedure(ion);
    await ion.create('Step', { procedureId: procedure.id, title: 'only' });
    await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
    const made = await newUnit(ion, (await serialPart(ion)).id);
    const run = await ion.create('Run', { title: 'r', procedureId: procedure.id, partInventoryId: made.id });
    expect(await statusOf(ion, made.id)).toBe('WIP');
    const cancel = 'mutation ($input: CancelRunInput!) { cancelRun(input: $input) { run { status } } }';
    await ion.ask(cancel, { input: { id: run.id, etag: await ion.etagOf('Run', run.id) } });
    expect(await statusOf(ion, made.id)).toBe('AVAILABLE');
  });
});

describe('splitting and merging', () => {
  const SPLIT =
    'mutation ($input: SplitPartInventoryInput) { splitPartInventory(input: $input) { partInventory { id quantity lotNumber originPartInventoryId } } }';
  const MERGE =
    'mutation ($input: MergePartInventoryInput) { mergePartInventory(input: $input) { partInventory { id quantity } } }';

  /** A record at a place of its own. */
  const stock = async (input: object, fields = 'id'): Promise<Answer> => {
    const location = await ion.create('Location', { name: ion.unique('Shelf') });
    return ion.create('PartInventory', { ...input, locationId: location.id }, fields);
  };

  const merging = (id: number, other: number) =>
    ion.refusal(MERGE, { input: { partInventories: [{ id }, { id: other }] } });

  test('what is split off knows its origin, and merges back into the oldest id [SDL]', async () => {
    const lot = await stock({ partId: (await lotPart(ion)).id, lotNumber: 'L', quantity: 10 });
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

  test('only what is AVAILABLE merges, or what is UNAVAILABLE: nothing kitted or on order [docs inventory-merging]', async () => {
    const part = await newPart(ion);
    const { locationId, ...shelf } = await stock({ partId: part.id, quantity: 7 }, 'locationId');
    const order = await ion.create('PurchaseOrder', {});
    const ordered = { purchaseOrderId: order.id, partId: part.id, quantity: 3 };
    const line = await ion.create('PurchaseOrderLine', ordered, 'partInventories { id }');
    const [{ id: onOrder }] = line.partInventories;
    await ion.update('PartInventory', onOrder, { locationId });
    const kitted = await ion.create('PartInventory', { partId: part.id, quantity: 5, locationId }, '_etag');
    const kit = await ion.create('PartKit', {});
    const item = await ion.create('PartKitItem', { partKitId: kit.id, partId: part.id, quantity: 5 });
    const issue = { partInventoryId: kitted.id, partKitItemId: item.id, quantity: 5, etag: kitted._etag };
    await ion.mutate('issueItemToKit', 'InventoryToKitInput', issue, 'splitInventory { id }');
    const blocked = await ion.create('PartInventory', { partId: part.id, quantity: 2, locationId });
    await ion.update('PartInventory', blocked.id, { unavailable: true });
    const refusals = [
      [onOrder, 'ON_ORDER'],
      [kitted.id, 'KITTED'],
      [blocked.id, 'UNAVAILABLE'],
    ];
    for (const [id, status] of refusals) {
      expect((await merging(shelf.id, id)).message).toBe(
        `Part inventory ${id} is ${status}; to be merged, all have to be AVAILABLE or all UNAVAILABLE.`,
      );
    }
    await ion.update('PartInventory', shelf.id, { unavailable: true });
    const input = { partInventories: [{ id: shelf.id }, { id: blocked.id }] };
    expect((await ion.ask(MERGE, { input })).mergePartInventory.partInventory.quantity).toBe(9);
  });

  test('neither tools nor units merge, and nothing without a location [docs inventory-merging]', async () => {
    const tool = await newPart(ion, { partType: 'TOOL' });
    const { locationId, ...one } = await stock({ partId: tool.id, quantity: 1 }, 'locationId');
    const other = await ion.create('PartInventory', { partId: tool.id, quantity: 1, locationId });
    expect((await merging(one.id, other.id)).message).toBe('Tools never merge.');
    const [unit, sibling] = [
      await newUnit(ion, (await serialPart(ion)).id),
      await newUnit(ion, (await serialPart(ion)).id),
    ];
    expect((await merging(unit.id, sibling.id)).message).toContain('serial number never merges');
    const part = await newPart(ion);
    const loose = [
      await ion.create('PartInventory', { partId: part.id }),
      await ion.create('PartInventory', { partId: part.id }),
    ];
    expect((await merging(loose[0].id, loose[1].id)).message).toContain('need a location');
  });

  test('what is merged takes labels, comments, order lines, receipts and barcodes along, and attributes that all share [docs inventory-merging; subscribers and issues inferred]', async () => {
    const organization = await ion.get('Organization', 1, '_etag');
    const define =
      'mutation ($input: UpdateAttributeSettingsInput!) { updateOrganizationPartInventoryAttributes(input: $input) { organization { _etag } } }';
    let etag = organization._etag;
    for (const key of ['Bin', 'Cure']) {
      const input = { id: 1, etag, key, type: 'STRING' };
      etag = (await ion.ask(define, { input })).updateOrganizationPartInventoryAttributes.organization._etag;
    }
    const part = await newPart(ion);
    const order = await ion.create('PurchaseOrder', { status: 'ORDERED' });
    const location = await ion.create('Location', { name: 'Bin' });
    const receipt = await ion.create('Receipt', {});
    const ids: number[] = [];
    const lines: Answer[] = [];
    for (const quantity of [3, 4]) {
      const input = { purchaseOrderId: order.id, partId: part.id, quantity };
      lines.push(await ion.create('PurchaseOrderLine', input, 'quantity partInventories { id }'));
    }
    for (const line of lines) {
      const { quantity } = line;
      const { _etag } = await ion.get('Receipt', receipt.id, '_etag');
      const item = {
        receiptId: receipt.id,
        etag: _etag,
        purchaseOrderLineId: line.id,
        quantity,
        locationId: location.id,
      };
      await ion.mutate('addItemsToReceipt', '[AddItemToReceiptInput]', [item], 'receipt { id }');
      ids.push(line.partInventories[0].id);
    }
    const [oldest = 0, younger = 0] = ids;
    const label = await ion.create('Label', { value: ion.unique('label') });
    const template = await ion.create('BarcodeTemplate', { name: 'T', template: '^XA', entityType: 'PARTS_INVENTORY' });
    for (const id of ids) {
      const { entityId } = await ion.get('PartInventory', id, 'entityId');
      await ion.ask(`mutation { addLabelToItem(input: { labelId: ${label.id}, entityId: ${entityId} }) { labelId } }`);
      await ion.create('Comment', { entityId, content: 'Seen' });
      for (const [key, value] of [
        ['Bin', 'B7'],
        ['Cure', String(id)],
      ]) {
        const { attributes } = await ion.get('PartInventory', id, 'attributes { key Etag }');
        const { Etag } = attributes.find((one: { key: string }) => one.key === key);
        await ion.update('PartInventory', id, { attributes: [{ key, value, etag: Etag }] });
      }
    }
    const { entityId } = await ion.get('PartInventory', younger, 'entityId');
    const printed = await ion.create('BarcodeLabel', { templateId: template.id, entityId }, 'qrCode');
    const input = { partInventories: [{ id: younger }, { id: oldest }] };
    await ion.ask(MERGE, { input });
    const fields =
      'quantity labels { value } comments { id } purchaseOrderLines { quantity receivedQuantity } receipts { id } attributes { key value }';
    expect(await ion.get('PartInventory', oldest, fields)).toEqual({
      quantity: 7,
      labels: [{ value: expect.any(String) }],
      comments: [{ id: expect.any(Number) }, { id: expect.any(Number) }],
      purchaseOrderLines: [
        { quantity: 3, receivedQuantity: 3 },
        { quantity: 4, receivedQuantity: 4 },
      ],
      receipts: [{ id: receipt.id }],
      attributes: [
        { key: 'Bin', value: 'B7' },
        { key: 'Cure', value: null },
      ],
    });
    const scan = 'query ($barcode: String!) { scanBarcode(barcode: $barcode) { entities { id } } }';
    const { entityId: kept } = await ion.get('PartInventory', oldest, 'entityId');
    expect((await ion.ask(scan, { barcode: printed.qrCode })).scanBarcode.entities).toEqual([{ id: kept }]);
    expect((await ion.refusal(`{ partInventory(id: ${younger}) { id } }`)).code).toBe('NOT_FOUND');
  });

  test('different lots do not merge [docs inventory-merging]', async () => {
    const part = await lotPart(ion);
    const ids: { id: number }[] = [];
    for (const lotNumber of ['L1', 'L2']) {
      ids.push({ id: (await ion.create('PartInventory', { partId: part.id, lotNumber, quantity: 1 })).id });
    }
    expect((await merging(ids[0]?.id ?? 0, ids[1]?.id ?? 0)).message).toContain('same part, lot, location and unit');
  });
});
