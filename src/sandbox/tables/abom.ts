// The as-built BOM of an inventory: what it requires, and what was installed for each requirement.
import { where } from './join.ts';
import type { TableSpec } from './table.ts';

/** The newer types show none of these; the legacy aBOM items do. */
const STAMPS = {
  _created: 'DateTime',
  _updated: 'DateTime',
  _etag: 'String',
  createdById: 'Int!',
  updatedById: 'Int!',
};

export const abomTables: readonly TableSpec[] = [
  {
    type: 'BuildRequirement',
    columns: { parentPartInventoryId: 'Int!', ...STAMPS },
    references: { partId: 'Part', originMbomItemId: 'MBomItem', parentPartInventoryId: 'PartInventory' },
    owners: ['parentPartInventoryId'],
    defaults: { madeOnAssembly: 0 },
    relations: {
      partInventories: where('PartInventory', (owner, related) => `${related}."id" = ${owner}."parentPartInventoryId"`),
    },
  },
  { type: 'ABomInstallation', columns: STAMPS },
];
