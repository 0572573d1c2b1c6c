/** Recognises declared entities in ION's rows by their identity, and gathers what declared owners hold beyond them. */
import type { Kind } from '../kinds/kind.ts';
import { type ActualEntity, type Address, addressOf, type DesiredState, type Entity } from '../state/entity.ts';
import { identityFields, identityOf } from '../state/identity.ts';
import { multimap } from '../state/multimap.ts';
import { referrers } from '../state/referrers.ts';
import type { Fields } from '../state/value.ts';
import { nameOnce, renamed } from './aliases.ts';
import { decode, decodeFields, type Numbers, numberedAddress, numbersOf, type Row, valueAt } from './decode.ts';
import { childKinds, ionName } from './naming.ts';

/** A row and what it was read inside of. */
interface Found {
  readonly row: Row;
  readonly container: Address | undefined;
  readonly root: Address | undefined;
}

interface Candidate extends Found {
  readonly fields: Fields;
}

/** What is known of the target so far; grows as rows are recognised. */
export class Recognised implements Numbers {
  readonly entities = new Map<Address, ActualEntity>();
  readonly extras = new Map<Address, ActualEntity>();
  readonly splits = new Map<Address, Map<Address, ActualEntity>>();
  /** Entities that two or more rows could be, with the ids of those. */
  readonly ambiguities = new Map<Entity, readonly number[]>();
  /** Roots inside of which something was changed since they were read. */
  readonly changedInside = new Set<Address>();
  /** Lookups of what another entity means too, with the address that counts for both. */
  readonly aliases = new Map<Address, Address>();
  readonly #numbers = new Map<string, Address>();
  /** What was ever read inside a root: thousands of roots are forgotten one by one. */
  readonly #inside = new Map<Address, Set<Address>>();

  addressOf(kind: string, number: string, value: number): Address {
    return this.#numbers.get(`${kind}.${number}:${value}`) ?? numberedAddress(kind, number, value);
  }

  knows(kind: string, number: string, value: number): boolean {
    return this.#numbers.has(`${kind}.${number}:${value}`);
  }

  /** The recognised entities that were read inside a root. */
  inside(root: Address): readonly ActualEntity[] {
    return [...(this.#inside.get(root) ?? [])].flatMap(address => this.entities.get(address) ?? []);
  }

  /** Forgets what is known inside a root: a new version of it holds copies under other numbers. */
  forgetInside(root: Address): void {
    for (const address of this.#inside.get(root) ?? []) {
      for (const known of [this.entities, this.extras]) if (known.get(address)?.root === root) known.delete(address);
    }
    this.#inside.delete(root);
  }

  addSplit(split: ActualEntity): void {
    const others = this.splits.get(split.root);
    if (others) others.set(split.address, split);
    else this.splits.set(split.root, new Map([[split.address, split]]));
  }

  add(entity: ActualEntity): void {
    this.entities.set(entity.address, entity);
    this.#noteRoot(entity);
    const address = this.aliases.get(entity.address) ?? entity.address;
    for (const [name, value] of Object.entries(entity.numbers)) {
      this.#numbers.set(`${entity.kind}.${name}:${value}`, address);
    }
  }

  addExtra(entity: ActualEntity): void {
    this.extras.set(entity.address, entity);
    this.#noteRoot(entity);
  }

  #noteRoot({ address, root }: ActualEntity): void {
    if (address === root) return;
    const inside = this.#inside.get(root);
    if (inside) inside.add(address);
    else this.#inside.set(root, new Set([address]));
  }
}

/** Recognises rows of a kind and everything read inside them. `entities` are the declared ones that the rows may be. */
export function recogniseRows(
  kind: Kind,
  rows: readonly Row[],
  entities: readonly Entity[],
  desired: DesiredState,
  known: Recognised,
): void {
  const found = rows.map(row => ({ row, container: undefined, root: undefined }));
  const matched = match(kind, found, entities, known);
  nameOnce(matched, known.aliases);
  for (const [entity, candidate] of matched) {
    known.add(decode(kind, candidate.row, entity.address, entity.address, candidate.fields));
  }
  addSplits(kind, rows, matched, known);
  recogniseInside(
    kind,
    [...matched].map(([entity, { row }]) => ({ entity, row, root: entity.address })),
    desired,
    known,
  );
}

/** Gathers what was split off the rows of entities, and off that again. */
function addSplits(kind: Kind, rows: readonly Row[], matched: ReadonlyMap<Entity, Candidate>, known: Recognised): void {
  const { splitFrom } = kind;
  if (splitFrom === undefined) return;
  const roots = new Map([...matched].map(([{ address }, { row }]) => [Number(row.id), address]));
  for (const root of roots.values()) known.splits.delete(root);
  const splits = multimap(rows.map(row => [Number(row[splitFrom.by] ?? 0), row] as const));
  // What is split off something is found after that, whose id it names.
  for (const [id, root] of roots) {
    for (const row of splits.get(id) ?? []) {
      if (roots.has(Number(row.id))) continue;
      roots.set(Number(row.id), root);
      known.addSplit(decode(kind, row, `${root}#${row.id}`, root, decodeFields(kind, row, undefined, known)));
    }
  }
}

/** Takes a row as the one of an entity, whatever its fields, with everything read inside it: it came as that entity's answer. */
export function bindRow(kind: Kind, row: Row, entity: Entity, desired: DesiredState, known: Recognised): ActualEntity {
  const container = kind.within && String(entity.fields[kind.within.field]);
  const root = container === undefined ? entity.address : (known.entities.get(container)?.root ?? container);
  const actual = decode(kind, row, entity.address, root, decodeFields(kind, row, container, known));
  known.add(actual);
  recogniseInside(kind, [{ entity, row, root }], desired, known);
  return actual;
}

interface Owner {
  readonly entity: Entity;
  readonly row: Row;
  readonly root: Address;
}

/** The rows that stand at a path of a row: the only one, those of a list, or none. */
function rowsAt(row: Row, path: string): readonly Row[] {
  return ([valueAt(row, path) ?? null].flat() as (Row | null)[]).filter(each => each !== null);
}

function recogniseInside(kind: Kind, owners: readonly Owner[], desired: DesiredState, known: Recognised): void {
  for (const child of childKinds(kind)) {
    const { field = '', at = '' } = child.within ?? {};
    const inside: Owner[] = [];
    for (const owner of owners) {
      const { address } = owner.entity;
      const found = rowsAt(owner.row, at).map(row => ({ row, container: address, root: owner.root }));
      const declared = referrers(desired, child.name, field, address);
      const matched = match(child, found, declared, known);
      for (const [entity, candidate] of matched) {
        known.add(decode(child, candidate.row, entity.address, owner.root, candidate.fields));
        inside.push({ entity, row: candidate.row, root: owner.root });
      }
      const taken = new Set([...matched.values()].map(({ row }) => row));
      const undeclared = found.filter(({ row }) => !taken.has(row));
      const around = { key: owner.entity.key, root: owner.root };
      if (owner.entity.owns.includes(child.name) || child.takes)
        for (const each of undeclared) addExtra(child, each, around, desired, known);
      for (const each of undeclared) addTakersInside(child, each, around, desired, known);
    }
    recogniseInside(child, inside, desired, known);
  }
}

/** What something that nobody declared was read inside of. */
interface Around {
  readonly key: string;
  readonly root: Address;
}

/** The key of something that nobody declared: by what identifies it in what it stands in, or by its numbers. */
function keyInside(kind: Kind, { row, container }: Found, fields: Fields, around: Around): string {
  const identity = Object.values(identityOf(kind, fields) ?? {}).filter(value => value !== container && value !== null);
  const name = identity.map(value => String(value).replace(/^.*\//, '')).join(',');
  return [around.key, name || Object.values(numbersOf(kind, row)).join()].filter(Boolean).join('.');
}

function addExtra(kind: Kind, found: Found, around: Around, desired: DesiredState, known: Recognised): void {
  const { row, container } = found;
  const fields = decodeFields(kind, row, container, known);
  const called = addressOf(kind.name, keyInside(kind, found, fields, around));
  // A declared entity may be called just so; two of one name would be taken for one another.
  const address = desired.entities.has(called) ? `${called}#${Object.values(numbersOf(kind, row)).join()}` : called;
  known.addExtra(decode(kind, row, address, around.root, fields));
}

/** Gathers what takes up room in something that nobody declared: it may be declared elsewhere. */
function addTakersInside(kind: Kind, found: Found, around: Around, desired: DesiredState, known: Recognised): void {
  const takers = childKinds(kind).filter(child => child.takes);
  if (takers.length === 0) return;
  const { row, container } = found;
  const key = keyInside(kind, found, decodeFields(kind, row, container, known), around);
  const place = numberedAddress(kind.name, 'id', Number(row.id));
  for (const child of takers) {
    for (const each of rowsAt(row, child.within?.at ?? '')) {
      addExtra(child, { row: each, container: place, root: around.root }, { ...around, key }, desired, known);
    }
  }
}

/** Matches in waves where a kind stands inside itself: a row's place is known only when what it stands in is. */
function match(
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
  for (const entity of entities) {
    const ways = waysOf(kind, entity);
    if (!ways) continue;
    const { required, optional } = ways;
    const own = renamed(entity.fields, known.aliases);
    const rows = bucket(required, keyOf(own, required));
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
