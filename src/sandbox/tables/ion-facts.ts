// ION's schema as plain facts, for whoever derives something from it.
import ionSchema from '../schema/ion-schema.json' with { type: 'json' };

type Entry = string | readonly string[];
type Members = Readonly<Record<string, Entry>>;

const objects = ionSchema.objects as unknown as Readonly<Record<string, Members>>;
const inputs = ionSchema.inputs as unknown as Readonly<Record<string, Members>>;
const enums = ionSchema.enums as unknown as Readonly<Record<string, readonly string[]>>;

const BUILT_IN = ['Int', 'Float', 'String', 'Boolean', 'ID'];
const leaves = new Set([...BUILT_IN, ...ionSchema.scalars, ...Object.keys(enums)]);

/** A field of an object type: its type in GraphQL's notation and its arguments, name → type. */
export interface FieldFact {
  readonly type: string;
  readonly args: Readonly<Record<string, string>>;
}

const splitArgument = (text: string): [string, string] => {
  const [name = '', type = ''] = text.split(': ');
  return [name, type.split(' = ')[0] ?? ''];
};

const readEntry = (entry: Entry): FieldFact => {
  if (typeof entry === 'string') return { type: entry, args: {} };
  const [type = '', args = ''] = entry;
  return { type, args: Object.fromEntries(args.split(', ').filter(Boolean).map(splitArgument)) };
};

/** `[Part]!` → `Part`. */
export const baseType = (notation: string): string => notation.replace(/[[\]!]/g, '');

/** Whether the notation is a list. */
export const isList = (notation: string): boolean => notation.startsWith('[');

/** Whether the type has no fields of its own: a scalar or an enum. */
export const isLeaf = (type: string): boolean => leaves.has(type);

const readInputs = new Map<string, Readonly<Record<string, string>>>();
const readFields = new Map<string, Readonly<Record<string, FieldFact>>>();

/** The fields of an object type, empty for an unknown one. */
export const fieldsOf = (type: string): Readonly<Record<string, FieldFact>> => {
  const known = readFields.get(type);
  if (known !== undefined) return known;
  const fields = Object.fromEntries(
    Object.entries(objects[type] ?? {}).map(([name, entry]) => [name, readEntry(entry)]),
  );
  readFields.set(type, fields);
  return fields;
};

/** One field of an object type. */
export const fieldOf = (type: string, field: string): FieldFact | undefined => {
  const entry = objects[type]?.[field];
  return entry === undefined ? undefined : readEntry(entry);
};

/** The fields of an input type with their notations, empty for an unknown one. */
export const inputFieldsOf = (type: string): Readonly<Record<string, string>> => {
  const known = readInputs.get(type);
  if (known !== undefined) return known;
  const fields = Object.fromEntries(
    Object.entries(inputs[type] ?? {}).map(([name, entry]) => [name, readEntry(entry).type]),
  );
  readInputs.set(type, fields);
  return fields;
};

/** The members of an enum, empty for an unknown one. */
export const enumValuesOf = (type: string): readonly string[] => enums[type] ?? [];

/** The names of all fields of `Query` or `Mutation`. */
export const operationsOf = (root: 'Query' | 'Mutation'): readonly string[] => Object.keys(objects[root] ?? {});

/** `PartsConnection` → `Part`; undefined for what is no connection. */
export const nodeType = (connection: string): string | undefined => {
  const edges = fieldOf(connection, 'edges');
  const node = edges && fieldOf(baseType(edges.type), 'node');
  return node && baseType(node.type);
};
