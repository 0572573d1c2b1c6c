/** Writes GraphQL documents from kinds, with the argument types of the target's own schema. */
import type { Call, Kind } from '../kinds/kind.ts';
import type { Dialect } from './dialect.ts';
import { childKinds, readFields, readPath } from './naming.ts';

/** A dotted path as a selection, with what is selected at its end: `a.b` and `c` → `a { b { c } }`. */
function nested(path: string, inside = ''): string {
  const [first = '', ...rest] = path.split('.');
  const below = rest.length === 0 ? inside : nested(rest.join('.'), inside);
  return below === '' ? first : `${first} { ${below} }`;
}

function fieldSelection(kind: Kind, dialect: Dialect): readonly string[] {
  return readFields(kind).flatMap(([name, field]) => {
    const path = readPath(name, field);
    if (!dialect.has(kind.type, path.split('.')[0] ?? '')) return [];
    return [field.type === 'attributes' ? `${path} { key value Etag }` : nested(path)];
  });
}

/** Whether a kind, or anything that is read inside it, is made by ION together with its container. */
function isSpawning(kind: Kind): boolean {
  return kind.spawned === true || childKinds(kind).some(isSpawning);
}

/**
 * What is read of an object: its id and etag, its fields, and what stands inside it: everything, only what ION makes
 * together with it, or nothing.
 */
export function selection(kind: Kind, dialect: Dialect, inside: 'all' | 'spawned' | 'none' = 'all'): string {
  const own = [
    ...(kind.id === false ? [] : ['id']),
    ...(kind.etag === false ? [] : ['_etag']),
    ...(kind.select ?? []),
    ...fieldSelection(kind, dialect),
  ];
  const children = childKinds(kind)
    .filter(child => inside === 'all' || (inside === 'spawned' && isSpawning(child)))
    .filter(child => dialect.has(kind.type, child.within?.at.split('.')[0] ?? ''))
    .map(child => nested(child.within?.at ?? '', selection(child, dialect, inside)));
  return [...new Set(own), ...children].join(' ');
}

function variables(types: ReadonlyMap<string, string>, names: readonly string[]): string {
  return names.map(name => `$${name}: ${types.get(name)}`).join(', ');
}

function passed(names: readonly string[]): string {
  return names.map(name => `${name}: $${name}`).join(', ');
}

/** One page of a kind, oldest first so that pages do not shift under inserts. [api.md: cursors are offsets] */
export function listDocument(kind: Kind, dialect: Dialect): string {
  const query = kind.list?.query ?? '';
  const types = dialect.arguments(query) ?? new Map();
  const names = ['filters', 'first', 'after'].filter(name => types.has(name));
  const sort = types.has('sort') ? ', sort: [ID_ASC]' : '';
  return `query ${query}(${variables(types, names)}) {
  ${query}(${passed(names)}${sort}) {
    edges { node { ${selection(kind, dialect)} } }
    pageInfo { hasNextPage endCursor }
  }
}`;
}

/** What a target has exactly one of. */
export function singleDocument(kind: Kind, dialect: Dialect): string {
  const { query = '', at = '' } = kind.single ?? {};
  return `query ${query} { ${nested(`${query}.${at}`, selection(kind, dialect))} }`;
}

/** One mutation. `sent` names the arguments that have values, so that arguments left out keep ION's defaults. */
export function mutationDocument(call: Call, sent: readonly string[], payload: string, dialect: Dialect): string {
  const types = dialect.arguments(call.mutation) ?? new Map();
  // Deletes answer differently from one another; `__typename` is in every answer.
  const answer = call.payload === undefined ? '__typename' : `${call.payload} { ${payload} }`;
  return `mutation ${call.mutation}(${variables(types, sent)}) {
  ${call.mutation}(${passed(sent)}) { ${answer} }
}`;
}
