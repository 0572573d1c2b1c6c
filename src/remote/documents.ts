/** Writes GraphQL documents from kinds, with the argument types of the target's own schema. */
import type { Asked, Call, Kind } from '../kinds/kind.ts';
import { perObject } from '../state/per-object.ts';
import type { Dialect } from './dialect.ts';
import { childKinds, firstOf, ionName, readFields, readPath } from './naming.ts';

/** A dotted path as a selection, with what is selected at its end: `a.b` and `c` → `a { b { c } }`. */
function nested(path: string, inside = ''): string {
  const [first = '', ...rest] = path.split('.');
  const below = rest.length === 0 ? inside : nested(rest.join('.'), inside);
  return below === '' ? first : `${first} { ${below} }`;
}

function fieldSelection(kind: Kind, dialect: Dialect): readonly string[] {
  return readFields(kind).flatMap(([name, field]) => {
    const path = readPath(kind, name);
    if (!dialect.has(kind.type, firstOf(path))) return [];
    if (field.type === 'attributes') return [`${path} { key value Etag }`];
    return [nested(path), ...(field.orElse === undefined ? [] : [nested(field.orElse)])];
  });
}

/** Whether a kind, or anything that is read inside it, is made by ION together with its container. */
function isSpawning(kind: Kind): boolean {
  return kind.spawned === true || childKinds(kind).some(isSpawning);
}

type Inside = 'all' | 'spawned' | 'none';

const selectionsFor = perObject((_: Dialect) => new Map<string, string>());

/**
 * What is read of an object: its id and etag, its fields, and what stands inside it: everything, only what ION makes
 * together with it, or nothing. Written once for a target: an apply asks for the same thousands of times.
 */
export function selection(kind: Kind, dialect: Dialect, inside: Inside = 'all'): string {
  const known = selectionsFor(dialect);
  const name = `${kind.name} ${inside}`;
  const text = known.get(name) ?? writeSelection(kind, dialect, inside);
  known.set(name, text);
  return text;
}

function writeSelection(kind: Kind, dialect: Dialect, inside: Inside): string {
  const own = [
    ...(kind.id === false ? [] : ['id']),
    ...(kind.etag === false ? [] : ['_etag']),
    ...(kind.select ?? []).filter(number => dialect.has(kind.type, number)),
    ...(kind.moved ?? []).filter(path => dialect.has(kind.type, firstOf(path))).map(path => nested(path)),
    ...fieldSelection(kind, dialect),
  ];
  const children = childKinds(kind)
    .filter(child => inside === 'all' || (inside === 'spawned' && isSpawning(child)))
    .filter(child => !child.within?.list && dialect.has(kind.type, firstOf(child.within?.at ?? '')))
    .map(child => nested(child.within?.at ?? '', selection(child, dialect, inside)));
  return [...new Set(own), ...children].join(' ');
}

function variables(types: ReadonlyMap<string, string>, names: readonly string[]): string {
  return names.map(name => `$${name}: ${types.get(name)}`).join(', ');
}

function passed(names: readonly string[]): string {
  return names.map(name => `${name}: $${name}`).join(', ');
}

function pageDocument(query: string, order: string, node: string, dialect: Dialect): string {
  const types = dialect.arguments(query) ?? new Map();
  const names = ['filters', 'first', 'after'].filter(name => types.has(name));
  const sort = types.has('sort') ? `, sort: [${order}]` : '';
  return `query ${query}(${variables(types, names)}) {
  ${query}(${passed(names)}${sort}) {
    edges { node { ${node} } }
    pageInfo { hasNextPage endCursor }
  }
}`;
}

/** One page of a kind, oldest first so that pages do not shift under inserts. [api.md: cursors are offsets] */
export function listDocument(kind: Kind, dialect: Dialect): string {
  return pageDocument(kind.list?.query ?? '', 'ID_ASC', selection(kind, dialect), dialect);
}

/** One page of what stands in other objects and has a query of its own, each row with the id of what it stands in. */
export function apartDocument(kind: Kind, dialect: Dialect): string {
  const { field = '', list } = kind.within ?? {};
  const container = ionName(kind, field);
  const node = `${container} ${selection(kind, dialect)}`;
  return pageDocument(list?.query ?? '', list?.sort ?? '', node, dialect);
}

/** What a target has exactly one of. */
export function singleDocument(kind: Kind, dialect: Dialect): string {
  const { query = '', at = '' } = kind.single ?? {};
  return `query ${query} { ${nested(`${query}.${at}`, selection(kind, dialect))} }`;
}

/** Where organisations say how many approvals they ask for, each under its own alias. */
export function askedDocument(asked: readonly Asked[]): string {
  const questions = asked.map(({ query, at }, index) => `${askedAlias(index)}: ${nested(`${query}.${at}`)}`);
  return `query SeedbedApprovals { ${questions.join(' ')} }`;
}

export function askedAlias(index: number): string {
  return `a${index}`;
}

/** One mutation. `sent` names the arguments that have values, so that arguments left out keep ION's defaults. */
export function mutationDocument(call: Call, sent: readonly string[], payload: string, dialect: Dialect): string {
  const types = dialect.arguments(call.mutation) ?? new Map();
  // Deletes answer differently from one another; `__typename` is in every answer.
  const also = call.upload === undefined ? '' : ` ${call.upload.to}`;
  const answer = call.payload === undefined ? '__typename' : `${call.payload} { ${payload} }${also}`;
  return `mutation ${call.mutation}(${variables(types, sent)}) {
  ${call.mutation}(${passed(sent)}) { ${answer} }
}`;
}
