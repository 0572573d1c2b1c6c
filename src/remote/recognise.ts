/** Takes up ION's rows: what is declared, all that was read inside it, and what declared owners hold beyond that. */
import type { Kind } from '../kinds/kind.ts';
import { type ActualEntity, type Address, addressOf, type DesiredState, type Entity } from '../state/entity.ts';
import { identityOf } from '../state/identity.ts';
import { multimap } from '../state/multimap.ts';
import { referrers } from '../state/referrers.ts';
import type { Fields } from '../state/value.ts';
import { nameOnce } from './aliases.ts';
import { decode, decodeFields, numberedAddress, numbersOf, type Row, valueAt } from './decode.ts';
import { type Candidate, type Found, matchRows } from './match-rows.ts';
import { childKinds } from './naming.ts';
import type { Recognised } from './recognised.ts';

/** Recognises rows of a kind and everything read inside them. `entities` are the declared ones that the rows may be. */
export function recogniseRows(
  kind: Kind,
  rows: readonly Row[],
  entities: readonly Entity[],
  desired: DesiredState,
  known: Recognised,
): void {
  const found = rows.map(row => ({ row, container: undefined, root: undefined }));
  const matched = matchRows(kind, found, entities, known);
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
  if (owners.length === 0) return;
  for (const child of childKinds(kind)) {
    const { field = '', at = '' } = child.within ?? {};
    const takers = childKinds(child).filter(({ takes }) => takes);
    const inside: Owner[] = [];
    for (const owner of owners) {
      const { address } = owner.entity;
      const found = rowsAt(owner.row, at).map(row => ({ row, container: address, root: owner.root }));
      if (found.length === 0) continue;
      const declared = referrers(desired, child.name, field, address);
      const matched = matchRows(child, found, declared, known);
      for (const [entity, candidate] of matched) {
        known.add(decode(child, candidate.row, entity.address, owner.root, candidate.fields));
        inside.push({ entity, row: candidate.row, root: owner.root });
      }
      const isOwned = owner.entity.owns.includes(child.name) || child.takes !== undefined;
      if (!isOwned && takers.length === 0) continue;
      const taken = new Set([...matched.values()].map(({ row }) => row));
      const around = { key: owner.entity.key, root: owner.root };
      for (const each of found) {
        if (taken.has(each.row)) continue;
        if (isOwned) addExtra(child, each, around, desired, known);
        if (takers.length > 0) addInside(takers, child, each, around, desired, known);
      }
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
function addInside(
  takers: readonly Kind[],
  kind: Kind,
  found: Found,
  around: Around,
  desired: DesiredState,
  known: Recognised,
): void {
  const { row, container } = found;
  const key = keyInside(kind, found, decodeFields(kind, row, container, known), around);
  const place = numberedAddress(kind.name, 'id', Number(row.id));
  for (const child of takers) {
    for (const each of rowsAt(row, child.within?.at ?? '')) {
      addExtra(child, { row: each, container: place, root: around.root }, { ...around, key }, desired, known);
    }
  }
}
