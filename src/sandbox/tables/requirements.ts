// Requirements: terms and quality clauses, and the entities that they hold for.
import type { TableSpec } from './table.ts';

export const requirementTables: readonly TableSpec[] = [
  { type: 'Requirement' },
  {
    type: 'RequirementItem',
    columns: { id: 'Int!', requirementId: 'Int!', entityId: 'Int!' },
    references: { requirementId: 'Requirement', entityId: 'Entity' },
    owners: ['requirementId', 'entityId'],
    unique: [
      {
        columns: ['requirementId', 'entityId'],
        message: row => `Requirement ${row['requirementId']} is already on entity ${row['entityId']}.`,
      },
    ],
  },
];
