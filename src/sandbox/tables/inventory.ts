// Part inventory: what there is of a part, where, and in what state.
import { ancestors, entityLabels } from './join.ts';
import { isOpenRun } from './runs.ts';
import type { TableSpec } from './table.ts';

const installed = (row: string): string =>
  `(SELECT COALESCE(SUM(i."quantity"), 0.0) FROM "ABomInstallation" i WHERE i."partInventoryId" = ${row}."id")`;

/** SQL for how much of an inventory is neither scrapped nor installed (inferred: ION only says that it computes it). */
export const quantityAvailable = (row: string): string =>
  `MAX(0.0, ${row}."quantity" - ${row}."quantityScrapped" - ${installed(row)})`;

const isInstalled = (row: string): string => `(${installed(row)} > 0 AND ${installed(row)} >= ${row}."quantity")`;

const onOpenRun = (row: string): string =>
  `EXISTS (SELECT 1 FROM "Run" r WHERE r."partInventoryId" = ${row}."id" AND ${isOpenRun('r')})`;

/**
 * SQL for the status. The order of the conditions is that of the newest documentation page [docs inventory overview],
 * without KITTED and ON_ORDER, for this sandbox has neither kits nor purchase orders.
 */
const status = (row: string): string =>
  `CASE WHEN ${row}."quantity" = 0 AND ${installed(row)} > 0 THEN 'INSTALLED' ` +
  `WHEN ${row}."quantity" = 0 THEN 'UNAVAILABLE' ` +
  `WHEN ${row}."quantityScrapped" >= ${row}."quantity" THEN 'SCRAPPED' ` +
  `WHEN ${isInstalled(row)} THEN 'INSTALLED' ` +
  `WHEN ${onOpenRun(row)} THEN 'WIP' ` +
  `WHEN ${row}."unavailable" THEN 'UNAVAILABLE' ` +
  `WHEN (SELECT NOT l."available" FROM "Location" l WHERE l."id" = ${row}."locationId") THEN 'UNAVAILABLE' ` +
  `ELSE 'AVAILABLE' END`;

export const inventoryTables: readonly TableSpec[] = [
  {
    type: 'PartInventory',
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
      status,
      kitted: () => '0',
      installed: isInstalled,
      received: () => '0',
      quantityKitted: () => '0.0',
      quantityIssued: () => '0.0',
      quantityInstalled: installed,
      quantityAvailable,
      trackingType: row =>
        `CASE WHEN ${row}."serialNumber" IS NOT NULL THEN 'SERIAL' WHEN ${row}."lotNumber" IS NOT NULL THEN 'LOT' END`,
    },
    filters: { _cost: 'cost' },
    relations: { labels: entityLabels, parentLocations: ancestors('Location', 'locationId') },
  },
];
