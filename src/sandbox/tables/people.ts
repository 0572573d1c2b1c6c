// The organisation and who works in it: read mostly, for ION invites users and never creates them.
import { byColumn, through } from './join.ts';
import type { TableSpec } from './table.ts';

const permissionGroupsOfUser = (row: string): string =>
  `SELECT g."permissionGroupId" FROM "RolePermissionGroup" g JOIN "UserRole" u ON u."roleId" = g."roleId" WHERE u."userId" = ${row}."id"`;

export const peopleTables: readonly TableSpec[] = [
  { type: 'Organization', columns: { settings: 'JSONString' } },
  {
    type: 'User',
    entity: 'USERS',
    unrelated: ['teams'],
    defaults: { deactivated: 0, enforceMfa: 0, ionBot: 0, notificationEmailsEnabled: 0 },
    computed: {
      isAdmin: row =>
        `EXISTS (SELECT 1 FROM "UserRole" u JOIN "Role" r ON r."id" = u."roleId" WHERE u."userId" = ${row}."id" AND r."name" = 'Admin')`,
    },
    relations: {
      Organization: byColumn('Organization', 'organizationId'),
      roles: through('Role', 'UserRole', 'userId', 'roleId'),
      permissionGroups: {
        to: 'PermissionGroup',
        on: (owner, related) => `${related}."id" IN (${permissionGroupsOfUser(owner)})`,
      },
    },
  },
  {
    type: 'Role',
    relations: {
      users: through('User', 'UserRole', 'roleId', 'userId'),
      permissionGroups: through('PermissionGroup', 'RolePermissionGroup', 'roleId', 'permissionGroupId'),
    },
  },
  { type: 'Team' },
  {
    type: 'PermissionGroup',
    columns: { _created: 'DateTime', _updated: 'DateTime', _etag: 'String' },
    relations: { roles: through('Role', 'RolePermissionGroup', 'permissionGroupId', 'roleId') },
  },
  {
    type: 'UserRole',
    columns: { id: 'Int!' },
    references: { userId: 'User', roleId: 'Role' },
    owners: ['userId', 'roleId'],
  },
  {
    type: 'RolePermissionGroup',
    columns: { id: 'Int!', roleId: 'Int!', permissionGroupId: 'Int!' },
    references: { roleId: 'Role', permissionGroupId: 'PermissionGroup' },
    owners: ['roleId', 'permissionGroupId'],
  },
];
