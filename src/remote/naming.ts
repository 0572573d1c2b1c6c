/** ION's names for our fields, and which kinds are read inside which. */
import type { Field, Kind } from '../kinds/kind.ts';
import { KINDS, kindOf } from '../kinds/kinds.ts';

/** The member of ION's inputs that takes a field. */
export function ionName(name: string, field: Field): string {
  return field.ion ?? name;
}

/** The dotted path on ION's object that gives a field's value. */
export function readPath(name: string, field: Field): string {
  return field.read ?? ionName(name, field);
}

/** The fields that an object's own row shows: not what only we know, nor the object that it stands in. */
export function readFields(kind: Kind): readonly (readonly [string, Field])[] {
  return Object.entries(kind.fields).filter(([name, field]) => !field.local && name !== kind.within?.field);
}

const children = new Map<string, readonly Kind[]>();

/** The kinds that are read inside this one. */
export function childKinds(kind: Kind): readonly Kind[] {
  const known = children.get(kind.name);
  if (known) return known;
  const found = KINDS.filter(child => child.within && child.fields[child.within.field]?.to === kind.name);
  children.set(kind.name, found);
  return found;
}

/** The kind whose pages hold this one: itself, or the one at the end of its containers. */
export function rootKind(kind: Kind): Kind {
  const container = kind.within && kind.fields[kind.within.field]?.to;
  return container === undefined ? kind : rootKind(kindOf(container));
}
