// Permissions, of which permission groups are made.
import { expect, test } from 'vitest';
import { type Answer, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();

const FIELDS = 'id action resource resourceTypeName field isConnection permissionGroups { name }';

const named = async (resource: string): Promise<Answer[]> => {
  const document = `query ($filters: PermissionsInputFilters) { permissions(filters: $filters) { edges { node { ${FIELDS} } } } }`;
  const { permissions } = await tenant.ask(document, { filters: { resource: { eq: resource } } });
  return permissions.edges.map((edge: Answer) => edge.node);
};

test('there is one for each mutation, in the group of its name [EX permission_groups.csv; inferred]', async () => {
  const [permission] = await named('CreateMBomItem');
  expect(permission).toMatchObject({
    action: 'CREATE',
    resource: 'CreateMBomItem',
    resourceTypeName: 'MUTATION',
    field: null,
    isConnection: false,
    permissionGroups: [{ name: 'CreateMBomItem' }],
  });
  expect(await tenant.get('permission', permission.id, 'resource')).toEqual({ resource: 'CreateMBomItem' });
  const document = '{ permissions { pageInfo { totalCount } } permissionGroups { pageInfo { totalCount } } }';
  const { permissions, permissionGroups } = await tenant.ask(document);
  expect(permissions).toEqual(permissionGroups);
});

test.each([
  ['UpdatePart', 'UPDATE'],
  ['DeletePart', 'DELETE'],
  ['CreateOrUpdateMultipleParts', 'UPSERT'],
  ['ArchiveRun', 'UPDATE'],
])('%s has the action %s [SDL Permissionactionenum; which is inferred]', async (resource, action) => {
  expect(await named(resource)).toMatchObject([{ action }]);
});

test('a group lists its own, and a role those of its groups [SDL]', async () => {
  const [{ id }] = await named('CreatePart');
  const document = `query ($filters: PermissionGroupsInputFilters) {
    permissionGroups(filters: $filters) { edges { node { id permissions { id } } } }
  }`;
  const { permissionGroups } = await tenant.ask(document, {
    filters: { permissions: { resource: { eq: 'CreatePart' } } },
  });
  const [{ node: group }] = permissionGroups.edges;
  expect(group.permissions).toEqual([{ id }]);
  const { role } = await tenant.mutate('createRole', 'CreateRoleInput', { name: 'Engineer' }, 'role { id }');
  const input = { permissionGroupId: group.id, roleId: role.id };
  const fields = 'role { permissions { id action } }';
  const attached = await tenant.mutate('attachPermissionGroupToRole', 'PermissionGroupToRoleInput', input, fields);
  expect(attached.role.permissions).toEqual([{ id, action: 'CREATE' }]);
});
