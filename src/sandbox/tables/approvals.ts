// Approvals of mBOMs, with the roles that must give them, and of steps.
import { assignees, inverseOf } from './join.ts';
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

export const approvalTables: readonly TableSpec[] = [
  approval('MBom', 'mbomId'),
  {
    ...request('MBom', 'mbomId'),
    columns: { reviewerId: 'Int' },
    references: { reviewerId: 'User' },
    relations: { assignees },
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
