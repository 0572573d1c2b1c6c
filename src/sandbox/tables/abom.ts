// The as-built BOM of an inventory: what it requires, and what was installed for each requirement.
import { where } from './join.ts';
import type { TableSpec } from './table.ts';

export const abomTables: readonly TableSpec[] = [
  {
    type: 'BuildRequirement',
    columns: { parentPartInventoryId: 'Int!' },
    references: { partId: 'Part', originMbomItemId: 'MBomItem', parentPartInventoryId: 'PartInventory' },
    owners: ['parentPartInventoryId'],
    defaults: { madeOnAssembly: 0 },
    relations: {
      partInventories: where('PartInventory', (owner, related) => `${related}."id" = ${owner}."parentPartInventoryId"`),
    },
  },
  { type: 'ABomInstallation' },
];
