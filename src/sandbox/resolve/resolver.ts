// The one field resolver of the sandbox: from a type and a field's name to what answers it.
import type { GraphQLFieldResolver, GraphQLResolveInfo, GraphQLTypeResolver } from 'graphql';
import { families } from '../behaviour/families.ts';
import { completeRules, type Rules } from '../rules.ts';
import type { RequestContext } from '../server/request-context.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { findTable, tableOf } from '../tables/catalog.ts';
import { operationsOf } from '../tables/ion-facts.ts';
import type { Relation, Table } from '../tables/table.ts';
import { inputCheck } from './check-input.ts';
import { decode } from './encode.ts';
import type { Filters } from './filter.ts';
import { loadComputed, loadRelation, loadRows } from './load.ts';
import { createMutationFinder, findQuery } from './operations.ts';
import { type PageArguments, pageOf } from './page.ts';
import { notEmulated } from './refusals.ts';
import type { Behaviour, Input, Scope } from './scope.ts';
import { requestedColumns } from './selection.ts';

export { clearTables, installTables } from '../tables/install.ts';

type Answer = (source: never, args: Input, scope: Scope, info: GraphQLResolveInfo) => unknown;

const behaviours = new Map(families.flatMap(({ behaviours = [] }) => behaviours.map(one => [one.type, one] as const)));
const ownFields = new Map(families.flatMap(({ fields = {} }) => Object.entries(fields)));
const findMutation = createMutationFinder(families);

const answerQuery = (name: string): Answer => {
  const query = findQuery(name);
  if (query === undefined) throw notEmulated(`Query.${name}`);
  return (_source, args, scope, info) => query(scope, args, info);
};

const answerMutation = (name: string): Answer => {
  const operation = findMutation(name);
  if (operation === undefined) throw notEmulated(`Mutation.${name}`);
  const checkInput = inputCheck(name);
  return (_source, args, scope) => {
    checkInput(args);
    return scope.store.write(() => operation(scope, args));
  };
};

const NODES = ['edges', 'node'];

const answerRelation = (table: Table, relation: Relation, name: string): Answer => {
  const related = tableOf(relation.to);
  const filtersOf = (args: Input) => (args['filters'] ?? {}) as Filters;
  if (!relation.paged) {
    return (row: SqlRow, args, scope, info) => {
      const wanted = { filters: filtersOf(args), columns: requestedColumns(info, related) };
      return loadRelation(scope, table, relation, name, row, wanted);
    };
  }
  return (row: SqlRow, args, scope, info) => {
    const { sort }: PageArguments = args;
    const wanted = { filters: filtersOf(args), columns: requestedColumns(info, related, NODES), sort };
    return loadRows(scope, table, relation, name, row, wanted).then(rows => pageOf(rows, args));
  };
};

const answerRow = (table: Table, name: string): Answer => {
  const column = table.columns.get(name);
  const computed = table.computed.get(name);
  if (column?.kind === 'json') return (row: SqlRow) => decode(row[name], 'json');
  if (column !== undefined) return (row: SqlRow) => row[name];
  if (computed !== undefined) {
    return (row: SqlRow, _args, scope) =>
      loadComputed(scope, table, name, row).then(value => decode(value, computed.kind));
  }
  const relation = table.relations.get(name);
  if (relation === undefined) throw notEmulated(`${table.type}.${name}`);
  return answerRelation(table, relation, name);
};

/** Payloads, connections and the like hold their values, or functions for what is dear. */
const answerValue =
  (name: string): Answer =>
  (source: Readonly<Record<string, unknown>>) => {
    const value = source[name];
    return typeof value === 'function' ? value() : value;
  };

const findAnswer = (type: string, name: string): Answer => {
  const own = ownFields.get(`${type}.${name}`);
  if (own !== undefined) return (row: SqlRow, args, scope) => own(scope, row, args);
  if (type === 'Query') return answerQuery(name);
  if (type === 'Mutation') return answerMutation(name);
  const table = findTable(type);
  return table === undefined ? answerValue(name) : answerRow(table, name);
};

const answers = new Map<string, Map<string, Answer>>();

/** What answers a field, found once; fields without behaviour throw NOT_EMULATED each time. */
const answerOf = (type: string, name: string): Answer => {
  const ofType = answers.get(type) ?? new Map<string, Answer>();
  answers.set(type, ofType);
  const known = ofType.get(name);
  if (known !== undefined) return known;
  const found = findAnswer(type, name);
  ofType.set(name, found);
  return found;
};

const behaviourOf = (type: string): Behaviour | undefined => behaviours.get(type);

/**
 * The resolver to execute documents with. Fields and operations without behaviour answer an error whose
 * `extensions.code` is NOT_EMULATED and whose message names them.
 */
export const createFieldResolver = (rules: Partial<Rules> = {}): GraphQLFieldResolver<unknown, RequestContext> => {
  const merged = completeRules(rules);
  const scopes = new WeakMap<RequestContext, Scope>();
  const scopeOf = (context: RequestContext): Scope => {
    const known = scopes.get(context);
    if (known !== undefined) return known;
    const { store, now, randomBytes, userId, frozenKey, baseUrl, loaders } = context;
    const scope = { store, now, randomBytes, userId, frozenKey, baseUrl, loaders, rules: merged, behaviourOf };
    scopes.set(context, scope);
    return scope;
  };
  return (source, args, context, info) =>
    answerOf(info.parentType.name, info.fieldName)(source as never, args, scopeOf(context), info);
};

/** Objects behind an interface or a union name their type themselves. */
export const typeResolver: GraphQLTypeResolver<unknown, RequestContext> = value =>
  (value as { readonly __typename?: string } | null)?.__typename;

/** The fields of `Query` and `Mutation` that have behaviour, and those that answer NOT_EMULATED, by root type. */
export const coverage = (): Readonly<
  Record<'Query' | 'Mutation', { readonly emulated: readonly string[]; readonly notEmulated: readonly string[] }>
> => {
  const split = (names: readonly string[], find: (name: string) => unknown) => ({
    emulated: names.filter(name => find(name) !== undefined),
    notEmulated: names.filter(name => find(name) === undefined),
  });
  const findOwnOrQuery = (name: string) => ownFields.get(`Query.${name}`) ?? findQuery(name);
  return {
    Query: split(operationsOf('Query'), findOwnOrQuery),
    Mutation: split(operationsOf('Mutation'), findMutation),
  };
};
