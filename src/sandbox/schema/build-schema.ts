// Builds ION's executable schema from the data in `ion-schema.json`, without parsing any GraphQL text.
import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLFloat,
  GraphQLID,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
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
import { buildScalar } from './scalars.ts';

/** A type in GraphQL's notation, alone or with what belongs to the member: an input's default, or a field's arguments. */
type Entry = string | readonly string[];

interface SchemaData {
  readonly scalars: readonly string[];
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly unions: Readonly<Record<string, readonly string[]>>;
  readonly inputs: Readonly<Record<string, Readonly<Record<string, Entry>>>>;
  readonly interfaces: Readonly<Record<string, Readonly<Record<string, Entry>>>>;
  readonly implementations: Readonly<Record<string, readonly string[]>>;
  readonly objects: Readonly<Record<string, Readonly<Record<string, Entry>>>>;
}

type TypeOf = (notation: string) => GraphQLType;

const entryParts = (entry: Entry): readonly [type: string, rest: string | undefined] =>
  typeof entry === 'string' ? [entry, undefined] : [entry[0] ?? '', entry[1]];

const mapValues = <From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

/** `[Part!]` → the wrapped type; each notation is worked out once. */
const createTypeReader = (named: ReadonlyMap<string, GraphQLNamedType>): TypeOf => {
  const wrapped = new Map<string, GraphQLType>();
  const read: TypeOf = notation => {
    const known = named.get(notation) ?? wrapped.get(notation);
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

const fieldConfig =
  (typeOf: TypeOf) =>
  (entry: Entry): GraphQLFieldConfig<unknown, unknown> => {
    const [type, args] = entryParts(entry);
    const config = { type: typeOf(type) as GraphQLOutputType };
    return args === undefined ? config : { ...config, args: argumentConfigs(typeOf, args) };
  };

const inputFieldConfig = (typeOf: TypeOf) => (entry: Entry) => inputConfig(typeOf, ...entryParts(entry));

const enumValues = (names: readonly string[]) => Object.fromEntries(names.map(name => [name, {}]));

/** Every type by name; fields are worked out when the schema asks for them, once all names are known. */
const buildTypes = (data: SchemaData): ReadonlyMap<string, GraphQLNamedType> => {
  const named = new Map<string, GraphQLNamedType>();
  const typeOf = createTypeReader(named);
  const add = (type: GraphQLNamedType): unknown => named.set(type.name, type);
  const namedTypes = <T>(names: readonly string[]): T[] => names.map(name => named.get(name) as T);
  const interfacesOf = (name: string): string[] =>
    Object.keys(data.interfaces).filter(candidate => data.implementations[candidate]?.includes(name));

  for (const builtIn of [GraphQLInt, GraphQLFloat, GraphQLString, GraphQLBoolean, GraphQLID]) add(builtIn);
  for (const name of data.scalars) add(buildScalar(name));
  for (const [name, values] of Object.entries(data.enums))
    add(new GraphQLEnumType({ name, values: enumValues(values) }));
  for (const [name, members] of Object.entries(data.unions)) {
    add(new GraphQLUnionType({ name, types: () => namedTypes<GraphQLObjectType>(members) }));
  }
  for (const [name, fields] of Object.entries(data.inputs)) {
    add(new GraphQLInputObjectType({ name, fields: () => mapValues(fields, inputFieldConfig(typeOf)) }));
  }
  for (const [name, fields] of Object.entries(data.interfaces)) {
    add(new GraphQLInterfaceType({ name, fields: () => mapValues(fields, fieldConfig(typeOf)) }));
  }
  for (const [name, fields] of Object.entries(data.objects)) {
    const interfaces = () => namedTypes<GraphQLInterfaceType>(interfacesOf(name));
    add(new GraphQLObjectType({ name, interfaces, fields: () => mapValues(fields, fieldConfig(typeOf)) }));
  }
  return named;
};

/**
 * To find the types of a schema, graphql-js asks every type for its fields, which makes all of them. Here every type is
 * listed already, so they keep their fields back until the schema stands; most are then never made.
 */
const withFieldsHeldBack = <T>(types: readonly GraphQLNamedType[], make: () => T): T => {
  const holders = types.filter(type => 'getFields' in type);
  for (const type of holders) {
    Object.defineProperty(type, 'getFields', { value: () => ({}), configurable: true });
  }
  const made = make();
  for (const type of holders) Reflect.deleteProperty(type, 'getFields');
  return made;
};

const assemble = (data: SchemaData): GraphQLSchema => {
  const named = buildTypes(data);
  const types = [...named.values()];
  const query = named.get('Query') as GraphQLObjectType;
  const mutation = named.get('Mutation') as GraphQLObjectType;
  return withFieldsHeldBack(types, () => new GraphQLSchema({ query, mutation, types, assumeValid: true }));
};

let built: GraphQLSchema | undefined;

/**
 * ION's public schema of 2023 with the members that newer clients use on top; built once per process and shared.
 * It holds no resolvers: execution brings one field resolver and one type resolver.
 */
export const buildIonSchema = (): GraphQLSchema => {
  built ??= assemble(ionSchema);
  return built;
};
