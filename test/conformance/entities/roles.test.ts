// Roles, which people have by themselves or by their teams.
import { expect, test } from 'vitest';
import { type Answer, ionForFile } from '../ion.ts';

const ion = ionForFile();

const DELETE = 'mutation ($id: Int!) { deleteRole(id: $id) { id } }';

const newRole = (): Promise<Answer> => ion.create('Role', { name: ion.unique('Role') }, 'name');

/** Gives the starting user a role, or takes it. */
const change = (verb: 'attachRoleToUser' | 'detachRoleFromUser', roleId: number): Promise<Answer> =>
  ion.mutate(verb, 'RoleToUserInput', { roleId, userId: 1 }, 'userId roleId');

test('a role is given to a user and taken away, without an etag [SDL]', async () => {
  const role = await newRole();
  expect(await change('attachRoleToUser', role.id)).toEqual({ userId: 1, roleId: role.id });
  expect(await ion.get('Role', role.id, 'users { id } userRoles { userId } _UsersCount')).toEqual({
    users: [{ id: 1 }],
    userRoles: [{ userId: 1 }],
    _UsersCount: 1,
  });
  await change('detachRoleFromUser', role.id);
  expect((await ion.get('Role', role.id, 'users { id }')).users).toEqual([]);
});

test('it is found by its name, renamed with its etag, and deleted without one [EX, SDL]', async () => {
  const { id, name } = await newRole();
  expect(await ion.find('roles', 'RolesInputFilters', { name: { eq: name } })).toEqual([{ id }]);
  expect(await ion.update('Role', id, { name: 'Renamed' }, 'name')).toEqual({ name: 'Renamed' });
  expect((await ion.ask(DELETE, { id })).deleteRole).toEqual({ id });
  expect((await ion.refusal(DELETE, { id })).code).toBe('NOT_FOUND');
});

test('it goes with what links it, and not while a step field asks for its signature (inferred)', async () => {
  const { id } = await newRole();
  await change('attachRoleToUser', id);
  const step = await ion.create('Step', { title: 'Standard step' });
  const field = await ion.create('StepField', { stepId: step.id, name: 'Sign', type: 'SIGNOFF', signoffRoleId: id });
  expect((await ion.refusal(DELETE, { id })).message).toContain('StepField.signoffRoleId');
  await ion.remove('StepField', field.id);
  expect((await ion.ask(DELETE, { id })).deleteRole).toEqual({ id });
});

test('it needs a name (inferred)', async () => {
  expect((await ion.refusedCreate('Role', { name: ' ' })).code).toBe('VALIDATION_ERROR');
});
