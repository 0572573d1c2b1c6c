// Suppliers, of whom orders ask and inventory comes.
import { expect, test } from 'vitest';
import { ionForFile, newPart } from '../ion.ts';

const ion = ionForFile();

test('a supplier has a name, and may have address, contact and text [SDL CreateSupplierInput]', async () => {
  const about = {
    address: '1 Road',
    contactName: 'Kim',
    email: 'kim@example.com',
    phoneNumber: '555',
    description: 'd',
  };
  const made = await ion.create('Supplier', { name: 'Full', ...about }, Object.keys(about).join(' '));
  expect(made).toMatchObject(about);
});

test('it is found by its name [EX]', async () => {
  const { id } = await ion.create('Supplier', { name: 'Acme' });
  await ion.create('Supplier', { name: 'Acme West' });
  expect(await ion.find('suppliers', 'SuppliersInputFilters', { name: { eq: 'Acme' } })).toEqual([{ id }]);
});

test('two may have one name (inferred: nothing says that it is unique)', async () => {
  for (let made = 0; made < 2; made += 1) await ion.create('Supplier', { name: 'Twin' });
  expect(await ion.find('suppliers', 'SuppliersInputFilters', { name: { eq: 'Twin' } })).toHaveLength(2);
});

test('orders and inventory name theirs, and are listed with it [SDL]', async () => {
  const { id: supplierId } = await ion.create('Supplier', { name: 'Bolts' });
  const order = await ion.create('PurchaseOrder', { supplierId }, 'supplier { name }');
  expect(order.supplier).toEqual({ name: 'Bolts' });
  const record = await ion.create('PartInventory', { partId: (await newPart(ion)).id, supplierId });
  expect(await ion.get('Supplier', supplierId, 'purchaseOrders { id } partsInventories { id }')).toEqual({
    purchaseOrders: [{ id: order.id }],
    partsInventories: [{ id: record.id }],
  });
});

test('it stays while an order or inventory names it (inferred)', async () => {
  const { id: supplierId } = await ion.create('Supplier', { name: 'Nuts' });
  const order = await ion.create('PurchaseOrder', { supplierId });
  expect((await ion.refusedRemove('Supplier', supplierId)).message).toContain('PurchaseOrder.supplierId');
  await ion.remove('PurchaseOrder', order.id);
  expect(await ion.remove('Supplier', supplierId)).toEqual({ id: supplierId });
});
