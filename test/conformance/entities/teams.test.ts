// Teams of people, with roles that count for all of them.
import { expect, test } from 'vitest';
import { type Answer, ionForFile } from '../ion.ts';

const ion = ionForFile();

const newTeam = (fields: object = {}, answer = ''): Promise<Answer> =>
  ion.create('Team', { name: ion.unique('Team'), ...fields }, `name ${answer}`);

/** Takes the starting user into a team, or out of it. */
const member = (verb: 'addUserToTeam' | 'removeUserFromTeam', teamId: number): Promise<Answer> =>
  ion.mutate(verb, 'TeamToUserInput', { teamId, userId: 1 }, 'userId teamId');

const role = (verb: 'attachRoleToTeam' | 'detachRoleFromTeam', teamId: number, roleId: number): Promise<Answer> =>
  ion.mutate(verb, 'TeamToRoleInput', { teamId, roleId }, 'teamId roleId');

test('a team takes users and roles, and lets go of them, without an etag [SDL]', async () => {
  const [team, { id: roleId }] = [await newTeam(), await ion.create('Role', { name: 'Inspector' })];
  await member('addUserToTeam', team.id);
  await role('attachRoleToTeam', team.id, roleId);
  const fields =
    'users { id } roles { name } teamUsers { userId } teamRoles { roleId } _TeamUsersCount _TeamRolesCount';
  expect(await ion.get('Team', team.id, fields)).toEqual({
    users: [{ id: 1 }],
    roles: [{ name: 'Inspector' }],
    teamUsers: [{ userId: 1 }],
    teamRoles: [{ roleId }],
    _TeamUsersCount: 1,
    _TeamRolesCount: 1,
  });
  expect((await ion.ask('{ me { teams { name } } }')).me.teams).toContainEqual({ name: team.name });
  await member('removeUserFromTeam', team.id);
  await role('detachRoleFromTeam', team.id, roleId);
  expect(await ion.get('Team', team.id, 'users { id } roles { id }')).toEqual({ users: [], roles: [] });
});

test('it takes a member once (inferred)', async () => {
  const team = await newTeam();
  await member('addUserToTeam', team.id);
  expect((await ion.errorOf(member('addUserToTeam', team.id)))?.message).toContain('already exists');
});

test('it has a supervisor, and is deleted without an etag [SDL]', async () => {
  const { id, supervisor } = await newTeam({ supervisorId: 1 }, 'supervisor { id }');
  expect(supervisor).toEqual({ id: 1 });
  const remove = 'mutation ($id: Int!) { deleteTeam(id: $id) { id } }';
  expect((await ion.ask(remove, { id })).deleteTeam).toEqual({ id });
  expect((await ion.refusal(remove, { id })).code).toBe('NOT_FOUND');
});

test('it is found by its name and by the users in it [EX, SDL TeamsInputFilters]', async () => {
  const { id, name } = await newTeam();
  await member('addUserToTeam', id);
  const { email } = (await ion.ask('{ me { email } }')).me;
  const filters = { name: { eq: name }, users: { email: { eq: email } } };
  expect(await ion.find('teams', 'TeamsInputFilters', filters)).toEqual([{ id }]);
});
