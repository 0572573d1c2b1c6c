// Kits: what a run needs, gathered from stock, and which inventory was issued to which item.
import { amountSql } from './amount.ts';
import { assignees, entityLabels, through } from './join.ts';
import type { TableSpec } from './table.ts';

/** SQL for how much stands on an item: an inventory that is issued in part is split, so all of each counts [SDL payload]. */
const quantityFulfilled = (item: string): string =>
  `(SELECT ${amountSql('COALESCE(SUM(p."quantity"), 0.0)')} FROM "PartInventory" p JOIN "PartKitInventory" k ON k."partInventoryId" = p."id" ` +
  `WHERE k."partKitItemId" = ${item}."id")`;

/** SQL for how much an item still lacks. */
export const quantityUnfulfilled = (item: string): string =>
  `MAX(0.0, ${amountSql(`${item}."quantity" - ${quantityFulfilled(item)}`)})`;

const isFulfilled = (item: string): string => `(${quantityFulfilled(item)} >= ${item}."quantity")`;

const itemsOf = (row: string, what: string): string =>
  `(SELECT ${what} FROM "PartKitItem" i WHERE i."partKitId" = ${row}."id")`;

const percent = (share: string): string => `CAST(ROUND(COALESCE(${share}, 0) * 100) AS INTEGER)`;

const onKit = (row: string, condition: string): string =>
  `EXISTS (SELECT 1 FROM "PartKitInventory" k JOIN "PartKitItem" i ON i."id" = k."partKitItemId" ` +
  `JOIN "PartKit" t ON t."id" = i."partKitId" WHERE k."partInventoryId" = ${row}."id" AND ${condition})`;

/** SQL for whether an inventory stands on a kit that is open [MAN]: neither completed nor canceled (inferred). */
export const isKitted = (row: string): string => onKit(row, `t."status" NOT IN ('COMPLETED', 'CANCELED')`);

/** SQL for whether an inventory stands on a kit that was not canceled (inferred). */
export const isIssued = (row: string): string => onKit(row, `t."status" <> 'CANCELED'`);

const issuedTo = through('PartInventory', 'PartKitInventory', 'partKitItemId', 'partInventoryId');

export const kitTables: readonly TableSpec[] = [
  {
    type: 'PartKit',
    entity: 'PARTS_KITS',
    defaults: { status: 'DRAFT' },
    computed: {
      fulfilled: row => itemsOf(row, `COALESCE(MIN(${isFulfilled('i')}), 0)`),
      percentFulfilled: row => percent(itemsOf(row, `AVG(${isFulfilled('i')})`)),
      percentKitted: row =>
        percent(itemsOf(row, `SUM(MIN(i."quantity", ${quantityFulfilled('i')})) / SUM(i."quantity")`)),
    },
    relations: {
      assignees,
      labels: entityLabels,
      partInventories: {
        to: 'PartInventory',
        on: (owner, related) =>
          `${related}."id" IN (SELECT k."partInventoryId" FROM "PartKitInventory" k JOIN "PartKitItem" i ` +
          `ON i."id" = k."partKitItemId" WHERE i."partKitId" = ${owner}."id")`,
      },
    },
  },
  {
    type: 'PartKitItem',
    entity: 'PART_KIT_ITEMS',
    owners: ['partKitId'],
    defaults: { quantity: 1 },
    computed: { fulfilled: isFulfilled, quantityFulfilled, quantityUnfulfilled },
    relations: { labels: entityLabels, partInventories: issuedTo },
  },
  {
    type: 'PartKitInventory',
    columns: { id: 'Int!', partKitItemId: 'Int!', partInventoryId: 'Int!' },
    references: { partKitItemId: 'PartKitItem', partInventoryId: 'PartInventory' },
    owners: ['partKitItemId'],
    unique: [
      {
        columns: ['partInventoryId'],
        message: row => `Part inventory ${row['partInventoryId']} is on a kit already.`,
      },
    ],
  },
];
