// The organisation and who works in it; ION invites users and never creates them.
import { byColumn, through } from './join.ts';
import { permissionsOfGroup, permissionsOfRole } from './permissions.ts';
import type { TableSpec, UniqueKey } from './table.ts';

/** The roles that a user has, and those of the user's teams (that a team's roles count for its members is inferred). */
export const rolesOfUser = (row: string): string =>
  `SELECT u."roleId" FROM "UserRole" u WHERE u."userId" = ${row}."id" UNION ` +
  `SELECT t."roleId" FROM "TeamRole" t JOIN "TeamUser" m ON m."teamId" = t."teamId" WHERE m."userId" = ${row}."id"`;

const permissionGroupsOfUser = (row: string): string =>
  `SELECT g."permissionGroupId" FROM "RolePermissionGroup" g WHERE g."roleId" IN (${rolesOfUser(row)})`;

/** A link that there is once; ION's answer to a second one is not documented (inferred). */
const pair = (column: string, noun: string, ownerColumn: string, owner: string): UniqueKey => ({
  columns: [ownerColumn, column],
  message: row => `The ${noun} ${row[column]} already exists on ${owner} ${row[ownerColumn]}.`,
});

export const peopleTables: readonly TableSpec[] = [
  { type: 'Organization', columns: { settings: 'JSONString' } },
  {
    type: 'User',
    entity: 'USERS',
    defaults: { deactivated: 0, enforceMfa: 0, ionBot: 0, notificationEmailsEnabled: 0 },
    computed: {
      isAdmin: row =>
        `EXISTS (SELECT 1 FROM "UserRole" u JOIN "Role" r ON r."id" = u."roleId" WHERE u."userId" = ${row}."id" AND r."name" = 'Admin')`,
    },
    relations: {
      Organization: byColumn('Organization', 'organizationId'),
      roles: through('Role', 'UserRole', 'userId', 'roleId'),
      teams: through('Team', 'TeamUser', 'userId', 'teamId'),
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
      teams: through('Team', 'TeamRole', 'roleId', 'teamId'),
      permissionGroups: through('PermissionGroup', 'RolePermissionGroup', 'roleId', 'permissionGroupId'),
      permissions: permissionsOfRole,
    },
  },
  {
    type: 'Team',
    relations: {
      users: through('User', 'TeamUser', 'teamId', 'userId'),
      roles: through('Role', 'TeamRole', 'teamId', 'roleId'),
    },
  },
  {
    type: 'PermissionGroup',
    columns: { _created: 'DateTime', _updated: 'DateTime', _etag: 'String' },
    relations: {
      roles: through('Role', 'RolePermissionGroup', 'permissionGroupId', 'roleId'),
      permissions: permissionsOfGroup,
    },
  },
  {
    type: 'UserRole',
    columns: { id: 'Int!' },
    references: { userId: 'User', roleId: 'Role' },
    owners: ['userId', 'roleId'],
    unique: [pair('roleId', 'role', 'userId', 'user')],
  },
  {
    type: 'TeamUser',
    columns: { id: 'Int!' },
    references: { userId: 'User', teamId: 'Team' },
    owners: ['userId', 'teamId'],
    unique: [pair('userId', 'user', 'teamId', 'team')],
  },
  {
    type: 'TeamRole',
    columns: { id: 'Int!' },
    references: { roleId: 'Role', teamId: 'Team' },
    owners: ['roleId', 'teamId'],
    unique: [pair('roleId', 'role', 'teamId', 'team')],
  },
  {
    type: 'RolePermissionGroup',
    columns: { id: 'Int!', roleId: 'Int!', permissionGroupId: 'Int!' },
    references: { roleId: 'Role', permissionGroupId: 'PermissionGroup' },
    owners: ['roleId', 'permissionGroupId'],
    unique: [pair('permissionGroupId', 'permission group', 'roleId', 'role')],
  },
];
