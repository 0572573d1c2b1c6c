/** Matches the rows of a kind with the declared entities that they are, by their identity. */
import type { Kind } from '../kinds/kind.ts';
import type { Address, Entity } from '../state/entity.ts';
import { identityFields, identityIndex } from '../state/identity.ts';
import { multimap } from '../state/multimap.ts';
import type { Fields } from '../state/value.ts';
import { nameOnce, renamed } from './aliases.ts';
import { decode, decodeFields, numbersOf, type Row, valueAt } from './decode.ts';
import { ionName } from './naming.ts';
import type { Recognised } from './recognised.ts';

/** A row and what it was read inside of. */
export interface Found {
  readonly row: Row;
  readonly container: Address | undefined;
  readonly root: Address | undefined;
}

export interface Candidate extends Found {
  readonly fields: Fields;
}

/** Matches in waves where a kind stands inside itself: a row's place is known only when what it stands in is. */
export function matchRows(
  kind: Kind,
  found: readonly Found[],
  entities: readonly Entity[],
  known: Recognised,
): Map<Entity, Candidate> {
  const self = Object.entries(kind.fields).find(
    ([name, field]) => field.to === kind.name && !field.local && name !== kind.within?.field,
  )?.[0];
  if (self === undefined) return matchWave(kind, found, entities, known);
  const matched = new Map<Entity, Candidate>();
  let left = found;
  for (let progress = true; progress && left.length > 0; ) {
    const isPlaced = ({ row }: Found) => isKnownPlace(kind, row, self, known);
    const open = entities.filter(entity => !matched.has(entity));
    const wave = matchWave(kind, left.filter(isPlaced), open, known);
    nameOnce(wave, known.aliases);
    for (const [entity, candidate] of wave) {
      matched.set(entity, candidate);
      known.add(decode(kind, candidate.row, entity.address, entity.address, candidate.fields));
    }
    const taken = new Set([...wave.values()].map(({ row }) => row));
    left = left.filter(({ row }) => !taken.has(row));
    progress = wave.size > 0;
  }
  // What stands in something that nobody declared can still be meant by an entity that does not say where it stands.
  const open = entities.filter(entity => !matched.has(entity));
  if (!kind.within)
    for (const [entity, candidate] of matchWave(kind, left, open, known)) matched.set(entity, candidate);
  return matched;
}

function isKnownPlace(kind: Kind, row: Row, self: string, known: Recognised): boolean {
  const above = row[ionName(kind, self)];
  return above == null || known.knows(kind.name, 'id', Number(above));
}

function keyOf(fields: Fields, names: readonly string[]): string {
  return JSON.stringify(names.map(name => fields[name] ?? null));
}

/** How an entity is identified: a lookup by all that it gives, everything else by its kind's rule. */
function waysOf(kind: Kind, entity: Entity): { required: readonly string[]; optional: readonly string[] } | undefined {
  if (entity.mode === 'lookup') return { required: Object.keys(entity.fields), optional: [] };
  const names = identityFields(kind, entity.fields);
  return (
    names && {
      required: names.filter(({ optional }) => !optional).map(({ name }) => name),
      optional: names.filter(({ optional }) => optional).map(({ name }) => name),
    }
  );
}

/** Those with the first identity of their kind come first: a line that names its position before one that goes by its part. */
function firstIdentityFirst(kind: Kind, entities: readonly Entity[]): readonly Entity[] {
  if (kind.identity.length < 2) return entities;
  const index = ({ fields }: Entity) => identityIndex(kind, fields);
  return entities.toSorted((one, other) => index(one) - index(other));
}

function matchWave(
  kind: Kind,
  found: readonly Found[],
  entities: readonly Entity[],
  known: Recognised,
): Map<Entity, Candidate> {
  const candidates = found.map(item => ({ ...item, fields: decodeFields(kind, item.row, item.container, known) }));
  const buckets = new Map<string, Map<string, Candidate[]>>();
  const bucket = (names: readonly string[], key: string): readonly Candidate[] => {
    const name = names.join();
    const index = buckets.get(name) ?? multimap(candidates.map(each => [keyOf(each.fields, names), each] as const));
    buckets.set(name, index);
    return index.get(key) ?? [];
  };
  const matched = new Map<Entity, Candidate>();
  const taken = new Set<Row>();
  const loose: { entity: Entity; rows: readonly Candidate[] }[] = [];
  for (const entity of firstIdentityFirst(kind, entities)) {
    const ways = waysOf(kind, entity);
    if (!ways) continue;
    const { required, optional } = ways;
    const own = renamed(entity.fields, known.aliases);
    const all = bucket(required, keyOf(own, required));
    // What is looked up may be declared as well.
    const rows = entity.mode === 'lookup' ? all : all.filter(({ row }) => !taken.has(row));
    const exact = rows.filter(({ fields }) => optional.every(name => (fields[name] ?? null) === (own[name] ?? null)));
    if (exact.length > 0) settle(entity, exact, kind, matched, taken, known);
    else if (!kind.within && optional.every(name => own[name] === undefined)) loose.push({ entity, rows });
    else if (optional.every(name => own[name] === undefined || entity.until?.[name]?.length)) {
      loose.push({ entity, rows: rows.filter(({ row }) => mayHaveMoved(kind, row)) });
    }
  }
  // An optional part of the identity that nobody declared, or that ION has changed, may hold anything, as long as only one object is meant.
  for (const { entity, rows } of loose) {
    const free = rows.filter(({ row }) => !taken.has(row));
    if (free.length > 0) settle(entity, free, kind, matched, taken, known);
  }
  return matched;
}

/** Whether ION may have taken an object from where it was made. */
function mayHaveMoved(kind: Kind, row: Row): boolean {
  return (kind.moved ?? []).some(path => {
    const value = valueAt(row, path);
    return Array.isArray(value) ? value.length > 0 : Number(value ?? 0) > 0;
  });
}

/** The rows that were not split off another of them. */
function originsOf(kind: Kind, rows: readonly Candidate[]): readonly Candidate[] {
  const { splitFrom } = kind;
  if (splitFrom === undefined || rows.length < 2) return rows;
  const ids = new Set(rows.map(({ row }) => Number(row.id)));
  const origins = rows.filter(({ row }) => !ids.has(Number(row[splitFrom.by])));
  return origins.length > 0 ? origins : rows;
}

function settle(
  entity: Entity,
  rows: readonly Candidate[],
  kind: Kind,
  matched: Map<Entity, Candidate>,
  taken: Set<Row>,
  known: Recognised,
): void {
  const [first, ...others] = originsOf(kind, rows);
  if (!first) return;
  if (others.length > 0) {
    const ids = [first, ...others].map(({ row }) => Number(numbersOf(kind, row)['id']));
    known.ambiguities.set(entity, ids);
    return;
  }
  matched.set(entity, first);
  // What is looked up may be declared as well.
  if (entity.mode !== 'lookup') taken.add(first.row);
}
