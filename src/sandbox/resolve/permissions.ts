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

const HELD = `SELECT EXISTS (SELECT 1 FROM "RolePermissionGroup" r JOIN "UserRole" u ON u."roleId" = r."roleId"
  WHERE r."permissionGroupId" = g."id" AND u."userId" = ?) AS held FROM "PermissionGroup" g WHERE g."id" = ? AND g."name" = ?`;

/** Whether the user has the group of this name; undefined when there is none. */
const holds = ({ store, userId }: RequestContext, name: string): boolean | undefined => {
  const known = found.get(store) ?? new Map<string, SqlValue>();
  found.set(store, known);
  const ask = () => store.prepare(HELD).get(userId, known.get(name) ?? null, name)?.['held'];
  const held = ask();
  if (held !== undefined) return held === 1;
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
