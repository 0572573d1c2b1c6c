// Refuses the mutations whose permission group the user does not have, by a role or by one of a team; or did not have when the API
// key was made.
import type { GraphQLFieldResolver } from 'graphql';
import { IonError } from '../ion-error.ts';
import type { RequestContext } from '../server/request-context.ts';
import type { SqlValue } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { rolesOfUser } from '../tables/people.ts';
import { permissionGroupOf } from '../tables/permission-groups.ts';

/** The sentence is the docs' [error-codes]; the code is inferred from the status, 403. */
const forbidden = (): IonError => new IonError('FORBIDDEN', 'User does not have permission to update this resource.');

// Group names have no index; where a group was found before is looked at first.
const found = new WeakMap<Store, Map<string, SqlValue>>();

const held = (by: string): string =>
  `SELECT EXISTS (${by}) AS held FROM "PermissionGroup" g WHERE g."id" = ? AND g."name" = ?`;

const HELD_BY_USER = held(`SELECT 1 FROM "User" me JOIN "RolePermissionGroup" r ON r."permissionGroupId" = g."id"
  WHERE me."id" = ? AND r."roleId" IN (${rolesOfUser('me')})`);

const HELD_BY_KEY = held(
  'SELECT 1 FROM api_key_permissions p WHERE p.client_id = ? AND p.permission_group_id = g."id"',
);

/** Whether the caller has the group of this name; undefined when there is none. */
const holds = ({ store, userId, frozenKey }: RequestContext, name: string): boolean | undefined => {
  const known = found.get(store) ?? new Map<string, SqlValue>();
  found.set(store, known);
  const [text, holder] = frozenKey === undefined ? [HELD_BY_USER, userId] : [HELD_BY_KEY, frozenKey];
  const ask = () => store.prepare(text).get(holder, known.get(name) ?? null, name)?.['held'];
  const answer = ask();
  if (answer !== undefined) return answer === 1;
  const group = store.prepare('SELECT "id" FROM "PermissionGroup" WHERE "name" = ?').get(name);
  if (group?.['id'] === undefined) return undefined;
  known.set(name, group['id']);
  return ask() === 1;
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
