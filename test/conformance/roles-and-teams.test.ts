// Setting up who may do what from rows of a table: roles with permission groups, teams with their people and roles.
import { beforeAll, expect, test } from 'vitest';
import { type Answer, openClient, openTenant, tenantForFile } from './open-tenant.ts';

const tenant = tenantForFile();
let me: { readonly id: number; readonly email: string };
beforeAll(async () => {
  me = (await tenant.ask('{ me { id email } }')).me;
});

const LISTS: Readonly<Record<string, string>> = {
  roles: 'RolesInputFilters',
  teams: 'TeamsInputFilters',
  permissionGroups: 'PermissionGroupsInputFilters',
  users: 'UserInputFilters',
};

const find = async (list: string, filters: object, fields = 'id name'): Promise<Answer> => {
  const document = `query ($filters: ${LISTS[list]}) { ${list}(filters: $filters) { edges { node { ${fields} } } } }`;
  return (await tenant.ask(document, { filters }))[list].edges[0]?.node;
};

const findOrCreateRole = async (name: string): Promise<number> => {
  const role = await find('roles', { name: { eq: name } });
  return role?.id ?? (await tenant.mutate('createRole', 'CreateRoleInput', { name }, 'role { id name }')).role.id;
};

const give = async (roleName: string, groupName: string): Promise<Answer> => {
  const group = await find('permissionGroups', { name: { eq: groupName } }, 'id name family');
  const input = { roleId: await findOrCreateRole(roleName), permissionGroupId: group.id };
  const fields = 'role { id name permissionGroups { name } }';
  return (await tenant.mutate('attachPermissionGroupToRole', 'PermissionGroupToRoleInput', input, fields)).role;
};

test('roles get permission groups, both looked up by their names [EX add_permissions_to_roles]', async () => {
  for (const group of ['CreatePart', 'UpdatePart']) await give('Librarian', group);
  expect(await find('roles', { name: { eq: 'Librarian' } }, 'permissionGroups { name }')).toEqual({
    permissionGroups: [{ name: 'CreatePart' }, { name: 'UpdatePart' }],
  });
});

test('the names of groups have the capitals of the types [EX permission_groups.csv]', async () => {
  for (const name of [
    'CreateMBomItem',
    'CreateMBomSubstitutes',
    'UpdateABomItem',
    'CreateABomForPartInventory',
    'InstallKitOnAbomItemChildren',
    'AddPartsToKitFromMbom',
    'CreateAPIKey',
    'ImportStepsFromPDF',
    'RunStepDataGridOperations',
  ]) {
    expect(await find('permissionGroups', { name: { eq: name } })).toMatchObject({ name });
  }
});

test('groups stand in families, mostly those of the type that their mutation changes [EX permission_groups.csv]', async () => {
  const FAMILIES = {
    Part: ['CreatePart', 'AddSubtypeToPart', 'CreatePartRevision'],
    MBomItem: ['CreateMBomItem', 'UpdateMBomItem'],
    ABomItem: ['CreateABomForPartInventory', 'InstallKitOnAbomItemChildren'],
    PartInventory: ['IssueItemToKit', 'SplitManyPartInventory'],
    PartKit: ['CreateKitForRun', 'AddPartsToKitFromMbom', 'MoveKitInventoryToLocation'],
    StepsEdge: ['CreateStepEdge', 'DeleteStepEdge'],
    RunStepsEdge: ['CreateRunStepEdge'],
    RunStep: ['CopyStepToRun', 'ReorderRunSteps'],
    Step: ['CopyStep', 'ReorderSteps', 'MergeRunStepToProcedure'],
    Label: ['AddLabelToItem', 'CreateLabel'],
    ProcedureFamilyLabel: ['AddLabelToProcedureFamily'],
    Organization: ['UpdateOrganizationPartAttributes'],
    Team: ['AddUserToTeam', 'AttachRoleToTeam'],
  };
  for (const [family, groups] of Object.entries(FAMILIES)) {
    for (const name of groups) {
      expect(await find('permissionGroups', { name: { eq: name } }, 'name family')).toEqual({ name, family });
    }
  }
});

test('there are groups of planning and integrations too, to give to roles [EX add_permissions_to_roles.csv]', async () => {
  for (const group of ['CreateMRPJob', 'UpdateMRPJob']) await give('Scheduler', group);
  expect(await find('roles', { name: { eq: 'Scheduler' } }, 'permissionGroups { name family }')).toEqual({
    permissionGroups: [
      { name: 'CreateMRPJob', family: 'MRPJob' },
      { name: 'UpdateMRPJob', family: 'MRPJob' },
    ],
  });
});

test('a team is made with a supervisor, gets people by their emails and roles by their names [EX add_users_to_teams]', async () => {
  const create = { name: 'Operations', supervisorId: me.id };
  const { team } = await tenant.mutate('createTeam', 'CreateTeamInput', create, 'team { id }');
  const user = await find('users', { email: { eq: me.email } }, 'id name organizationId roles { name }');
  const member = { teamId: team.id, userId: user.id };
  expect(await tenant.mutate('addUserToTeam', 'TeamToUserInput', member, 'teamId userId')).toEqual(member);
  const link = { teamId: team.id, roleId: await findOrCreateRole('Librarian') };
  await tenant.mutate('attachRoleToTeam', 'TeamToRoleInput', link, 'teamId roleId');
  const fields = 'name supervisorId users { id } roles { name }';
  expect(await find('teams', { name: { eq: 'Operations' } }, fields)).toEqual({
    name: 'Operations',
    supervisorId: me.id,
    users: [{ id: me.id }],
    roles: [{ name: 'Librarian' }],
  });
});

test('people are invited, never created, and an invited one is no user yet [EX; SDL has no createUser]', async () => {
  const email = 'new@sandbox.example';
  const { invite } = await tenant.mutate(
    'createInvite',
    'CreateInviteInput',
    { email, name: 'New' },
    'invite { status }',
  );
  expect(invite.status).toBe('PENDING');
  expect(await find('users', { email: { eq: email } })).toBeUndefined();
});

test('roles and teams are deleted by id alone, without an etag [SDL]', async () => {
  const id = await findOrCreateRole('Passing');
  const { team } = await tenant.mutate('createTeam', 'CreateTeamInput', { name: 'Passing' }, 'team { id }');
  await tenant.ask(
    'mutation ($role: Int!, $team: Int!) { deleteRole(id: $role) { id } deleteTeam(id: $team) { id } }',
    {
      role: id,
      team: team.id,
    },
  );
  expect(await find('roles', { name: { eq: 'Passing' } })).toBeUndefined();
  expect(await find('teams', { name: { eq: 'Passing' } })).toBeUndefined();
});

test('who has lost the group of a mutation is refused in the words of the documents, and may still read [docs error-codes]', async () => {
  const other = await openTenant();
  const { me: user } = await other.ask('{ me { id roles { id } } }');
  const { roles } = await other.ask(
    '{ roles(filters: { id: { eq: 1 } }) { edges { node { id permissionGroups { id name } } } } }',
  );
  const [{ node: role }] = roles.edges;
  const group = role.permissionGroups.find((one: Answer) => one.name === 'CreateMBomItem');
  const input = { roleId: role.id, permissionGroupId: group.id };
  await other.mutate('detachPermissionGroupFromRole', 'PermissionGroupToRoleInput', input, 'role { id }');
  const client = await openClient(other.settings);
  const item = 'mutation { createMbomItem(input: { parentId: 1, partId: 1, quantity: 1 }) { mbomItem { id } } }';
  expect((await other.errorOf(client.request(item)))?.message).toBe(
    'User does not have permission to update this resource.',
  );
  expect((await client.request<Answer>('{ me { id } }')).me.id).toBe(user.id);
  await other.close();
});
