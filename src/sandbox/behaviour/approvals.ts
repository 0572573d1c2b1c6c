// Approvals: who gives them, which requests they answer, and the gates that wait for them.
import { invalid } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, rowOf, rowsWhere, rowWhere, updateRow } from '../resolve/rows.ts';
import type { Behaviour, Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { rolesOfUser } from '../tables/people.ts';

/** A reviewer speaks for himself, and an answer stands one deeper than what it answers. */
export const signed =
  (type: string) =>
  (scope: Scope, values: Values): void => {
    values['reviewerId'] = scope.userId;
    if (values['parentId'] != null) values['depth'] = Number(rowOf(scope, type, values['parentId'])['depth']) + 1;
  };

/** The approvals of one thing at one gate. */
export interface Gate {
  readonly table: string;
  /** Which thing and which gate, by the table's columns. */
  readonly at: Readonly<Record<string, SqlValue>>;
}

/** Roles of teams count for their members, as for permissions (inferred). */
const hasRole = (scope: Scope, userId: SqlValue, roleId: SqlValue): boolean => {
  const sql = `SELECT 1 FROM "User" u WHERE u."id" = ? AND ? IN (${rolesOfUser('u')})`;
  return scope.store.prepare(sql).get(userId, roleId) !== undefined;
};

/** The approvals at a gate by people who have a role, each counted once (inferred). */
export const countApprovals = (scope: Scope, { table, at }: Gate, roleId: SqlValue): number => {
  const given = rowsWhere(scope, table, { ...at, status: 'APPROVED' });
  const people = new Set(given.map(approval => approval['reviewerId'] ?? null));
  return [...people].filter(userId => hasRole(scope, userId, roleId)).length;
};

const MBOM_ROLES = 'MBomApprovalRole';

/** RELEASED takes the approvals of the roles that the organisation names, as many as it says [MAN mbom-versions]. */
export const checkMbomGate = (scope: Scope, mbom: SqlRow, gateType: string): void => {
  const gate = { table: 'MBomApproval', at: { mbomId: mbom['id'] ?? null, gateType } };
  for (const { roleId = null, count } of rowsWhere(scope, MBOM_ROLES, { gateType })) {
    const found = countApprovals(scope, gate, roleId);
    if (found < Number(count)) {
      throw invalid(`mBOM ${mbom['id']} needs ${count} approvals of role ${roleId} for ${gateType} and has ${found}.`);
    }
  }
};

/** The role in whose name somebody approves: the first of those asked for that he has (inferred). */
const roleOfReviewer = (scope: Scope, gateType: unknown): SqlValue => {
  const roles = rowsWhere(scope, MBOM_ROLES, { gateType: String(gateType) });
  const own = roles.find(({ roleId = null }) => hasRole(scope, scope.userId, roleId));
  return own?.['roleId'] ?? null;
};

const isInTeam = (scope: Scope, userId: SqlValue, teamId: SqlValue): boolean =>
  teamId !== null && rowsWhere(scope, 'TeamUser', { userId, teamId }).length > 0;

/** Whether a request asks this person, by name or with a team; one that names nobody asks everybody (inferred). */
const asks = (scope: Scope, request: SqlRow, userId: SqlValue): boolean => {
  const { reviewerId = null, assignedToId = null, assignedTeamId = null } = request;
  const people: SqlValue[] = [reviewerId, assignedToId].filter(id => id !== null);
  if (people.length === 0 && assignedTeamId === null) return true;
  return people.includes(userId) || isInTeam(scope, userId, assignedTeamId);
};

/** A request is answered by the approval of whom it asked (inferred). */
const answersRequests =
  (requests: string, same: readonly string[]) =>
  (scope: Scope, approval: SqlRow): void => {
    const at = Object.fromEntries(same.map(column => [column, approval[column] ?? null]));
    for (const request of rowsWhere(scope, requests, at)) {
      const isAnswer = asks(scope, request, approval['reviewerId'] ?? null);
      if (isAnswer && request['status'] !== approval['status']) {
        updateRow(scope, requests, request, { status: approval['status'] });
      }
    }
  };

/** Approvals of one kind of thing, which answer the requests that have the same values in these columns. */
export const approval = (name: string, same: readonly string[], prepare?: Behaviour['prepare']): Behaviour => {
  const answer = answersRequests(`${name}ApprovalRequest`, same);
  return {
    type: `${name}Approval`,
    prepare: (scope, values, input) => {
      signed(`${name}Approval`)(scope, values);
      prepare?.(scope, values, input);
    },
    created: answer,
    updated: answer,
  };
};

const checkCount = (values: Values): void => {
  if (values['count'] != null && !(Number(values['count']) > 0)) {
    throw invalid('The number of approvals must be greater than 0.');
  }
};

const approvalRole = (scope: Scope, { roleId, gateType, etag }: Input): SqlRow => {
  const row = rowWhere(scope, MBOM_ROLES, { roleId: Number(roleId), gateType: String(gateType) });
  checkEtag(row, etag);
  return row;
};

const updateMbomApprovalRole: Operation = (scope, args) => {
  const input = args['input'] as Input;
  const row = approvalRole(scope, input);
  checkCount(input);
  return { approvalRole: updateRow(scope, MBOM_ROLES, row, { count: input['count'] ?? undefined }) };
};

const deleteMbomApprovalRole: Operation = (scope, args) => {
  const row = approvalRole(scope, (args['input'] ?? {}) as Input);
  deleteRow(scope, MBOM_ROLES, row);
  return { approvalRole: row };
};

export const approvals: Family = {
  behaviours: [
    approval('MBom', ['mbomId', 'gateType'], (scope, values) => {
      values['roleId'] = roleOfReviewer(scope, values['gateType']);
    }),
    approval('Step', ['stepId']),
    { type: MBOM_ROLES, prepare: (_scope, values) => checkCount(values) },
  ],
  operations: { updateMbomApprovalRole, deleteMbomApprovalRole },
};
