// How a connector copies a tenant's lists: whole rows, page after page.
import { expect, test } from 'vitest';
import { tenantForFile } from './open-tenant.ts';

const tenant = tenantForFile();

/** The lists that a public connector copies whole, with some of what it reads of each row [Airbyte queries/*.gql]. */
const STREAMS: Readonly<Record<string, string>> = {
  parts:
    'partNumber revision LatestRevisionScheme SubstituteMbom quantity _MbomsCount _InputsCount _PlanItemsCount _RunsCount',
  partSubtypes: 'name _PartsCount',
  suppliers: 'name contactName _PurchaseOrdersCount _PlanItemsCount',
  purchaseOrders: 'status estimatedTotalCost approved isOpen _FeesCount _PurchaseOrderLinesCount _RequirementsCount',
  purchaseOrderLines: 'position receivedQuantity inventoryQuantity _ReceiptItemsCount _RequirementsCount',
  purchaseOrderFees: 'name value type',
};

const writeOrder = async () => {
  const supplier = (await tenant.mutate('createSupplier', 'CreateSupplierInput', { name: 'Acme' }, 'supplier { id }'))
    .supplier.id;
  const { part } = await tenant.mutate('createPart', 'CreatePartInput', { partNumber: 'BOLT' }, 'part { id }');
  await tenant.mutate('createPartSubtype', 'CreatePartSubtypeInput', { name: 'Fastener' }, 'partSubtype { id }');
  const create = { supplierId: supplier, description: 'First' };
  const order = await tenant.mutate('createPurchaseOrder', 'CreatePurchaseOrderInput', create, 'purchaseOrder { id }');
  const purchaseOrderId = order.purchaseOrder.id;
  const line = { purchaseOrderId, partId: part.id, quantity: 5 };
  await tenant.mutate('createPurchaseOrderLine', 'CreatePurchaseOrderLineInput', line, 'purchaseOrderLine { id }');
  const fee = { purchaseOrderId, name: 'Freight', value: 9, type: 'CURRENCY' };
  await tenant.mutate('createPurchaseOrderFee', 'CreatePurchaseOrderFeeInput', fee, 'purchaseOrderFee { id }');
};

test('whole lists are copied page by page, rows with all their counts and their words for people [Airbyte]', async () => {
  await writeOrder();
  for (const [list, fields] of Object.entries(STREAMS)) {
    const document = `query ($first: Int, $after: String) { ${list}(first: $first, after: $after) {
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor count totalCount }
      edges { cursor node { id _etag _created _updated LastSessionId createdById prettyStr ${fields} } }
    } }`;
    const { pageInfo, edges } = (await tenant.ask(document, { first: 100, after: '' }))[list];
    expect(pageInfo).toMatchObject({ hasNextPage: false, count: 1, totalCount: 1, endCursor: edges[0].cursor });
    expect(edges[0].node.prettyStr).toEqual(expect.any(String));
  }
});

test('what a person would call a row is its own words where it has some, else its type and id (inferred)', async () => {
  const words = async (list: string) =>
    (await tenant.ask(`{ ${list} { edges { node { id prettyStr } } } }`))[list].edges[0].node;
  expect(await words('parts')).toMatchObject({ prettyStr: 'BOLT' });
  expect(await words('suppliers')).toMatchObject({ prettyStr: 'Acme' });
  const { id, prettyStr } = await words('purchaseOrderLines');
  expect(prettyStr).toBe(`PurchaseOrderLine ${id}`);
  await tenant.mutate('createCurrency', 'CreateCurrencyInput', { type: 'USD' }, 'currency { id }');
  expect(await words('currencies')).toMatchObject({ prettyStr: 'USD' });
  await tenant.mutate('createPartKit', 'CreatePartKitInput', {}, 'partKit { id }');
  const kit = await words('partKits');
  expect(kit.prettyStr).toBe(`PartKit ${kit.id}`);
});
