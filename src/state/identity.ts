/** The field values by which the target knows the same object again. */
import { type Fields, isMapping, type Value } from './value.ts';

/** The part of a kind that says how it is identified. */
interface Identified {
  readonly identity: readonly (readonly string[])[];
}

/** Which of a kind's identities an object with these fields has, the first that it has in full; -1 when none. */
export function identityIndex(kind: Identified, fields: Fields): number {
  const isDeclared = (name: string) => name.endsWith('?') || (fields[name] ?? null) !== null;
  return kind.identity.findIndex(alternative => alternative.every(isDeclared));
}

/** The fields that identify an object with these fields, without the `?` of optional ones; undefined when none suffice. */
export function identityFields(
  kind: Identified,
  fields: Fields,
): readonly { name: string; optional: boolean }[] | undefined {
  return kind.identity[identityIndex(kind, fields)]?.map(name => ({
    name: name.replace(/\?$/, ''),
    optional: name.endsWith('?'),
  }));
}

/** Identity as field → value, optional fields null when not declared; undefined when the fields do not identify anything. */
export function identityOf(kind: Identified, fields: Fields): Fields | undefined {
  const names = identityFields(kind, fields);
  return names && Object.fromEntries(names.map(({ name }) => [name, fields[name] ?? null]));
}

/** Whether two values are the same, mappings in any order of keys. */
export function sameValue(one: Value | undefined, other: Value | undefined): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, index) => sameValue(value, other[index]));
  }
  if (!isMapping(one) || !isMapping(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every(key => sameValue(one[key], other[key]));
}
