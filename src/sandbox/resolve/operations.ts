// Which queries and mutations have behaviour, and what each does.
import type { GraphQLResolveInfo } from 'graphql';
import { type AttributeOwner, attributeOwners, attributeTable } from '../tables/attributes.ts';
import { findTable } from '../tables/catalog.ts';
import { baseType, type FieldFact, fieldOf, fieldsOf, isList, nodeType } from '../tables/ion-facts.ts';
import type { Table } from '../tables/table.ts';
import { updateAttribute } from './attributes.ts';
import { type PageArguments, readPage } from './page.ts';
import { rowOf, rowWhere } from './rows.ts';
import type { Family, Input, Operation, Scope } from './scope.ts';
import { requestedColumns } from './selection.ts';
import { create, remove, update } from './write.ts';

/** What a query does; it writes nothing. */
export type Query = (scope: Scope, args: Input, info: GraphQLResolveInfo) => unknown;

const PAGING = new Set(['filters', 'sort', 'distinctOn', 'first', 'last', 'before', 'after']);

/** `procedures` takes some filters as flat arguments too; they narrow the list like a filter's `eq` [SDL]. */
const withFlatFilters = (args: Input): PageArguments => {
  const flat = Object.entries(args).filter(([name, value]) => !PAGING.has(name) && value !== null);
  const filters = flat.map(([name, value]) => ({ [name]: { eq: value } }));
  return filters.length === 0 ? args : { ...args, filters: { and_: [args['filters'], ...filters] } };
};

const byKeys =
  (table: Table): Query =>
  (scope, args) =>
    rowWhere(scope, table.type, Object.fromEntries(Object.entries(args).map(([name, value]) => [name, Number(value)])));

const findGet = (field: FieldFact): Query | undefined => {
  const table = findTable(baseType(field.type));
  const names = Object.keys(field.args);
  if (table === undefined || names.length === 0) return undefined;
  if (names.length === 1 && names[0] === 'id') return (scope, args) => rowOf(scope, table.type, args['id']);
  return names.every(name => table.columns.has(name)) ? byKeys(table) : undefined;
};

/** The generic behaviour of a query, from its type alone: a list, or one row by its key. */
export const findQuery = (name: string): Query | undefined => {
  if (name === 'me') return scope => rowOf(scope, 'User', scope.userId);
  const field = fieldOf('Query', name);
  if (field === undefined) return undefined;
  const listed = findTable(nodeType(baseType(field.type)) ?? '');
  if (listed !== undefined) {
    return (scope, args, info) =>
      readPage(scope, listed, withFlatFilters(args), requestedColumns(info, listed, ['edges', 'node']));
  }
  return findGet(field);
};

/** A payload's field that holds a row: `CreatePart` → `part`, with its table. */
const payloadField = (payload: string): [string, Table] | undefined => {
  for (const [name, { type }] of Object.entries(fieldsOf(payload))) {
    const table = findTable(baseType(type));
    if (table !== undefined) return [name, table];
  }
  return undefined;
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Bulk mutations take a list; all of it is saved or nothing (inferred: ION documents no atomicity). */
const findSave = (field: FieldFact, verb: string): Operation | undefined => {
  const [name, table] = payloadField(baseType(field.type)) ?? [];
  const input = baseType(field.args['input'] ?? '');
  if (name === undefined || table === undefined || input !== `${verb}${table.type}Input`) return undefined;
  const save = verb === 'Create' ? create : update;
  const saveOne = (scope: Scope, one: unknown) => save(scope, table.type, (one ?? {}) as Input);
  if (!isList(field.args['input'] ?? '')) return (scope, args) => ({ [name]: saveOne(scope, args['input']) });
  return (scope, args) => ({ [name]: listOf(args['input']).map(one => saveOne(scope, one)) });
};

const findDelete = (field: FieldFact): Operation | undefined => {
  const table = findTable(baseType(field.type).replace(/^Delete/, ''));
  const names = Object.keys(field.args).filter(name => name !== 'etag');
  if (table === undefined || names.join() !== 'id') return undefined;
  return (scope, args) => remove(scope, table.type, args);
};

const findGeneric = (name: string): Operation | undefined => {
  const field = fieldOf('Mutation', name);
  if (field === undefined) return undefined;
  if (name.startsWith('create')) return findSave(field, 'Create');
  if (name.startsWith('update')) return findSave(field, 'Update');
  return name.startsWith('delete') ? findDelete(field) : undefined;
};

const attributeOperation = (owner: AttributeOwner): [string, Operation] => [
  `update${attributeTable(owner)}`,
  (scope, { input }) => ({
    [attributeTable(owner).charAt(0).toLowerCase() + attributeTable(owner).slice(1)]: updateAttribute(
      scope,
      owner,
      input as Input,
    ),
  }),
];

const attributeOperations = new Map(attributeOwners.map(attributeOperation));

/** Looks a mutation up: a family's own operation, an attribute's update, or create, update and delete from its types. */
export const createMutationFinder = (families: readonly Family[]): ((name: string) => Operation | undefined) => {
  const own = new Map(families.flatMap(family => Object.entries(family.operations ?? {})));
  return name => own.get(name) ?? attributeOperations.get(name) ?? findGeneric(name);
};
