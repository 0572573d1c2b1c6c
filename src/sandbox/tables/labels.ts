// Entities (the shared second id), labels, and what labels hang on: an entity, or a family of procedures.
import { ENTITY_LISTS, through } from './join.ts';
import type { TableSpec } from './table.ts';

export const labelTables: readonly TableSpec[] = [
  { type: 'Entity', relations: { labels: through('Label', 'LabelItem', 'entityId', 'labelId'), ...ENTITY_LISTS } },
  { type: 'Label', computed: { prettyStr: row => `${row}."value"` } },
  {
    type: 'LabelItem',
    columns: { id: 'Int!', labelId: 'Int!', entityId: 'Int!' },
    references: { labelId: 'Label', entityId: 'Entity' },
    owners: ['labelId', 'entityId'],
    unique: [
      {
        columns: ['labelId', 'entityId'],
        message: row => `Label ${row['labelId']} is already on entity ${row['entityId']}.`,
      },
    ],
  },
  {
    type: 'FamilyLabel',
    columns: { id: 'Int!', labelId: 'Int!', familyId: 'Int!' },
    references: { labelId: 'Label' },
    owners: ['labelId'],
    unique: [
      {
        columns: ['labelId', 'familyId'],
        message: row => `Label ${row['labelId']} is already on procedure family ${row['familyId']}.`,
      },
    ],
  },
];
