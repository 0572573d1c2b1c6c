// Purchase orders, their lines, fees and approvals; receipts of what was ordered.
import { amountSql } from './amount.ts';
import { entityLabels, inverseOf, through } from './join.ts';
import type { TableSpec } from './table.ts';

const linesOf = (row: string, what: string): string =>
  `(SELECT ${what} FROM "PurchaseOrderLine" l WHERE l."purchaseOrderId" = ${row}."id")`;

/** SQL for what the lines of an order come to; a line without a cost counts nothing (inferred). */
const linesCost = (row: string): string => linesOf(row, 'COALESCE(SUM(COALESCE(l."cost", 0.0) * l."quantity"), 0.0)');

const feesOf = (row: string, type: string): string =>
  `(SELECT COALESCE(SUM(f."value"), 0.0) FROM "PurchaseOrderFee" f WHERE f."purchaseOrderId" = ${row}."id" AND f."type" = '${type}')`;

const totalCost = (row: string): string =>
  `(${linesCost(row)} * (1.0 + ${feesOf(row, 'PERCENTAGE')} / 100.0) + ${feesOf(row, 'CURRENCY')})`;

const OPEN = `('DRAFT', 'REQUESTED', 'APPROVED', 'ORDERED')`;

const isDraft = (row: string): string => `CASE WHEN ${row}."status" = 'DRAFT' THEN 'true' ELSE 'false' END`;

const isOpen = (row: string): string => `(${row}."status" IN ${OPEN})`;

/** SQL for whether an inventory was received, with an order or without. */
export const isReceived = (row: string): string =>
  `EXISTS (SELECT 1 FROM "ReceiptItem" i WHERE i."partInventoryId" = ${row}."id")`;

/** SQL for whether an inventory stands on a line of an order that is under way, and has not come yet [MAN]. */
export const isOnOrder = (row: string): string =>
  `(EXISTS (SELECT 1 FROM "PurchaseOrderLineInventory" k JOIN "PurchaseOrderLine" l ON l."id" = k."purchaseOrderLineId" ` +
  `JOIN "PurchaseOrder" o ON o."id" = l."purchaseOrderId" WHERE k."partInventoryId" = ${row}."id" AND o."status" IN ${OPEN}) ` +
  `AND NOT ${isReceived(row)})`;

const order: TableSpec = {
  type: 'PurchaseOrder',
  entity: 'PURCHASE_ORDERS',
  columns: { paid: 'Boolean' },
  defaults: { status: 'DRAFT', paid: 0 },
  computed: {
    editable: isDraft,
    isOpen,
    estimatedCost: linesCost,
    estimatedTotalCost: totalCost,
    estimatedArrival: row => linesOf(row, 'MAX(l."estimatedArrivalDate")'),
    estimatedArrivalDate: row => linesOf(row, 'MAX(l."estimatedArrivalDate")'),
    needDate: row => linesOf(row, 'MIN(l."needDate")'),
    approved: row =>
      `EXISTS (SELECT 1 FROM "PurchaseOrderApproval" a WHERE a."purchaseOrderId" = ${row}."id" AND a."status" = 'APPROVED')`,
  },
  relations: { labels: entityLabels },
};

const line: TableSpec = {
  type: 'PurchaseOrderLine',
  entity: 'PURCHASE_ORDER_LINES',
  order: ['position'],
  defaults: { status: 'DRAFT', paid: 0, quantity: 1 },
  computed: {
    editable: isDraft,
    isOpen,
    estimatedCost: row => `${row}."cost" * ${row}."quantity"`,
    receivedQuantity: row =>
      `(SELECT ${amountSql('COALESCE(SUM(i."quantity"), 0.0)')} FROM "ReceiptItem" i WHERE i."purchaseOrderLineId" = ${row}."id")`,
    inventoryQuantity: row =>
      `(SELECT ${amountSql('COALESCE(SUM(p."quantity"), 0.0)')} FROM "PartInventory" p JOIN "PurchaseOrderLineInventory" k ` +
      `ON k."partInventoryId" = p."id" WHERE k."purchaseOrderLineId" = ${row}."id")`,
  },
  relations: {
    labels: entityLabels,
    partInventories: through('PartInventory', 'PurchaseOrderLineInventory', 'purchaseOrderLineId', 'partInventoryId'),
    receivedPartInventories: through('PartInventory', 'ReceiptItem', 'purchaseOrderLineId', 'partInventoryId'),
    receipts: through('Receipt', 'ReceiptItem', 'purchaseOrderLineId', 'receiptId'),
  },
};

const receipt: TableSpec = {
  type: 'Receipt',
  entity: 'RECEIPTS',
  relations: {
    labels: entityLabels,
    receivedParts: inverseOf('ReceiptItem', 'receiptId'),
    partInventories: through('PartInventory', 'ReceiptItem', 'receiptId', 'partInventoryId'),
    purchaseOrderLines: through('PurchaseOrderLine', 'ReceiptItem', 'receiptId', 'purchaseOrderLineId'),
  },
};

export const purchasingTables: readonly TableSpec[] = [
  order,
  line,
  { type: 'PurchaseOrderFee', defaults: { type: 'CURRENCY' } },
  {
    type: 'PurchaseOrderApproval',
    entity: 'PURCHASE_ORDER_APPROVALS',
    defaults: { resolved: 0, depth: 0 },
    relations: { replies: inverseOf('PurchaseOrderApproval', 'parentId') },
  },
  {
    type: 'PurchaseOrderApprovalRequest',
    entity: 'PURCHASE_ORDER_APPROVAL_REQUESTS',
    defaults: { status: 'PENDING' },
  },
  {
    type: 'PurchaseOrderLineInventory',
    columns: { id: 'Int!', purchaseOrderLineId: 'Int!', partInventoryId: 'Int!' },
    references: { purchaseOrderLineId: 'PurchaseOrderLine', partInventoryId: 'PartInventory' },
    unique: [
      {
        columns: ['purchaseOrderLineId', 'partInventoryId'],
        message: row =>
          `Part inventory ${row['partInventoryId']} is already on purchase order line ${row['purchaseOrderLineId']}.`,
      },
    ],
  },
  receipt,
  { type: 'ReceiptItem', owners: ['receiptId'] },
];
