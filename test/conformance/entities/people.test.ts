import { beforeAll, describe, expect, test } from 'vitest';
import { ionForFile } from '../ion.ts';

const ion = ionForFile();
let me: { id: number; email: string };
beforeAll(async () => {
  me = (await ion.ask('{ me { id email } }')).me;
});

const newRole = () => ion.create('Role', { name: ion.unique('Role') }, 'name _etag');
const newTeam = () => ion.create('Team', { name: ion.unique('Team') }, 'name _etag');
const groupNamed = async (name: string): Promise<{ id: number }> =>
  (
    await ion.ask(
      'query ($name: String!) { permissionGroups(filters: { name: { eq: $name } }) { edges { node { id } } } }',
      { name },
    )
  ).permissionGroups.edges[0].node;

const ATTACH_GROUP =
  'mutation ($input: PermissionGroupToRoleInput!) { attachPermissionGroupToRole(input: $input) { role { id permissionGroups { name } } } }';
const ROLE_TO_USER = 'mutation ($input: RoleToUserInput!) { attachRoleToUser(input: $input) { userId roleId } }';
const ROLE_FROM_USER = 'mutation ($input: RoleToUserInput!) { detachRoleFromUser(input: $input) { userId roleId } }';
const ROLE_TO_TEAM = 'mutation ($input: TeamToRoleInput!) { attachRoleToTeam(input: $input) { teamId roleId } }';
const ROLE_FROM_TEAM = 'mutation ($input: TeamToRoleInput!) { detachRoleFromTeam(input: $input) { teamId roleId } }';
const USER_TO_TEAM = 'mutation ($input: TeamToUserInput!) { addUserToTeam(input: $input) { userId teamId } }';
const USER_FROM_TEAM = 'mutation ($input: TeamToUserInput!) { removeUserFromTeam(input: $input) { userId teamId } }';

describe('role', () => {
  test('is given to a user and taken away, without an etag [SDL]', async () => {
    const role = await newRole();
    const input = { roleId: role.id, userId: me.id };
    expect((await ion.ask(ROLE_TO_USER, { input })).attachRoleToUser).toEqual({ userId: me.id, roleId: role.id });
    expect(await ion.get('Role', role.id, 'users { email } userRoles { userId } _UsersCount')).toEqual({
      users: [{ email: me.email }],
      userRoles: [{ userId: me.id }],
      _UsersCount: 1,
    });
    await ion.ask(ROLE_FROM_USER, { input });
    expect((await ion.get('Role', role.id, 'users { id }')).users).toEqual([]);
  });

  test('is renamed with its etag, and deleted without one [SDL]', async () => {
    const role = await newRole();
    expect(await ion.update('Role', role.id, { name: 'Renamed' }, 'name')).toEqual({ name: 'Renamed' });
    const remove = 'mutation ($id: Int!) { deleteRole(id: $id) { id } }';
    expect((await ion.ask(remove, { id: role.id })).deleteRole).toEqual({ id: role.id });
    expect((await ion.refusal(remove, { id: role.id })).code).toBe('NOT_FOUND');
  });

  test('goes with what links it, and not while a step field asks for its signature (inferred)', async () => {
    const role = await newRole();
    await ion.ask(ROLE_TO_USER, { input: { roleId: role.id, userId: me.id } });
    const step = await ion.create('Step', { title: 'Standard step' });
    const field = { stepId: step.id, name: 'Sign', type: 'SIGNOFF', signoffRoleId: role.id };
    const { id } = await ion.create('StepField', field);
    const remove = 'mutation ($id: Int!) { deleteRole(id: $id) { id } }';
    expect((await ion.refusal(remove, { id: role.id })).message).toContain('StepField.signoffRoleId');
    await ion.remove('StepField', id);
    expect((await ion.ask(remove, { id: role.id })).deleteRole).toEqual({ id: role.id });
  });

  test('needs a name (inferred)', async () => {
    expect((await ion.refusedCreate('Role', { name: ' ' })).code).toBe('VALIDATION_ERROR');
  });
});

describe('team', () => {
  test('takes users and roles, and gives its roles to its members [SDL; that they count for members is inferred]', async () => {
    const [team, role] = [await newTeam(), await newRole()];
    await ion.ask(ATTACH_GROUP, { input: { roleId: role.id, permissionGroupId: (await groupNamed('CreateRun')).id } });
    await ion.ask(USER_TO_TEAM, { input: { teamId: team.id, userId: me.id } });
    await ion.ask(ROLE_TO_TEAM, { input: { teamId: team.id, roleId: role.id } });
    const fields =
      'users { email } roles { name } teamUsers { userId } teamRoles { roleId } _TeamUsersCount _TeamRolesCount';
    expect(await ion.get('Team', team.id, fields)).toEqual({
      users: [{ email: me.email }],
      roles: [{ name: role.name }],
      teamUsers: [{ userId: me.id }],
      teamRoles: [{ roleId: role.id }],
      _TeamUsersCount: 1,
      _TeamRolesCount: 1,
    });
    const { teams } = (await ion.ask('{ me { teams { name } } }')).me;
    expect(teams).toContainEqual({ name: team.name });
    await ion.ask(USER_FROM_TEAM, { input: { teamId: team.id, userId: me.id } });
    await ion.ask(ROLE_FROM_TEAM, { input: { teamId: team.id, roleId: role.id } });
    expect(await ion.get('Team', team.id, 'users { id } roles { id }')).toEqual({ users: [], roles: [] });
  });

  test('takes a member once (inferred)', async () => {
    const team = await newTeam();
    await ion.ask(USER_TO_TEAM, { input: { teamId: team.id, userId: me.id } });
    const again = await ion.refusal(USER_TO_TEAM, { input: { teamId: team.id, userId: me.id } });
    expect(again.message).toContain('already exists');
  });

  test('has a supervisor, and is deleted without an etag [SDL]', async () => {
    const team = await ion.create('Team', { name: ion.unique('Team'), supervisorId: me.id }, 'supervisor { email }');
    expect(team.supervisor).toEqual({ email: me.email });
    const remove = 'mutation ($id: Int!) { deleteTeam(id: $id) { id } }';
    expect((await ion.ask(remove, { id: team.id })).deleteTeam).toEqual({ id: team.id });
  });

  test('is found by the users in it [SDL TeamsInputFilters]', async () => {
    const team = await newTeam();
    await ion.ask(USER_TO_TEAM, { input: { teamId: team.id, userId: me.id } });
    const query =
      'query ($name: String!, $email: String!) { teams(filters: { name: { eq: $name }, users: { email: { eq: $email } } }) { edges { node { id } } } }';
    expect((await ion.ask(query, { name: team.name, email: me.email })).teams.edges).toEqual([
      { node: { id: team.id } },
    ]);
  });
});

describe('invite', () => {
  const RESEND =
    'mutation ($id: ID!, $etag: String!) { resendInvite(id: $id, etag: $etag) { invite { resendCount _etag } } }';
  const REVOKE = 'mutation ($id: ID!, $etag: String!) { revokeInvite(id: $id, etag: $etag) { invite { status } } }';

  test('stays pending, is sent again and is revoked [SDL]', async () => {
    const invite = await ion.create('Invite', { email: 'kim@example.com', name: 'Kim' }, 'status resendCount _etag');
    expect(invite).toMatchObject({ status: 'PENDING', resendCount: 0 });
    const { invite: again } = (await ion.ask(RESEND, { id: invite.id, etag: invite._etag })).resendInvite;
    expect(again.resendCount).toBe(1);
    const { invite: revoked } = (await ion.ask(REVOKE, { id: invite.id, etag: again._etag })).revokeInvite;
    expect(revoked.status).toBe('REVOKED');
  });

  test('makes no user, for who is invited has to accept [SDL has no createUser; the rest is inferred]', async () => {
    const query = '{ users { pageInfo { totalCount } } }';
    const before = await ion.ask(query);
    await ion.create('Invite', { email: 'robin@example.com' });
    expect(await ion.ask(query)).toEqual(before);
  });

  test('of someone who is a user already is refused (inferred)', async () => {
    expect((await ion.refusedCreate('Invite', { email: me.email })).message).toContain('already exists');
  });
});
