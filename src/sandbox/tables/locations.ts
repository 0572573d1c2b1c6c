// Locations, a tree by `parentId`, and their subtypes.
import { ancestors, descendants, inverseOf } from './join.ts';
import type { TableSpec } from './table.ts';

export const locationTables: readonly TableSpec[] = [
  {
    type: 'Location',
    entity: 'LOCATIONS',
    defaults: { available: 1, archived: 0 },
    relations: {
      allChildren: descendants('Location'),
      allParents: ancestors('Location'),
      partKits: inverseOf('PartKit', 'locationId'),
      expectedPartKits: inverseOf('PartKit', 'deliveryLocationId'),
    },
  },
  { type: 'LocationSubtype' },
];
