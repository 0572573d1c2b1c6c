/** Purchase orders: the order, its lines and its fees. */
import type { Locate } from '../../source/source-file.ts';
import type { DesiredState, Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import { type Fields, mappingOf, type Value } from '../../state/value.ts';
import { crud, entity, listOf, referenceKey } from '../entry.ts';
import { bomsOfPart } from '../inventory/boms-of-part.ts';
import type { Kind } from '../kind.ts';
import { tagged, untagged } from '../tags.ts';

/** A line goes by its position where it has one, by its part otherwise: `spring-order.1`, `spring-order.screw`. */
function lineKey(order: string, { position, part }: Fields, index: number): string {
  if (position !== undefined) return `${order}.${position}`;
  return `${order}.${part === undefined ? `line ${index + 1}` : referenceKey(part)}`;
}

function expandLine(order: string, authored: Value, index: number, locate: Locate): readonly Entity[] {
  const written = mappingOf(authored);
  const fields = untagged(written);
  const path = ['lines', index];
  const line = entity({
    kind: 'purchase-order-line',
    key: lineKey(order, fields, index),
    fields: { purchaseOrder: order, ...fields },
    locate,
    path,
  });
  return tagged(line, written, path, locate);
}

function expandFee(order: string, name: string, authored: Value, locate: Locate): Entity {
  const path = ['fees', name];
  return entity({
    kind: 'purchase-order-fee',
    key: `${order}.${name}`,
    fields: { purchaseOrder: order, name, ...mappingOf(authored) },
    locate,
    path,
    fieldPaths: { name: path },
  });
}

/** The entities of one order. The mark, by which it is known, is its key. */
export function expandOrder(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { lines, fees, ...fields } = entry;
  const order = entity({
    kind: 'purchase-order',
    key,
    fields: { mark: key, ...fields },
    locate,
    fieldPaths: { mark: [] },
    owns: [
      ...(lines === undefined ? [] : ['purchase-order-line']),
      ...(fees === undefined ? [] : ['purchase-order-fee']),
    ],
  });
  return [
    order,
    ...listOf(lines).flatMap((line, index) => expandLine(key, line, index, locate)),
    ...Object.entries(mappingOf(fees)).map(([name, fee]) => expandFee(key, name, fee, locate)),
  ];
}

/** Where what comes of a line is put: it goes with its line, and so does not outlive that place. [EX, inferred] */
function placesOf(line: Entity, state: DesiredState): readonly string[] {
  return referrers(state, 'receipt-item', 'purchaseOrderLine', line.address)
    .map(item => item.fields['location'])
    .filter(location => typeof location === 'string');
}

/** The lines that name their position, before one that does not: ION gives that the next, which could be theirs. (inferred) */
function linesBefore({ fields }: Entity, state: DesiredState): readonly string[] {
  if (fields['position'] !== undefined) return [];
  return referrers(state, 'purchase-order-line', 'purchaseOrder', String(fields['purchaseOrder']))
    .filter(line => line.fields['position'] !== undefined)
    .map(line => line.address);
}

/** What is received of an order, by all receipts. */
export function receivedOf(order: Entity, state: DesiredState): readonly Entity[] {
  return referrers(state, 'purchase-order-line', 'purchaseOrder', order.address).flatMap(line =>
    referrers(state, 'receipt-item', 'purchaseOrderLine', line.address),
  );
}

export const currency: Kind = {
  name: 'currency',
  type: 'Currency',
  identity: [['type']],
  fields: { type: { type: 'text', write: 'never' } },
  list: { query: 'currencies', pageSize: 200 },
};

export const purchaseOrder: Kind = {
  name: 'purchase-order',
  type: 'PurchaseOrder',
  // There is no number, and a description need not be one of a kind. [SDL]
  identity: [['mark']],
  fields: {
    mark: { type: 'text', ion: 'description', markIn: 'description', write: 'never' },
    description: { type: 'text' },
    status: { type: 'text', write: 'update' },
    supplier: { type: 'text', to: 'supplier', ion: 'supplierId' },
    currency: { type: 'text', to: 'currency', ion: 'currencyId' },
    assignedTo: { type: 'text', to: 'user', ion: 'assignedToId' },
    orderedAt: { type: 'date' },
    shipToLocation: { type: 'text', to: 'location', ion: 'shipToLocationId' },
    billToLocation: { type: 'text', to: 'location', ion: 'billToLocationId' },
    supplierInstructions: { type: 'rich-text' },
    paid: { type: 'boolean' },
    cost: { type: 'number' },
    attributes: { type: 'attributes' },
  },
  list: { query: 'purchaseOrders', pageSize: 50 },
  select: ['entityId'],
  ...crud({
    create: 'createPurchaseOrder',
    update: 'updatePurchaseOrder',
    remove: 'deletePurchaseOrder',
    payload: 'purchaseOrder',
  }),
  lifecycle: {
    field: 'status',
    initial: 'DRAFT',
    open: 'DRAFT',
    // An order goes back to DRAFT before anything of it is deleted. [EX] Step by step forward, for tenants that ask for
    // approvals; back from the other states, and that lines change in DRAFT, is inferred.
    reopens: 'DRAFT',
    next: {
      DRAFT: ['REQUESTED', 'CANCELED'],
      REQUESTED: ['APPROVED', 'DRAFT', 'CANCELED'],
      APPROVED: ['ORDERED', 'DRAFT', 'CANCELED'],
      ORDERED: ['RECEIVED', 'DRAFT', 'CANCELED'],
      RECEIVED: ['ORDERED', 'DRAFT'],
      CANCELED: ['DRAFT'],
    },
    before: { RECEIVED: { kind: 'receipt-item', by: 'purchaseOrderLine' } },
    approval: {
      to: 'APPROVED',
      call: {
        mutation: 'createPurchaseOrderApproval',
        payload: 'approval',
        style: 'input',
        by: { purchaseOrderId: 'id' },
        with: { status: 'APPROVED' },
      },
      asked: [
        { query: 'me', at: 'organization.settings.purchaseOrders.numApproversRequired', of: 'PurchaseOrderSettings' },
      ],
    },
  },
};

export const purchaseOrderLine: Kind = {
  name: 'purchase-order-line',
  type: 'PurchaseOrderLine',
  identity: [
    ['purchaseOrder', 'position'],
    ['purchaseOrder', 'part'],
  ],
  within: { field: 'purchaseOrder', at: 'purchaseOrderLines' },
  fields: {
    purchaseOrder: { type: 'text', to: 'purchase-order', ion: 'purchaseOrderId', write: 'create' },
    position: { type: 'number', write: 'create' },
    part: { type: 'text', to: 'part', ion: 'partId' },
    quantity: { type: 'number' },
    cost: { type: 'number' },
    description: { type: 'text' },
    needDate: { type: 'date' },
    estimatedArrivalDate: { type: 'date' },
    paid: { type: 'boolean' },
    attributes: { type: 'attributes' },
  },
  select: ['entityId'],
  ...crud({
    create: 'createPurchaseOrderLine',
    update: 'updatePurchaseOrderLine',
    remove: 'deletePurchaseOrderLine',
    payload: 'purchaseOrderLine',
  }),
  // A line makes the units that are on order.
  after: (line, state) => [...linesBefore(line, state), ...placesOf(line, state), ...bomsOfPart(line, state)],
};

export const purchaseOrderFee: Kind = {
  name: 'purchase-order-fee',
  type: 'PurchaseOrderFee',
  identity: [['purchaseOrder', 'name']],
  within: { field: 'purchaseOrder', at: 'fees' },
  fields: {
    purchaseOrder: { type: 'text', to: 'purchase-order', ion: 'purchaseOrderId', write: 'create' },
    name: { type: 'text' },
    value: { type: 'number' },
    type: { type: 'text' },
  },
  ...crud({
    create: 'createPurchaseOrderFee',
    update: 'updatePurchaseOrderFee',
    remove: 'deletePurchaseOrderFee',
    payload: 'purchaseOrderFee',
  }),
};
