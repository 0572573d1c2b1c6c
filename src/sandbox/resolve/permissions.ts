// Refuses the mutations whose permission group the user does not have, by a role or by one of a team; or did not have when the API
// key was made.
import type { GraphQLFieldResolver } from 'graphql';
import { IonError } from '../ion-error.ts';
import type { RequestContext } from '../server/request-context.ts';
import { rolesOfUser } from '../tables/people.ts';
import { permissionGroupOf } from '../tables/permission-groups.ts';

/** The sentence is the docs' [error-codes]; the code is inferred from the status, 403. */
const forbidden = (): IonError => new IonError('FORBIDDEN', 'User does not have permission to update this resource.');

const held = (by: string): string => `SELECT EXISTS (${by}) AS held FROM "PermissionGroup" g WHERE g."name" = ?`;

const HELD_BY_USER = held(`SELECT 1 FROM "User" me JOIN "RolePermissionGroup" r ON r."permissionGroupId" = g."id"
  WHERE me."id" = ? AND r."roleId" IN (${rolesOfUser('me')})`);

const HELD_BY_KEY = held(
  'SELECT 1 FROM api_key_permissions p WHERE p.client_id = ? AND p.permission_group_id = g."id"',
);

const TABLES = [
  'PermissionGroup',
  ...['User', 'UserRole', 'TeamRole', 'TeamUser', 'RolePermissionGroup', 'Role', 'Team'],
  'api_key_permissions',
];

/** Whether the caller has the group of this name; undefined when there is none. */
const holds = ({ store, userId, frozenKey }: RequestContext, name: string): boolean | undefined => {
  const [sort, holder, text] =
    frozenKey === undefined ? (['user', userId, HELD_BY_USER] as const) : (['key', frozenKey, HELD_BY_KEY] as const);
  return store.remember(`permission ${name} of ${sort} ${holder}`, TABLES, () => {
    const answer = store.prepare(text).get(holder, name)?.['held'];
    return answer === undefined ? undefined : answer === 1;
  });
};

// Spelling a group costs more than asking for it.
const spelled = new Map<string, string>();

const groupOf = (mutation: string): string => {
  const known = spelled.get(mutation) ?? permissionGroupOf(mutation);
  spelled.set(mutation, known);
  return known;
};

/** A mutation without a group of its name is for everybody: the public list of groups lacks some as well (inferred). */
const mayRun = (context: RequestContext, mutation: string): boolean => holds(context, groupOf(mutation)) ?? true;

/** The resolver, which then throws FORBIDDEN instead of running a mutation that the user may not run. */
export const withPermissions =
  (resolve: GraphQLFieldResolver<unknown, RequestContext>): GraphQLFieldResolver<unknown, RequestContext> =>
  (source, args, context, info) => {
    if (info.parentType.name === 'Mutation' && !mayRun(context, info.fieldName)) throw forbidden();
    return resolve(source, args, context, info);
  };
