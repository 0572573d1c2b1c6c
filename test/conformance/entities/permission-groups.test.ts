// Permission groups: what a role allows the people who have it.
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Answer, type Ion, ionForFile, openIon } from '../ion.ts';

const ion = ionForFile();

const GROUPS = '{ permissionGroups { pageInfo { totalCount } edges { node { name } } } }';
const NAMED =
  'query ($name: String!) { permissionGroups(filters: { name: { eq: $name } }) { edges { node { id family } } } }';

const groupNamed = async (from: Ion, name: string): Promise<Answer> =>
  (await from.ask(NAMED, { name })).permissionGroups.edges[0].node;

/** Gives a role a group or takes it; the role's groups then. */
const change = async (
  of: Ion,
  verb: 'attach' | 'detach',
  roleId: number,
  permissionGroupId: number,
): Promise<Answer> => {
  const name = verb === 'attach' ? 'attachPermissionGroupToRole' : 'detachPermissionGroupFromRole';
  const fields = 'role { permissionGroups { name } }';
  return (await of.mutate(name, 'PermissionGroupToRoleInput', { roleId, permissionGroupId }, fields)).role
    .permissionGroups;
};

describe('permission groups', () => {
  test('there is about one for each mutation, called like it, in families [EX permission_groups.csv]', async () => {
    const { permissionGroups } = await ion.ask(GROUPS);
    expect(permissionGroups.pageInfo.totalCount).toBeGreaterThan(300);
    const names = permissionGroups.edges.map((edge: Answer) => edge.node.name);
    expect(names).toEqual(
      expect.arrayContaining(['CreatePart', 'CreateMBomItem', 'CreatePartInventory', 'UpdateProcedure']),
    );
    expect((await groupNamed(ion, 'CreateMBomItem')).family).toBe('MBomItem');
  });

  test('are given to a role and taken from it, and the role answers them [SDL]', async () => {
    const role = await ion.create('Role', { name: ion.unique('Role') });
    const group = await groupNamed(ion, 'CreatePart');
    expect(await change(ion, 'attach', role.id, group.id)).toEqual([{ name: 'CreatePart' }]);
    expect((await ion.errorOf(change(ion, 'attach', role.id, group.id)))?.message).toContain('already exists');
    expect(await change(ion, 'detach', role.id, group.id)).toEqual([]);
    expect((await ion.errorOf(change(ion, 'detach', role.id, group.id)))?.code).toBe('NOT_FOUND');
  });
});

describe('whoever has no role with the group of a mutation', () => {
  /** A tenant of its own, whose only user has the role 1. */
  const openOwn = async (): Promise<Ion> => {
    const own = await openIon();
    onTestFinished(own.close);
    return own;
  };

  test('is refused it, and nothing else [docs error-codes; its code is inferred]', async () => {
    const own = await openOwn();
    await change(own, 'detach', 1, (await groupNamed(own, 'CreatePart')).id);
    expect(await own.refusedCreate('Part', { partNumber: 'A' })).toEqual({
      message: 'User does not have permission to update this resource.',
      code: 'FORBIDDEN',
    });
    expect(await own.create('Location', { name: 'Shelf' })).toHaveProperty('id');
    expect((await own.ask('{ parts { edges { node { id } } } }')).parts.edges).toEqual([]);
  });

  test('may have it by a team (inferred)', async () => {
    const own = await openOwn();
    const { id: teamId } = await own.create('Team', { name: 'Line' });
    await own.mutate('addUserToTeam', 'TeamToUserInput', { teamId, userId: 1 }, '__typename');
    await own.mutate('attachRoleToTeam', 'TeamToRoleInput', { teamId, roleId: 1 }, '__typename');
    await own.mutate('detachRoleFromUser', 'RoleToUserInput', { userId: 1, roleId: 1 }, '__typename');
    expect(await own.create('Part', { partNumber: 'A' })).toHaveProperty('id');
    await own.mutate('detachRoleFromTeam', 'TeamToRoleInput', { teamId, roleId: 1 }, '__typename');
    expect((await own.refusedCreate('Part', { partNumber: 'B' })).code).toBe('FORBIDDEN');
  });
});
