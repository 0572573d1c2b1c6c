// Permissions as ION lists them: which action a permission group allows on which resource. There is one for each group, which is
// named after its mutation (inferred), so that they are read from the groups.
import { through, where } from './join.ts';
import type { TableSpec } from './table.ts';

/** Beginnings of mutations' names → what they do; all others update. */
const ACTIONS = [
  ['CreateOrUpdate', 'UPSERT'],
  ['Create', 'CREATE'],
  ['Delete', 'DELETE'],
] as const;

const action = (name: string): string =>
  `CASE ${ACTIONS.map(([start, verb]) => `WHEN ${name} LIKE '${start}%' THEN '${verb}'`).join(' ')} ELSE 'UPDATE' END`;

const sameId = (type: string) => where(type, (owner, related) => `${related}."id" = ${owner}."id"`);

/** What a group and a role list. */
export const permissionsOfGroup = sameId('Permission');
export const permissionsOfRole = through('Permission', 'RolePermissionGroup', 'roleId', 'permissionGroupId');

export const permissionTables: readonly TableSpec[] = [
  {
    type: 'Permission',
    view:
      `SELECT g."id", ${action('g."name"')} AS "action", g."name" AS "resource", 'MUTATION' AS "resourceTypeName", ` +
      `NULL AS "field", NULL AS "fieldTypeName", 0 AS "isConnection", g."_created", g."_updated", g."_etag" FROM "PermissionGroup" g`,
    columns: { _created: 'DateTime', _updated: 'DateTime', _etag: 'String' },
    relations: { permissionGroups: sameId('PermissionGroup') },
  },
];
