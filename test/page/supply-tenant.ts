/** A tenant with what the views of kits, purchase orders and issues show: one of each, written as any client would. */
import { type Answer, type Ion, openIon } from '../conformance/ion.ts';

/** Rich text in ION's form. */
const text = (words: string) => [{ type: 'p', children: [{ text: words }] }];

/** A released procedure's run of a serial unit, with one step. */
async function seedRun(ion: Ion, unit: Answer): Promise<Answer> {
  const { createProcedure } = await ion.ask('mutation { createProcedure(title: "Build arm") { procedure { id } } }');
  const { id } = createProcedure.procedure;
  await ion.create('Step', { procedureId: id, title: 'Press bearing' });
  await ion.update('Procedure', id, { status: 'RELEASED' });
  return ion.create('Run', { procedureId: id, partInventoryId: unit.id, title: 'Build ARM-01' }, 'steps { id }');
}

/** A kit of 8 screws, of which 3 are issued, and of a bearing that is not. */
async function seedKit(ion: Ion, run: Answer, screw: Answer, bearing: Answer): Promise<void> {
  const [shelf, cell] = [
    await ion.create('Location', { name: 'Shelf 4' }),
    await ion.create('Location', { name: 'Cell 1' }),
  ];
  const stock = await ion.create('PartInventory', { partId: screw.id, lotNumber: 'LOT-7', quantity: 100 }, '_etag');
  const kit = await ion.create('PartKit', { runId: run.id, locationId: shelf.id, deliveryLocationId: cell.id });
  const item = await ion.create('PartKitItem', { partKitId: kit.id, partId: screw.id, quantity: 8 });
  await ion.create('PartKitItem', { partKitId: kit.id, partId: bearing.id, quantity: 1 });
  const input = { partInventoryId: stock.id, partKitItemId: item.id, etag: stock._etag, quantity: 3 };
  await ion.ask('mutation ($input: InventoryToKitInput) { issueItemToKit(input: $input) { partInventory { id } } }', {
    input,
  });
}

/** An order that was placed, of two lines and a fee; 20 of 50 screws were received. */
async function seedOrder(ion: Ion, screw: Answer, bearing: Answer): Promise<Answer> {
  const supplier = await ion.create('Supplier', { name: 'Bolts & Sons' });
  const order = await ion.create('PurchaseOrder', {
    description: 'Fasteners for the arms',
    supplierId: supplier.id,
    supplierInstructions: text('Deliver in the morning.'),
  });
  const purchaseOrderId = order.id;
  const line = await ion.create('PurchaseOrderLine', { purchaseOrderId, partId: screw.id, quantity: 50, cost: 0.2 });
  await ion.create('PurchaseOrderLine', { purchaseOrderId, partId: bearing.id, quantity: 2, cost: 15 });
  await ion.create('PurchaseOrderFee', { purchaseOrderId, name: 'Freight', type: 'CURRENCY', value: 12 });
  await ion.update('PurchaseOrder', purchaseOrderId, { status: 'ORDERED' });
  const receipt = await ion.create('Receipt', { receivedAt: '2026-03-09T08:00:00Z' }, '_etag');
  const item = { purchaseOrderLineId: line.id, quantity: 20, lotNumber: 'LOT-8' };
  await ion.ask('mutation ($input: [AddItemToReceiptInput]) { addItemsToReceipt(input: $input) { receipt { id } } }', {
    input: [{ receiptId: receipt.id, etag: receipt._etag, ...item }],
  });
  return line;
}

export async function startSupplyTenant(): Promise<Ion> {
  const ion = await openIon();
  const arm = await ion.create('Part', { partNumber: 'ARM', trackingType: 'SERIAL' });
  const screw = await ion.create('Part', { partNumber: 'SCREW-M3', trackingType: 'LOT', description: 'Screw' });
  const bearing = await ion.create('Part', { partNumber: 'BEARING-8' });
  const unit = await ion.create('PartInventory', { partId: arm.id, serialNumber: 'ARM-01' });
  const run = await seedRun(ion, unit);
  await seedKit(ion, run, screw, bearing);
  const line = await seedOrder(ion, screw, bearing);
  await ion.create('Issue', {
    title: 'Bearing is loose',
    partInventoryIds: [unit.id],
    runStepId: run.steps[0].id,
    purchaseOrderLineId: line.id,
    causeCondition: text('It can be turned by hand.'),
    disposition: text('Press in another one.'),
  });
  return ion;
}
