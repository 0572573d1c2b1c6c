// Issues: their inventory, their states with the approvals that these take, and how they are related.
import { invalid, notEmulated, notFound } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, subscribe, touchRow, updateRow } from '../resolve/rows.ts';
import type { Behaviour, Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { approval, countApprovals } from './approvals.ts';

/** The order of the states is that of [SDL Issuestatusenum]; which ways there are is inferred. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  PENDING: ['IN_PROGRESS'],
  IN_PROGRESS: ['PENDING', 'IN_REVIEW', 'RESOLVED'],
  IN_REVIEW: ['IN_PROGRESS', 'RESOLVED'],
  RESOLVED: ['IN_PROGRESS'],
};

/** IN_PROGRESS and RESOLVED are gates [SDL]; a disposition type says whose approvals they take (inferred). */
const checkGate = (scope: Scope, issue: SqlRow, gate: string): void => {
  const typeId = issue['issueDispositionTypeId'] ?? null;
  if (typeId === null) return;
  const roles = rowsWhere(scope, 'IssueDispositionTypeRole', {
    issueDispositionTypeId: typeId,
    issueApprovalGateType: gate,
  });
  const at = { issueId: issue['id'] ?? null, issueApprovalGateType: gate };
  for (const { roleId = null, count } of roles) {
    const found = countApprovals(scope, { table: 'IssueApproval', at }, roleId);
    if (found < Number(count)) {
      throw invalid(`Issue ${issue['id']} needs ${count} approvals of role ${roleId} for ${gate} and has ${found}.`);
    }
  }
};

const checkIssue: Behaviour['check'] = (scope, before, changes) => {
  const from = String(before['status']);
  const to = changes['status'] == null ? from : String(changes['status']);
  if (to === from) return;
  if (!NEXT[from]?.includes(to)) throw invalid(`Issue ${before['id']} cannot go from ${from} to ${to}.`);
  checkGate(scope, { ...before, ...(changes as SqlRow) }, to);
};

const idsOf = (input: Input): readonly unknown[] => {
  const { partInventoryIds, partInventoryId } = input;
  const all = Array.isArray(partInventoryIds) ? (partInventoryIds as unknown[]) : [];
  return partInventoryId == null ? all : [...new Set([...all, Number(partInventoryId)])];
};

/** Who is subscribed to the run step that an issue comes from, or to its run, is so to the issue [docs subscribe-to-notifications]. */
const inheritSubscribers = (scope: Scope, issue: SqlRow): void => {
  if (issue['runStepId'] === null) return;
  const step = rowOf(scope, 'RunStep', issue['runStepId']);
  for (const { entityId = null } of [step, rowOf(scope, 'Run', step['runId'])]) {
    for (const { userId = null } of rowsWhere(scope, 'UserSubscription', { entityId })) {
      subscribe(scope, userId, issue['entityId'] ?? null);
    }
  }
};

/** An issue is made for one run step; where its run has siblings in a batch, one for each of these is not made here. */
const refuseSiblings = (scope: Scope, issue: SqlRow, { createIssueForEachBatchSibling }: Input): void => {
  if (createIssueForEachBatchSibling !== true || issue['runStepId'] === null) return;
  const { runBatchId = null } = rowOf(scope, 'Run', rowOf(scope, 'RunStep', issue['runStepId'])['runId']);
  if (runBatchId === null || rowsWhere(scope, 'Run', { runBatchId }).length === 1) return;
  throw notEmulated('createIssueForEachBatchSibling of Issue');
};

/** The older form names one inventory [EX], the newer a list [SDL]. */
const createdIssue: Behaviour['created'] = (scope, row, input) => {
  refuseSiblings(scope, row, input);
  checkGate(scope, row, String(row['status']));
  inheritSubscribers(scope, row);
  for (const id of idsOf(input)) {
    const inventory = rowOf(scope, 'PartInventory', id);
    insertRow(scope, 'IssuePartInventory', { issueId: row['id'], partInventoryId: inventory['id'] });
  }
};

const touchIssue = (scope: Scope, { issueId = null }: SqlRow): void => touchRow(scope, 'Issue', issueId);

const deleteIssuePartInventory: Operation = (scope, args) => {
  const { issueId, partInventoryId, etag } = (args['input'] ?? {}) as Input;
  const pair = { issueId: Number(issueId), partInventoryId: Number(partInventoryId) };
  const [link] = rowsWhere(scope, 'IssuePartInventory', pair);
  if (link === undefined) throw notFound('IssuePartInventory', `${pair.issueId} and ${pair.partInventoryId}`);
  checkEtag(link, etag);
  deleteRow(scope, 'IssuePartInventory', link);
  touchIssue(scope, link);
  return { issuePartInventory: link };
};

const deleteIssueRelation: Operation = (scope, args) => {
  const pair = { originIssueId: Number(args['originIssueId']), relatedIssueId: Number(args['relatedIssueId']) };
  const [relation] = rowsWhere(scope, 'IssueRelation', pair);
  if (relation === undefined) throw notFound('IssueRelation', Object.values(pair).join(' and '));
  checkEtag(relation, args['etag']);
  deleteRow(scope, 'IssueRelation', relation);
  return pair;
};

const findDispositionRole = (scope: Scope, input: Input): SqlRow => {
  const { issueDispositionTypeId, issueApprovalGateType, roleId } = input;
  const [row] = rowsWhere(scope, 'IssueDispositionTypeRole', {
    issueDispositionTypeId: Number(issueDispositionTypeId),
    issueApprovalGateType: String(issueApprovalGateType),
    roleId: Number(roleId),
  });
  if (row === undefined) throw notFound('IssueDispositionTypeRole', `${issueDispositionTypeId} and ${roleId}`);
  return row;
};

const dispositionRole = (scope: Scope, input: Input): SqlRow => {
  const row = findDispositionRole(scope, input);
  checkEtag(row, input['etag']);
  return row;
};

/** The query calls the gate `gateType`, which is its name in no other place [SDL]. */
const readDispositionRole = (scope: Scope, _row: SqlRow, args: Input): SqlRow =>
  findDispositionRole(scope, { ...args, issueApprovalGateType: args['gateType'] });

const updateIssueDispositionTypeRole: Operation = (scope, args) => {
  const input = args['input'] as Input;
  const row = dispositionRole(scope, input);
  const changes: Values = input['count'] == null ? {} : { count: input['count'] };
  return { issueDispositionTypeRole: updateRow(scope, 'IssueDispositionTypeRole', row, changes) };
};

const deleteIssueDispositionTypeRole: Operation = (scope, args) => {
  const row = dispositionRole(scope, (args['deleteInput'] ?? {}) as Input);
  deleteRow(scope, 'IssueDispositionTypeRole', row);
  return { issueDispositionTypeRole: row };
};

/** What was approved has to be approved again (inferred from the name and from [SDL OUTDATED]). */
const resetIssueApprovals: Operation = (scope, args) => {
  const { issueId, etag } = args['input'] as Input;
  const issue = rowOf(scope, 'Issue', issueId);
  checkEtag(issue, etag);
  for (const approval of rowsWhere(scope, 'IssueApproval', { issueId: issue['id'] ?? null })) {
    if (approval['status'] !== 'OUTDATED') updateRow(scope, 'IssueApproval', approval, { status: 'OUTDATED' });
  }
  touchRow(scope, 'Issue', issue['id']);
  return { issueId: issue['id'] };
};

export const issues: Family = {
  behaviours: [
    {
      type: 'Issue',
      accepts: ['partInventoryIds', 'partInventoryId', 'createIssueForEachBatchSibling'],
      created: createdIssue,
      check: checkIssue,
    },
    { type: 'IssuePartInventory', created: touchIssue },
    approval('Issue', ['issueId', 'issueApprovalGateType']),
    {
      type: 'IssueRelation',
      prepare: (_scope, values) => {
        if (Number(values['originIssueId']) === Number(values['relatedIssueId'])) {
          throw invalid(`Issue ${String(values['originIssueId'])} cannot be related to itself.`);
        }
      },
    },
  ],
  operations: {
    deleteIssuePartInventory,
    deleteIssueRelation,
    updateIssueDispositionTypeRole,
    deleteIssueDispositionTypeRole,
    resetIssueApprovals,
  },
  fields: { 'Query.issueDispositionTypeRole': readDispositionRole },
};
