// Issues: their inventory, their states with the approvals that these take, and how they are related.
import { invalid, notEmulated, notFound } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import {
  checkEtag,
  idOf,
  insertRow,
  rowOf,
  rowsWhere,
  rowWhere,
  subscribe,
  touchRow,
  updateRow,
} from '../resolve/rows.ts';
import type { Behaviour, Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { change } from '../resolve/write.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { approval, countApprovals } from './approvals.ts';
import { editedColumn } from './edited-column.ts';

/**
 * One state after the other [docs track-quality/issues/overview]; "Return to In Progress" and "Reopen Issue" lead back
 * [docs], and an issue goes backwards through the states where that is needed [MAN states-dispositions-and-resolutions].
 */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  PENDING: ['IN_PROGRESS'],
  IN_PROGRESS: ['PENDING', 'IN_REVIEW'],
  IN_REVIEW: ['IN_PROGRESS', 'RESOLVED'],
  RESOLVED: ['IN_PROGRESS'],
};

/** What an issue says, and who deals with it; title, order line and attributes change at any time, the first two (inferred). */
const CONTENTS = [
  ...['causeCondition', 'expectedCondition', 'disposition', 'issueDispositionTypeId'],
  ...['runStepId', 'mustCloseByRunStepId', 'fixPartInventoryId'],
];
const ASSIGNEES = ['assignedToId', 'assignedTeamId'];

/** Whether somebody has approved or rejected what the issue waits for where it stands. */
const isReviewed = (scope: Scope, issue: SqlRow): boolean => {
  const gate = issue['status'] === 'PENDING' ? 'IN_PROGRESS' : 'RESOLVED';
  const given = rowsWhere(scope, 'IssueApproval', { issueId: issue['id'] ?? null, issueApprovalGateType: gate });
  return given.some(({ status }) => status === 'APPROVED' || status === 'REJECTED');
};

/** What can no more be changed where an issue stands [MAN states-dispositions-and-resolutions]. */
const lockedOf = (scope: Scope, issue: SqlRow): readonly string[] => {
  if (issue['status'] === 'IN_PROGRESS') return [];
  if (issue['status'] === 'RESOLVED' || isReviewed(scope, issue)) return [...CONTENTS, ...ASSIGNEES];
  return issue['status'] === 'IN_REVIEW' ? CONTENTS : [];
};

const checkEditable = (scope: Scope, issue: SqlRow, changes: Values): void => {
  const edited = editedColumn('Issue', issue, changes, lockedOf(scope, issue));
  if (edited === undefined) return;
  const why = issue['status'] === 'RESOLVED' || !isReviewed(scope, issue) ? '' : ' and under review';
  throw invalid(`Issue ${issue['id']} is ${issue['status']}${why}; its ${edited} cannot be changed there.`);
};

/** The inventory of an issue changes only until it is IN_REVIEW [MAN states-dispositions-and-resolutions]. */
const checkInventoryEditable = (scope: Scope, issueId: unknown): void => {
  const issue = rowOf(scope, 'Issue', issueId);
  if (issue['status'] === 'PENDING' || issue['status'] === 'IN_PROGRESS') return;
  throw invalid(`Issue ${issue['id']} is ${issue['status']}; its inventory cannot be changed there.`);
};

/** A type that is not active can be kept, but not chosen [docs manage-disposition-types]. */
const checkDisposition = (scope: Scope, typeId: unknown): void => {
  if (typeId == null) return;
  const type = rowOf(scope, 'IssueDispositionType', typeId);
  if (!type['active']) throw invalid(`Disposition type ${type['id']} "${type['title']}" is not active.`);
};

/** Beyond PENDING an issue has a disposition [docs track-quality/issues/overview, MAN]. */
const checkDisposed = (issue: SqlRow, to: string): void => {
  if (to === 'PENDING' || issue['issueDispositionTypeId'] !== null) return;
  throw invalid(`Issue ${issue['id']} needs an issueDispositionTypeId before it is ${to}.`);
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

/** Another disposition sends an issue that is IN_PROGRESS back to PENDING [MAN states-dispositions-and-resolutions]. */
const isSentBack = (before: SqlRow, changes: Readonly<Record<string, unknown>>): boolean =>
  before['status'] === 'IN_PROGRESS' &&
  changes['issueDispositionTypeId'] !== undefined &&
  changes['issueDispositionTypeId'] !== before['issueDispositionTypeId'];

const checkIssue: Behaviour['check'] = (scope, before, changes) => {
  checkEditable(scope, before, changes);
  if (changes['issueDispositionTypeId'] !== before['issueDispositionTypeId']) {
    checkDisposition(scope, changes['issueDispositionTypeId']);
  }
  if (isSentBack(before, changes)) changes['status'] = 'PENDING';
  const from = String(before['status']);
  const to = changes['status'] == null ? from : String(changes['status']);
  if (to === from) return;
  if (!NEXT[from]?.includes(to)) throw invalid(`Issue ${before['id']} cannot go from ${from} to ${to}.`);
  const after = { ...before, ...(changes as SqlRow) };
  checkDisposed(after, to);
  checkGate(scope, after, to);
};

/** What was approved has to be approved again. */
const outdateApprovals = (scope: Scope, issue: SqlRow): void => {
  for (const approval of rowsWhere(scope, 'IssueApproval', { issueId: issue['id'] ?? null })) {
    if (approval['status'] !== 'OUTDATED') updateRow(scope, 'IssueApproval', approval, { status: 'OUTDATED' });
  }
};

/** Once an issue leaves PENDING, its open redlines are released: their steps are TODO [docs track-quality/issues/overview]. */
const releaseRedlines = (scope: Scope, issue: SqlRow): void => {
  for (const redline of rowsWhere(scope, 'Redline', { issueId: issue['id'] ?? null, finalState: null })) {
    change(scope, 'RunStep', rowOf(scope, 'RunStep', redline['stepId']), { status: 'TODO' });
  }
};

const updatedIssue: Behaviour['updated'] = (scope, after, before) => {
  if (isSentBack(before, after)) outdateApprovals(scope, after);
  if (before['status'] === 'PENDING' && after['status'] !== 'PENDING') releaseRedlines(scope, after);
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
  checkDisposition(scope, row['issueDispositionTypeId']);
  checkDisposed(row, String(row['status']));
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
  const link = rowWhere(scope, 'IssuePartInventory', pair);
  checkEtag(link, etag);
  checkInventoryEditable(scope, link['issueId']);
  deleteRow(scope, 'IssuePartInventory', link);
  touchIssue(scope, link);
  return { issuePartInventory: link };
};

const deleteIssueRelation: Operation = (scope, args) => {
  const pair = { originIssueId: idOf(args['originIssueId']), relatedIssueId: idOf(args['relatedIssueId']) };
  const relation = rowWhere(scope, 'IssueRelation', pair);
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

/** The name and [SDL OUTDATED] say as much (inferred). */
const resetIssueApprovals: Operation = (scope, args) => {
  const { issueId, etag } = args['input'] as Input;
  const issue = rowOf(scope, 'Issue', issueId);
  checkEtag(issue, etag);
  outdateApprovals(scope, issue);
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
      updated: updatedIssue,
    },
    {
      type: 'IssuePartInventory',
      prepare: (scope, values) => checkInventoryEditable(scope, values['issueId']),
      created: touchIssue,
    },
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
