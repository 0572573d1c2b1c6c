// Approvals of mBOMs, with the roles that must give them, and of steps.
import { inverseOf, where } from './join.ts';
import type { TableSpec } from './table.ts';

const approval = (name: string, owner: string): TableSpec => ({
  type: `${name}Approval`,
  entity: `${name.toUpperCase()}_APPROVALS`,
  owners: [owner, 'parentId'],
  defaults: { depth: 0, resolved: 0, status: 'PENDING' },
  relations: { replies: inverseOf(`${name}Approval`, 'parentId') },
});

const request = (name: string, owner: string): TableSpec => ({
  type: `${name}ApprovalRequest`,
  entity: `${name.toUpperCase()}_APPROVAL_REQUESTS`,
  owners: [owner],
  defaults: { status: 'PENDING' },
});

/** SQL for the ids of those whom a request asks: a person, or everybody in a team. */
const asked = (row: string): string =>
  `SELECT ${row}."assignedToId" UNION SELECT ${row}."reviewerId" UNION ` +
  `SELECT m."userId" FROM "TeamUser" m WHERE m."teamId" = ${row}."assignedTeamId"`;

export const approvalTables: readonly TableSpec[] = [
  approval('MBom', 'mbomId'),
  {
    ...request('MBom', 'mbomId'),
    columns: { reviewerId: 'Int' },
    references: { reviewerId: 'User' },
    relations: { assignees: where('User', (owner, related) => `${related}."id" IN (${asked(owner)})`) },
  },
  {
    type: 'MBomApprovalRole',
    columns: { id: 'Int!' },
    unique: [
      {
        columns: ['gateType', 'roleId'],
        message: row => `Role ${row['roleId']} already approves mBOMs at ${row['gateType']}.`,
      },
    ],
  },
  approval('Step', 'stepId'),
  request('Step', 'stepId'),
];
