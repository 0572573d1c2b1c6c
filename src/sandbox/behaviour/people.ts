// Roles, teams and who has them; invites. None of these links has an etag [SDL].
import { invalid } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, rowWhere, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope } from '../resolve/scope.ts';

/** Each foreign key of a link in the input, with the type that it points to. */
type Ends = Readonly<Record<string, string>>;

type Pair = Readonly<Record<string, number>>;

const pairOf = (scope: Scope, ends: Ends, input: Input): Pair =>
  Object.fromEntries(
    Object.entries(ends).map(([column, type]) => [column, Number(rowOf(scope, type, input[column])['id'])]),
  );

const attach =
  (link: string, ends: Ends, answer: (scope: Scope, pair: Pair) => Input): Operation =>
  (scope, args) => {
    const pair = pairOf(scope, ends, args['input'] as Input);
    insertRow(scope, link, pair);
    return answer(scope, pair);
  };

const detach =
  (link: string, ends: Ends, answer: (scope: Scope, pair: Pair) => Input): Operation =>
  (scope, args) => {
    const pair = pairOf(scope, ends, args['input'] as Input);
    deleteRow(scope, link, rowWhere(scope, link, pair));
    return answer(scope, pair);
  };

const theirIds = (_scope: Scope, pair: Pair): Input => pair;
const theRole = (scope: Scope, pair: Pair): Input => ({ role: rowOf(scope, 'Role', pair['roleId']) });

const USER_ROLE: Ends = { userId: 'User', roleId: 'Role' };
const TEAM_ROLE: Ends = { teamId: 'Team', roleId: 'Role' };
const TEAM_USER: Ends = { teamId: 'Team', userId: 'User' };
const PERMISSION_ROLE: Ends = { permissionGroupId: 'PermissionGroup', roleId: 'Role' };

/** An invite that was revoked or accepted is settled (inferred). */
const changeInvite =
  (changesOf: (resendCount: number) => Input): Operation =>
  (scope, args) => {
    const invite = rowOf(scope, 'Invite', args['id']);
    checkEtag(invite, args['etag']);
    if (invite['status'] !== 'PENDING') throw invalid(`Invite ${invite['id']} is ${invite['status']}.`);
    return { invite: updateRow(scope, 'Invite', invite, changesOf(Number(invite['resendCount']))) };
  };

/** Names are what roles and teams are known by [EX]; that ION insists on one is inferred. */
const checkName = (type: string, name: unknown): void => {
  if (name !== undefined && String(name ?? '').trim() === '') throw invalid(`${type}.name is required.`);
};

const named = (type: string) => ({
  type,
  prepare: (_scope: Scope, values: Input) => checkName(type, values['name']),
  check: (_scope: Scope, _before: unknown, changes: Input) => checkName(type, changes['name']),
});

export const people: Family = {
  behaviours: [
    named('Role'),
    named('Team'),
    {
      type: 'Invite',
      prepare: (scope, values) => {
        const [user] = rowsWhere(scope, 'User', { email: String(values['email']) });
        if (user !== undefined) throw invalid(`A user with the email ${values['email']} already exists.`);
      },
    },
  ],
  operations: {
    attachRoleToUser: attach('UserRole', USER_ROLE, theirIds),
    detachRoleFromUser: detach('UserRole', USER_ROLE, theirIds),
    attachRoleToTeam: attach('TeamRole', TEAM_ROLE, theirIds),
    detachRoleFromTeam: detach('TeamRole', TEAM_ROLE, theirIds),
    addUserToTeam: attach('TeamUser', TEAM_USER, theirIds),
    removeUserFromTeam: detach('TeamUser', TEAM_USER, theirIds),
    attachPermissionGroupToRole: attach('RolePermissionGroup', PERMISSION_ROLE, theRole),
    detachPermissionGroupFromRole: detach('RolePermissionGroup', PERMISSION_ROLE, theRole),
    resendInvite: changeInvite(resendCount => ({ resendCount: resendCount + 1 })),
    revokeInvite: changeInvite(() => ({ status: 'REVOKED' })),
  },
};
