/** Makes entities out of authored entries. */
import type { Locate, Path } from '../source/source-file.ts';
import { addressOf, type Entity } from '../state/entity.ts';
import { type Fields, isMapping, type Value } from '../state/value.ts';
import type { Call } from './kind.ts';

interface Draft {
  readonly kind: string;
  readonly key: string;
  readonly fields: Readonly<Record<string, Value | undefined>>;
  readonly locate: Locate;
  readonly path?: Path;
  readonly fieldPaths?: Readonly<Record<string, Path>>;
  readonly owns?: readonly string[];
  readonly mode?: Entity['mode'];
}

/** An entity from what was authored; fields that are undefined were not declared and are left out. */
export function entity(draft: Draft): Entity {
  const { kind, key, locate, path = [], fieldPaths, owns = [], mode = 'managed' } = draft;
  const fields = Object.fromEntries(Object.entries(draft.fields).filter(([, value]) => value !== undefined)) as Fields;
  const origin = { locate, path, ...(fieldPaths && { fieldPaths }) };
  return { address: addressOf(kind, key), kind, key, mode, fields, owns, origin };
}

/** The entry of a section whose entries are one entity each, field by field. */
export function flat(kind: string) {
  return (key: string, entry: Fields, locate: Locate): readonly Entity[] => [
    entity({ kind, key, fields: entry, locate }),
  ];
}

/** What stands for a reference inside a child's key: the key itself, or the values of a lookup. */
export function referenceKey(reference: Value): string {
  if (typeof reference === 'string') return reference;
  const lookup = isMapping(reference) ? reference['lookup'] : undefined;
  return isMapping(lookup) ? `(${Object.values(lookup).join(',')})` : String(reference);
}

/** An optional authored list; empty when it was not written. */
export function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

/** The usual create, update and delete of one ION type. [SDL] */
export function crud(names: { create?: string; update?: string; remove?: string; payload: string }): {
  create?: Call;
  update?: Call;
  remove?: Call;
} {
  const { create, update, remove, payload } = names;
  return {
    ...(create && { create: { mutation: create, payload, style: 'input' } }),
    ...(update && { update: { mutation: update, payload, style: 'input', etag: 'own' } }),
    ...(remove && { remove: { mutation: remove, style: 'arguments', etag: 'own' } }),
  };
}
