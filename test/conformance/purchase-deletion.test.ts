// Clearing out purchase orders, as far as what became of them allows: lines first, then the orders.
import { expect, test } from 'vitest';
import { type Answer, createInventory, createPart, install, releaseMbom, tenantForFile } from './open-tenant.ts';

const tenant = tenantForFile();

const listOf = async (name: string, fields: string): Promise<Answer[]> =>
  (await tenant.ask(`{ ${name} { edges { node { ${fields} } } } }`))[name].edges.map((edge: Answer) => edge.node);

const order = async (description: string): Promise<number> => {
  const fields = 'purchaseOrder { id }';
  return (await tenant.mutate('createPurchaseOrder', 'CreatePurchaseOrderInput', { description }, fields)).purchaseOrder
    .id;
};

const addLine = async (purchaseOrderId: number, partId: number, quantity: number): Promise<Answer> => {
  const input = { purchaseOrderId, partId, quantity };
  const fields =
    'purchaseOrderLine { id _etag partInventories { id _etag status quantity buildRequirements { id partId } } }';
  return (await tenant.mutate('createPurchaseOrderLine', 'CreatePurchaseOrderLineInput', input, fields))
    .purchaseOrderLine;
};

const setStatus = async (id: number, status: string) => {
  const { _etag: etag } = await tenant.get('purchaseOrder', id, '_etag');
  const fields = 'purchaseOrder { id status }';
  return tenant.mutate('updatePurchaseOrder', 'UpdatePurchaseOrderInput', { id, etag, status }, fields);
};

/** Always with the etag of this moment; the error that it is refused with. */
const remove = async (name: 'purchaseOrder' | 'purchaseOrderLine', id: number) => {
  const { _etag: etag } = await tenant.get(name, id, '_etag');
  const mutation = `delete${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const document = `mutation ($id: ID!, $etag: String!) { ${mutation}(id: $id, etag: $etag) { id } }`;
  return tenant.errorOf(tenant.ask(document, { id, etag }));
};

const receive = async (lineId: number, quantity: number) => {
  const { receipt } = await tenant.mutate('createReceipt', 'CreateReceiptInput', {}, 'receipt { id _etag }');
  const item = { receiptId: receipt.id, etag: receipt._etag, purchaseOrderLineId: lineId, quantity };
  const document = 'mutation ($input: [AddItemToReceiptInput]) { addItemsToReceipt(input: $input) { receipt { id } } }';
  await tenant.ask(document, { input: [item] });
};

/** An inventory of an assembly that the first record of the line is then installed in. */
const installOrdered = async (line: Answer, partId: number) => {
  const assembly = await createPart(tenant, `ASSEMBLY-${line.id}`);
  await releaseMbom(tenant, assembly.id, [[partId, 1]]);
  const unit = await createInventory(tenant, { partId: assembly.id });
  await install(tenant, unit, line.partInventories[0], partId);
};

const putIntoKit = async (line: Answer, partId: number) => {
  const { partKit } = await tenant.mutate('createPartKit', 'CreatePartKitInput', {}, 'partKit { id }');
  const input = { partKitId: partKit.id, partId, quantity: 1 };
  const { partKitItem } = await tenant.mutate(
    'createPartKitItem',
    'CreatePartKitItemInput',
    input,
    'partKitItem { id }',
  );
  const [{ id: partInventoryId }] = line.partInventories;
  const { _etag: etag } = await tenant.get('partInventory', partInventoryId, '_etag');
  const issue = { partInventoryId, partKitItemId: partKitItem.id, quantity: 1, etag };
  const document = 'mutation ($input: InventoryToKitInput) { issueItemToKit(input: $input) { partInventory { id } } }';
  await tenant.ask(document, { input: issue });
};

test('a line with a part puts inventory on order at once [MAN inventory]', async () => {
  const part = await createPart(tenant, 'P-0');
  const line = await addLine(await order('at once'), part.id, 3);
  expect(line.partInventories).toEqual([expect.objectContaining({ status: 'ON_ORDER', quantity: 3 })]);
});

test('of an ORDERED order nothing is deleted until it is set back to DRAFT [EX delete_purchases]', async () => {
  const part = await createPart(tenant, 'P-1');
  const id = await order('ordered');
  const line = await addLine(id, part.id, 1);
  await setStatus(id, 'ORDERED');
  expect(await remove('purchaseOrderLine', line.id)).toBeDefined();
  expect(await remove('purchaseOrder', id)).toBeDefined();
  await setStatus(id, 'DRAFT');
  expect(await remove('purchaseOrderLine', line.id)).toBeUndefined();
  expect(await remove('purchaseOrder', id)).toBeUndefined();
});

test.for([
  { what: 'installed', prepare: installOrdered },
  { what: 'kitted', prepare: putIntoKit },
  { what: 'received', prepare: (line: Answer) => receive(line.id, 1) },
])('a line whose inventory is $what stays, and tells so [EX delete_purchases]', async ({ what, prepare }) => {
  const part = await createPart(tenant, `P-${what}`);
  const id = await order(what);
  const line = await addLine(id, part.id, 1);
  await setStatus(id, 'ORDERED');
  await prepare(line, part.id);
  await setStatus(id, 'DRAFT');
  const [inventory] = (await tenant.get('purchaseOrderLine', line.id, 'partInventories { installed kitted received }'))
    .partInventories;
  expect(inventory).toMatchObject({ [what]: true });
  expect(await remove('purchaseOrderLine', line.id)).toBeDefined();
});

test.for([
  [
    'fees',
    'createPurchaseOrderFee(input: { purchaseOrderId: $id, name: "Freight", value: 5 }) { purchaseOrderFee { id } }',
  ],
  ['approvals', 'createPurchaseOrderApproval(input: { purchaseOrderId: $id, status: APPROVED }) { approval { id } }'],
  [
    'approvalRequests',
    'createPurchaseOrderApprovalRequest(input: { purchaseOrderId: $id, reviewerId: 1 }) { approvalRequest { id } }',
  ],
] as const)('an order with %s stays, and lists them [EX delete_purchases]', async ([list, mutation]) => {
  const id = await order(list);
  await tenant.ask(`mutation ($id: ID!) { ${mutation} }`, { id });
  expect((await tenant.get('purchaseOrder', id, `${list} { id }`))[list]).toHaveLength(1);
  expect(await remove('purchaseOrder', id)).toBeDefined();
});

test('an order keeps its etag while its lines go, so that a client may read all orders first [EX delete_purchases]', async () => {
  const part = await createPart(tenant, 'P-2');
  const id = await order('read first');
  const line = await addLine(id, part.id, 1);
  const { _etag: etag } = await tenant.get('purchaseOrder', id, '_etag');
  expect(await remove('purchaseOrderLine', line.id)).toBeUndefined();
  await tenant.ask('mutation ($id: ID!, $etag: String!) { deletePurchaseOrder(id: $id, etag: $etag) { id } }', {
    id,
    etag,
  });
});

test('a client that heeds the guards clears out the rest and meets no error [EX delete_purchases]', async () => {
  const lines = await listOf(
    'purchaseOrderLines',
    'id purchaseOrder { id status } partInventories { installed kitted received abomChildren { id partInventoryId } }',
  );
  const isBound = ({ installed, kitted, received, abomChildren }: Answer) =>
    installed || kitted || received || abomChildren.some((child: Answer) => child.partInventoryId !== null);
  const bound = new Set(lines.filter(line => line.partInventories.some(isBound)).map(line => line.purchaseOrder.id));
  for (const line of lines.filter(({ purchaseOrder }) => !bound.has(purchaseOrder.id))) {
    if (line.purchaseOrder.status === 'ORDERED') await setStatus(line.purchaseOrder.id, 'DRAFT');
    expect(await remove('purchaseOrderLine', line.id)).toBeUndefined();
  }
  const orders = await listOf('purchaseOrders', 'id approvals { id } fees { id } approvalRequests { id }');
  const isFree = ({ id, approvals, fees, approvalRequests }: Answer) =>
    !bound.has(id) && [approvals, fees, approvalRequests].every(list => list.length === 0);
  for (const { id } of orders.filter(isFree)) expect(await remove('purchaseOrder', id)).toBeUndefined();
  const left = (await listOf('purchaseOrders', 'description')).map(({ description }) => description).sort();
  expect(left).toEqual(['approvalRequests', 'approvals', 'fees', 'installed', 'kitted', 'received']);
});
