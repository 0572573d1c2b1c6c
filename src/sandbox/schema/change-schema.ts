// ION's schema as another version of ION would have it: members that are missing or have another name.
import type { SchemaData } from './build-schema.ts';

/** `member` is `Type` or `Type.member`. Only a member can be renamed; without `rename` it is missing. */
export interface SchemaChange {
  readonly member: string;
  readonly rename?: string;
}

type Entry = string | readonly string[];
type Members = Readonly<Record<string, Entry>>;
type Types = Readonly<Record<string, Members>>;

const FIELD_GROUPS = ['objects', 'interfaces', 'inputs'] as const;

const baseType = (notation: string): string => notation.split(' = ')[0]?.replace(/[[\]!]/g, '') ?? '';

const typeOf = (entry: Entry): string => baseType(typeof entry === 'string' ? entry : (entry[0] ?? ''));

const changeMembers = (members: Members, member: string, rename: string | undefined): Members =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, entry]) => {
      if (name !== member) return [[name, entry]];
      return rename === undefined ? [] : [[rename, entry]];
    }),
  );

const changeMember = (data: SchemaData, type: string, member: string, rename: string | undefined): SchemaData => {
  const values = data.enums[type];
  if (values !== undefined) {
    return { ...data, enums: { ...data.enums, [type]: values.filter(value => value !== member) } };
  }
  const changed = FIELD_GROUPS.flatMap(group => {
    const members = data[group][type];
    return members === undefined ? [] : [[group, { ...data[group], [type]: changeMembers(members, member, rename) }]];
  });
  return { ...data, ...Object.fromEntries(changed) };
};

const withoutArguments = (entry: Entry, type: string): Entry => {
  if (typeof entry === 'string') return entry;
  const [notation = '', args = ''] = entry;
  const kept = args.split(', ').filter(argument => baseType(argument.split(': ')[1] ?? '') !== type);
  return kept.length === 0 ? notation : [notation, kept.join(', ')];
};

const withoutUses = (types: Types, type: string, withArguments: boolean): Types =>
  Object.fromEntries(
    Object.entries(types)
      .filter(([name]) => name !== type)
      .map(([name, members]) => [
        name,
        Object.fromEntries(
          Object.entries(members)
            .filter(([, entry]) => typeOf(entry) !== type)
            .map(([member, entry]) => [member, withArguments ? withoutArguments(entry, type) : entry]),
        ),
      ]),
  );

const removeNames = (lists: Readonly<Record<string, readonly string[]>>, type: string) =>
  Object.fromEntries(
    Object.entries(lists)
      .filter(([name]) => name !== type)
      .map(([name, names]) => [name, names.filter(one => one !== type)]),
  );

/** A missing type takes every member with it that is of this type, and every argument. */
const removeType = (data: SchemaData, type: string): SchemaData => ({
  scalars: data.scalars.filter(name => name !== type),
  enums: removeNames(data.enums, type),
  unions: removeNames(data.unions, type),
  implementations: removeNames(data.implementations, type),
  inputs: withoutUses(data.inputs, type, false),
  interfaces: withoutUses(data.interfaces, type, true),
  objects: withoutUses(data.objects, type, true),
});

const namesIn = (data: SchemaData, type: string): readonly string[] | undefined => {
  const members = data.objects[type] ?? data.interfaces[type] ?? data.inputs[type];
  return members === undefined ? (data.enums[type] ?? data.unions[type]) : Object.keys(members);
};

/** Why a change cannot be made, or undefined. */
export const refusalOfChange = (data: SchemaData, { member, rename }: SchemaChange): string | undefined => {
  const [type = '', name] = member.split('.');
  const names = namesIn(data, type);
  if (names === undefined && !data.scalars.includes(type)) return `ION's schema has no type ${type}`;
  if (name === undefined) return rename === undefined ? undefined : 'only a member of a type can be renamed';
  if (!names?.includes(name)) return `${type} has no member ${name}`;
  if (rename === undefined) return undefined;
  if (data.enums[type] !== undefined) return 'a value of an enum cannot be renamed, only left out';
  return names.includes(rename) ? `${type} has a member ${rename} already` : undefined;
};

/** The data with all changes made, in their order. */
export const changeSchema = (data: SchemaData, changes: readonly SchemaChange[]): SchemaData =>
  changes.reduce((changed, { member, rename }) => {
    const [type = '', name] = member.split('.');
    return name === undefined ? removeType(changed, type) : changeMember(changed, type, name, rename);
  }, data);
