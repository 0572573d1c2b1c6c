// Refuses the mutations whose permission group the user's roles do not have.
import type { GraphQLFieldResolver } from 'graphql';
import { IonError } from '../ion-error.ts';
import type { RequestContext } from '../server/request-context.ts';
import type { SqlValue } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { permissionGroupOf } from '../tables/permission-groups.ts';

/** The sentence is the docs' [error-codes]; the code is inferred from the status, 403. */
const forbidden = (): IonError => new IonError('FORBIDDEN', 'User does not have permission to update this resource.');

// Group names have no index; where a group was found before is looked at first.
const found = new WeakMap<Store, Map<string, SqlValue>>();

const groupId = (store: Store, name: string): SqlValue | undefined => {
  const known = found.get(store) ?? new Map<string, SqlValue>();
  found.set(store, known);
  const candidate = store
    .prepare('SELECT "id" FROM "PermissionGroup" WHERE "id" = ? AND "name" = ?')
    .get(known.get(name) ?? null, name);
  const group = candidate ?? store.prepare('SELECT "id" FROM "PermissionGroup" WHERE "name" = ?').get(name);
  if (group?.['id'] !== undefined) known.set(name, group['id']);
  return group?.['id'];
};

const HELD = `SELECT 1 FROM "RolePermissionGroup" g JOIN "UserRole" u ON u."roleId" = g."roleId"
  WHERE g."permissionGroupId" = ? AND u."userId" = ? LIMIT 1`;

/** A mutation without a group of its name is for everybody: the public list of groups lacks some as well (inferred). */
const mayRun = ({ store, userId }: RequestContext, mutation: string): boolean => {
  const id = groupId(store, permissionGroupOf(mutation));
  return id === undefined || store.prepare(HELD).get(id, userId) !== undefined;
};

/** The resolver, which then throws FORBIDDEN instead of running a mutation that the user may not run. */
export const withPermissions =
  (resolve: GraphQLFieldResolver<unknown, RequestContext>): GraphQLFieldResolver<unknown, RequestContext> =>
  (source, args, context, info) => {
    if (info.parentType.name === 'Mutation' && !mayRun(context, info.fieldName)) throw forbidden();
    return resolve(source, args, context, info);
  };
