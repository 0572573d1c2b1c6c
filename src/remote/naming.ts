/** ION's names for our fields, and which kinds are read inside which. */
import type { Field, Kind } from '../kinds/kind.ts';
import { containerKind, KINDS, kindOf } from '../kinds/kinds.ts';
import { perObject } from '../state/per-object.ts';

/** The member of ION's inputs that takes a field. */
export function ionName({ fields }: Kind, name: string): string {
  return fields[name]?.ion ?? name;
}

/** The dotted path on ION's object that gives a field's value. */
export function readPath(kind: Kind, name: string): string {
  return kind.fields[name]?.read ?? ionName(kind, name);
}

/** The member that a dotted path begins with. */
export function firstOf(path: string): string {
  return path.split('.')[0] ?? '';
}

/** The fields that an object's own row shows: not what only we know, nor the object that it stands in. */
export const readFields = perObject(({ fields, within }: Kind): readonly (readonly [string, Field])[] =>
  Object.entries(fields).filter(([name, field]) => !field.local && name !== within?.field),
);

/** The kinds that are read inside this one. */
export const childKinds = perObject(({ name }: Kind): readonly Kind[] =>
  KINDS.filter(child => containerKind(child) === name),
);

/** The kind whose pages hold this one: itself, or the one at the end of its containers. */
export function rootKind(kind: Kind): Kind {
  const container = containerKind(kind);
  return container === undefined ? kind : rootKind(kindOf(container));
}
