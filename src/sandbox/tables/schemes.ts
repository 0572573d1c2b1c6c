// How the organisation numbers: schemes of part revisions, and of serial numbers that are unique in all of it.
import type { TableSpec, UniqueKey } from './table.ts';

const named = (noun: string): readonly UniqueKey[] => [
  { columns: ['organizationId', 'name'], message: row => `${noun} ${row['name']} already exists.` },
];

export const schemeTables: readonly TableSpec[] = [
  {
    type: 'PartRevisionSchemeSettings',
    columns: { id: 'Int!', organizationId: 'Int!' },
    references: { organizationId: 'Organization' },
    defaults: { allowOverflow: 0, default: 0 },
    unique: named('Part revision scheme'),
  },
  {
    type: 'GlobalUniqueSerialNumberSchemeSettings',
    columns: { id: 'Int!', organizationId: 'Int!', lastOrdinal: 'Int', lastNumber: 'String', _deleted: 'Boolean' },
    references: { organizationId: 'Organization' },
    defaults: { enabled: 1, default: 0, startAt: 1, _deleted: 0 },
    unique: named('Global unique serial number scheme'),
  },
];
