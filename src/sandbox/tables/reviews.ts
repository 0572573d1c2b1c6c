// Reviews of procedures, redlines of run steps with their approvals, and batches of runs.
import { inverseOf } from './join.ts';
import type { TableSpec } from './table.ts';

export const reviewTables: readonly TableSpec[] = [
  {
    type: 'Review',
    entity: 'REVIEWS',
    owners: ['procedureId', 'stepId', 'parentId'],
    defaults: { depth: 0, resolved: 0, status: 'PENDING' },
    relations: { replies: inverseOf('Review', 'parentId') },
  },
  {
    type: 'ReviewRequest',
    entity: 'REVIEW_REQUESTS',
    owners: ['procedureId'],
    defaults: { status: 'PENDING' },
    unique: [
      {
        columns: ['procedureId', 'reviewerId'],
        message: row => `User ${row['reviewerId']} is already asked to review procedure ${row['procedureId']}.`,
      },
    ],
  },
  {
    type: 'Redline',
    owners: ['stepId'],
    filters: { runId: 'step.runId' },
    computed: {
      batched: () => '0',
      active: row => `CASE WHEN ${row}."finalState" IS NULL THEN 'true' ELSE 'false' END`,
      approved: row =>
        `EXISTS (SELECT 1 FROM "RedlineApproval" a WHERE a."redlineId" = ${row}."id" AND a."status" = 'APPROVED')`,
    },
    relations: {
      approvals: inverseOf('RedlineApproval', 'redlineId'),
      approvalRequests: inverseOf('RedlineApprovalRequest', 'redlineId'),
    },
  },
  {
    type: 'RedlineApproval',
    entity: 'REDLINE_APPROVALS',
    owners: ['redlineId', 'parentId'],
    defaults: { depth: 0, resolved: 0, status: 'PENDING' },
    relations: { replies: inverseOf('RedlineApproval', 'parentId') },
  },
  {
    type: 'RedlineApprovalRequest',
    entity: 'REDLINE_APPROVAL_REQUESTS',
    owners: ['redlineId'],
    defaults: { status: 'PENDING' },
  },
  { type: 'RunBatch', relations: { runs: inverseOf('Run', 'runBatchId') } },
];
