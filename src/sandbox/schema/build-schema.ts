// Builds ION's executable schema from the data in `ion-schema.json`, without parsing any GraphQL text.
import {
  DEFAULT_DEPRECATION_REASON,
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLID,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInterfaceType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  GraphQLString,
  type GraphQLType,
  GraphQLUnionType,
} from 'graphql';
import ionSchema from './ion-schema.json' with { type: 'json' };
import { buildScalar, FLOAT, INT } from './scalars.ts';

/** A type in GraphQL's notation, alone or with what belongs to the member: an input's default, or a field's arguments. */
type Entry = string | readonly string[];

/** ION's schema as data: every type by name, every member in GraphQL's notation. */
export interface SchemaData {
  readonly scalars: readonly string[];
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly unions: Readonly<Record<string, readonly string[]>>;
  readonly inputs: Readonly<Record<string, Readonly<Record<string, Entry>>>>;
  readonly interfaces: Readonly<Record<string, Readonly<Record<string, Entry>>>>;
  readonly implementations: Readonly<Record<string, readonly string[]>>;
  readonly objects: Readonly<Record<string, Readonly<Record<string, Entry>>>>;
}

type TypeOf = (notation: string) => GraphQLType;
type FindType = (name: string) => GraphQLNamedType | undefined;

const entryParts = (entry: Entry): readonly [type: string, rest: string | undefined] =>
  typeof entry === 'string' ? [entry, undefined] : [entry[0] ?? '', entry[1]];

const mapValues = <From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

/** `[Part!]` → the wrapped type; each notation is worked out once. */
const createTypeReader = (find: FindType): TypeOf => {
  const wrapped = new Map<string, GraphQLType>();
  const read: TypeOf = notation => {
    const known = wrapped.get(notation) ?? find(notation);
    if (known !== undefined) return known;
    const made = wrap(notation);
    wrapped.set(notation, made);
    return made;
  };
  const wrap = (notation: string): GraphQLType => {
    if (notation.endsWith('!')) return new GraphQLNonNull(read(notation.slice(0, -1)) as never);
    if (notation.startsWith('[')) return new GraphQLList(read(notation.slice(1, -1)));
    throw new Error(`The schema data names ${notation}, which it does not define.`);
  };
  return read;
};

// Defaults occur on Int, Float and Boolean only, whose notation is JSON.
const inputConfig = (typeOf: TypeOf, type: string, fallback: string | undefined) => ({
  type: typeOf(type) as GraphQLInputType,
  ...(fallback === undefined ? {} : { defaultValue: JSON.parse(fallback) as unknown }),
});

const argumentConfigs = (typeOf: TypeOf, text: string): GraphQLFieldConfigArgumentMap =>
  Object.fromEntries(
    text.split(', ').map(argument => {
      const [name = '', declared = ''] = argument.split(': ');
      const [type = '', fallback] = declared.split(' = ');
      return [name, inputConfig(typeOf, type, fallback)];
    }),
  );

/** What ION's schema marks as deprecated, for which the fact tables have no column [SDL]; its reasons are not repeated. */
const DEPRECATED: Readonly<Record<string, readonly string[]>> = {
  Mutation: ['mergeRunStep', 'addInventoriesToReceipt', 'addInventoryToReceipt', 'removeInventoryFromReceipt'],
  ABomItem: ['parent', 'parentId'],
  FileAttachment: ['url'],
  Issue: ['partInventory', 'partInventoryId'],
  PartInventory: ['cost', 'needDate', 'estimatedArrival'],
  PurchaseOrder: ['cost', 'estimatedArrival'],
  Review: ['comment'],
  User: ['Organization'],
};

const fieldConfig = (typeOf: TypeOf, entry: Entry): GraphQLFieldConfig<unknown, unknown> => {
  const [type, args] = entryParts(entry);
  const config = { type: typeOf(type) as GraphQLOutputType };
  return args === undefined ? config : { ...config, args: argumentConfigs(typeOf, args) };
};

const fieldConfigs = (
  typeOf: TypeOf,
  owner: string,
  fields: Readonly<Record<string, Entry>>,
): Record<string, GraphQLFieldConfig<unknown, unknown>> => {
  const configs = mapValues(fields, entry => fieldConfig(typeOf, entry));
  for (const name of DEPRECATED[owner] ?? []) {
    const config = configs[name];
    if (config !== undefined) config.deprecationReason = DEFAULT_DEPRECATION_REASON;
  }
  return configs;
};

const inputFieldConfig = (typeOf: TypeOf) => (entry: Entry) => inputConfig(typeOf, ...entryParts(entry));

const enumValues = (names: readonly string[]) => Object.fromEntries(names.map(name => [name, {}]));

const BUILT_IN = new Map([INT, FLOAT, GraphQLString, GraphQLBoolean, GraphQLID].map(type => [type.name, type]));

/** How a type is made from its entry in the data; its members are worked out when something asks for them. */
const createTypeMaker = (data: SchemaData, find: FindType, typeOf: TypeOf): FindType => {
  const interfacesOf = (name: string) => (): GraphQLInterfaceType[] =>
    Object.keys(data.interfaces)
      .filter(candidate => data.implementations[candidate]?.includes(name))
      .map(candidate => find(candidate) as GraphQLInterfaceType);

  const makeComposite = (name: string): GraphQLNamedType | undefined => {
    const { objects, interfaces, unions } = data;
    const fields = objects[name] ?? interfaces[name];
    const config = { name, fields: () => fieldConfigs(typeOf, name, fields ?? {}) };
    if (objects[name]) return new GraphQLObjectType({ ...config, interfaces: interfacesOf(name) });
    if (interfaces[name]) return new GraphQLInterfaceType(config);
    const members = unions[name];
    if (members === undefined) return undefined;
    return new GraphQLUnionType({ name, types: () => members.map(member => find(member) as GraphQLObjectType) });
  };

  return name => {
    const { enums, inputs, scalars } = data;
    const values = enums[name];
    const input = inputs[name];
    if (values !== undefined) return new GraphQLEnumType({ name, values: () => enumValues(values) });
    if (input !== undefined) {
      return new GraphQLInputObjectType({ name, fields: () => mapValues(input, inputFieldConfig(typeOf)) });
    }
    return BUILT_IN.get(name) ?? (scalars.includes(name) ? buildScalar(name) : makeComposite(name));
  };
};

/** A function that makes each type at most once. */
const createTypeFinder = (data: SchemaData): FindType => {
  const made = new Map<string, GraphQLNamedType>();
  const find: FindType = name => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const type = make(name);
    if (type !== undefined) made.set(name, type);
    return type;
  };
  const make = createTypeMaker(data, find, createTypeReader(find));
  return find;
};

const namesOf = (data: SchemaData): string[] =>
  [data.scalars, ...[data.enums, data.unions, data.inputs, data.interfaces, data.objects].map(Object.keys)].flat();

/** What graphql-js looks up types in: one that nobody names is never made. */
const lazyTypeMap = (data: SchemaData, find: FindType, base: GraphQLSchema): Record<string, GraphQLNamedType> => {
  const map: Record<string, GraphQLNamedType> = Object.create(null);
  for (const name of [...BUILT_IN.keys(), ...namesOf(data)]) {
    Object.defineProperty(map, name, { enumerable: true, configurable: true, get: () => find(name) });
  }
  for (const [name, type] of Object.entries(base.getTypeMap())) {
    Object.defineProperty(map, name, { enumerable: true, configurable: true, value: type });
  }
  return map;
};

/**
 * To find the types of a schema, graphql-js asks every type for its fields, which makes all of them. The roots keep
 * theirs back until the schema stands, and it is told where to look for the others. The schema holds no resolvers.
 */
export const buildSchema = (data: SchemaData): GraphQLSchema => {
  const find = createTypeFinder(data);
  const roots = ['Query', 'Mutation'].map(name => find(name) as GraphQLObjectType);
  for (const root of roots) Object.defineProperty(root, 'getFields', { value: () => ({}), configurable: true });
  const [query, mutation] = roots;
  const schema = new GraphQLSchema({ query: query ?? null, mutation: mutation ?? null, assumeValid: true });
  for (const root of roots) Reflect.deleteProperty(root, 'getFields');
  const typeMap = lazyTypeMap(data, find, schema);
  const implementations = ({ name }: GraphQLInterfaceType) => ({
    objects: (data.implementations[name] ?? []).map(object => find(object) as GraphQLObjectType),
    interfaces: [],
  });
  return Object.defineProperties(schema, {
    getTypeMap: { value: () => typeMap },
    getImplementations: { value: implementations },
  });
};

/** The data of the schema that `buildIonSchema` builds. */
export const ION_SCHEMA: SchemaData = ionSchema;

let built: GraphQLSchema | undefined;

/**
 * ION's public schema of 2023 with the members that newer clients use on top; built once per process and shared.
 * It holds no resolvers: execution brings one field resolver and one type resolver.
 */
export const buildIonSchema = (): GraphQLSchema => {
  built ??= buildSchema(ION_SCHEMA);
  return built;
};
