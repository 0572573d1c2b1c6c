// Part inventory: what there is of a part, where, and in what state.
import { amountSql } from './amount.ts';
import { ancestors, entityLabels, through } from './join.ts';
import { isIssued, isKitted } from './kits.ts';
import { abomChildren, abomParents } from './legacy-abom.ts';
import { isOnOrder, isReceived } from './purchasing.ts';
import { isOpenRun } from './runs.ts';
import type { TableSpec } from './table.ts';

const installed = (row: string): string =>
  `(SELECT ${amountSql('COALESCE(SUM(i."quantity"), 0.0)')} FROM "ABomInstallation" i WHERE i."partInventoryId" = ${row}."id")`;

const left = (row: string): string =>
  `MAX(0.0, ${amountSql(`${row}."quantity" - ${row}."quantityScrapped" - ${installed(row)}`)})`;

/** SQL for how much of an inventory can be installed: what is neither scrapped nor installed; a kit is there to be used (inferred). */
export const quantityInstallable = left;

/** SQL for how much of an inventory is not spoken for: neither scrapped, nor installed, nor on an open kit (inferred). */
export const quantityFree = (row: string): string => `CASE WHEN ${isKitted(row)} THEN 0.0 ELSE ${left(row)} END`;

/** SQL for how much can be had now: what is free and has come (inferred: ION only says that it computes it). */
const quantityAvailable = (row: string): string => `CASE WHEN ${isOnOrder(row)} THEN 0.0 ELSE ${quantityFree(row)} END`;

const isInstalled = (row: string): string => `(${installed(row)} > 0 AND ${installed(row)} >= ${row}."quantity")`;

const onOpenRun = (row: string): string =>
  `EXISTS (SELECT 1 FROM "Run" r WHERE r."partInventoryId" = ${row}."id" AND ${isOpenRun('r')})`;

/** SQL for the status. The order of the conditions is that of the newest documentation page [docs inventory overview]. */
export const statusOf = (row: string): string =>
  `CASE WHEN ${row}."quantity" = 0 AND ${installed(row)} > 0 THEN 'INSTALLED' ` +
  `WHEN ${row}."quantity" = 0 THEN 'UNAVAILABLE' ` +
  `WHEN ${row}."quantityScrapped" >= ${row}."quantity" THEN 'SCRAPPED' ` +
  `WHEN ${isInstalled(row)} THEN 'INSTALLED' ` +
  `WHEN ${onOpenRun(row)} THEN 'WIP' ` +
  `WHEN ${row}."unavailable" THEN 'UNAVAILABLE' ` +
  `WHEN ${isKitted(row)} THEN 'KITTED' ` +
  `WHEN ${isOnOrder(row)} THEN 'ON_ORDER' ` +
  `WHEN (SELECT NOT l."available" FROM "Location" l WHERE l."id" = ${row}."locationId") THEN 'UNAVAILABLE' ` +
  `ELSE 'AVAILABLE' END`;

export const inventoryTables: readonly TableSpec[] = [
  {
    type: 'PartInventory',
    as: ['IssuedPartInventory'],
    entity: 'PARTS_INVENTORY',
    unrelated: ['originRuns'],
    columns: { unavailable: 'Boolean' },
    defaults: { quantity: 1, quantityScrapped: 0, unavailable: 0 },
    unique: [
      {
        columns: ['partId', 'serialNumber'],
        message: row =>
          `Part inventory with serial number ${row['serialNumber']} already exists for part ${row['partId']}.`,
      },
    ],
    computed: {
      Cost: row => `${row}."cost"`,
      estimatedTotalCost: row => `${row}."cost" * ${row}."quantity"`,
      status: statusOf,
      kitted: isKitted,
      installed: isInstalled,
      received: isReceived,
      quantityKitted: row => `CASE WHEN ${isKitted(row)} THEN ${row}."quantity" ELSE 0.0 END`,
      quantityIssued: row => `CASE WHEN ${isIssued(row)} THEN ${row}."quantity" ELSE 0.0 END`,
      // A record is issued as a whole, since one that is issued in part is split.
      issuedQuantity: row => `${row}."quantity"`,
      quantityInstalled: installed,
      quantityAvailable,
      trackingType: row =>
        `CASE WHEN ${row}."serialNumber" IS NOT NULL THEN 'SERIAL' WHEN ${row}."lotNumber" IS NOT NULL THEN 'LOT' END`,
    },
    filters: { _cost: 'cost' },
    relations: {
      labels: entityLabels,
      abomChildren,
      abomParents,
      parentLocations: ancestors('Location', 'locationId'),
      purchaseOrderLines: through(
        'PurchaseOrderLine',
        'PurchaseOrderLineInventory',
        'partInventoryId',
        'purchaseOrderLineId',
      ),
      issues: through('Issue', 'IssuePartInventory', 'partInventoryId', 'issueId'),
      runSteps: through('RunStep', 'RunStepInventory', 'partInventoryId', 'runStepId'),
      receipts: through('Receipt', 'ReceiptItem', 'partInventoryId', 'receiptId'),
      partKitItems: through('PartKitItem', 'PartKitInventory', 'partInventoryId', 'partKitItemId'),
      partKits: {
        to: 'PartKit',
        on: (owner, related) =>
          `${related}."id" IN (SELECT i."partKitId" FROM "PartKitItem" i JOIN "PartKitInventory" k ` +
          `ON k."partKitItemId" = i."id" WHERE k."partInventoryId" = ${owner}."id")`,
      },
    },
  },
];
