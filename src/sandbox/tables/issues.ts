// Issues: what went wrong with which inventory at which step, their dispositions, relations and approvals.
import { assignees, inverseOf, through } from './join.ts';
import type { TableSpec } from './table.ts';

const first = (row: string): string =>
  `(SELECT k."partInventoryId" FROM "IssuePartInventory" k WHERE k."issueId" = ${row}."id" ORDER BY k."id" LIMIT 1)`;

const issue: TableSpec = {
  type: 'Issue',
  entity: 'ISSUES',
  unrelated: ['batchSiblings', 'siblingIssues'],
  defaults: { status: 'PENDING' },
  computed: {
    partInventoryId: first,
    editable: row => `CASE WHEN ${row}."status" IN ('IN_REVIEW', 'RESOLVED') THEN 'false' ELSE 'true' END`,
    batched: () => `'false'`,
    createIssueForEachBatchSibling: () => '0',
    approved: row =>
      `EXISTS (SELECT 1 FROM "IssueApproval" a WHERE a."issueId" = ${row}."id" AND a."status" = 'APPROVED')`,
  },
  filters: { runId: 'runStep.runId' },
  relations: {
    assignees,
    partInventory: { to: 'PartInventory', on: (owner, related) => `${related}."id" = ${first(owner)}` },
    partInventories: through('PartInventory', 'IssuePartInventory', 'issueId', 'partInventoryId'),
    relatedIssues: through('Issue', 'IssueRelation', 'originIssueId', 'relatedIssueId'),
    originIssues: through('Issue', 'IssueRelation', 'relatedIssueId', 'originIssueId'),
  },
};

export const issueTables: readonly TableSpec[] = [
  issue,
  {
    type: 'IssuePartInventory',
    columns: { id: 'Int!' },
    owners: ['issueId'],
    defaults: { fromSplitInventory: 0 },
    unique: [
      {
        columns: ['issueId', 'partInventoryId'],
        message: row => `Part inventory ${row['partInventoryId']} is already on issue ${row['issueId']}.`,
      },
    ],
  },
  {
    type: 'IssueRelation',
    columns: { id: 'Int!' },
    owners: ['originIssueId', 'relatedIssueId'],
    unique: [
      {
        columns: ['originIssueId', 'relatedIssueId'],
        message: row => `Issue ${row['originIssueId']} is already related to issue ${row['relatedIssueId']}.`,
      },
    ],
  },
  {
    type: 'IssueDispositionType',
    defaults: { active: 1 },
    relations: { roles: through('Role', 'IssueDispositionTypeRole', 'issueDispositionTypeId', 'roleId') },
  },
  {
    type: 'IssueDispositionTypeRole',
    columns: { id: 'Int!', issueApprovalGateType: 'String' },
    owners: ['issueDispositionTypeId'],
    defaults: { count: 1 },
    unique: [
      {
        columns: ['issueDispositionTypeId', 'issueApprovalGateType', 'roleId'],
        message: row =>
          `Role ${row['roleId']} already approves disposition type ${row['issueDispositionTypeId']} at ${row['issueApprovalGateType']}.`,
      },
    ],
  },
  {
    type: 'IssueApproval',
    entity: 'ISSUE_APPROVALS',
    columns: { issueApprovalGateType: 'String' },
    owners: ['issueId', 'parentId'],
    defaults: { resolved: 0, depth: 0, status: 'PENDING' },
    relations: { replies: inverseOf('IssueApproval', 'parentId') },
  },
  {
    type: 'IssueApprovalRequest',
    entity: 'ISSUE_APPROVAL_REQUESTS',
    columns: { issueApprovalGateType: 'String', reviewerId: 'Int' },
    references: { reviewerId: 'User' },
    owners: ['issueId'],
    defaults: { status: 'PENDING' },
    relations: { assignees },
  },
];
