/** The canonical form that fixtures are compiled to and that a target is read into. */
import type { Locate, Path } from '../source/source-file.ts';
import type { Fields } from './value.ts';

/** `kind/key`, unique in a set: `part/bracket`, `step/assemble.torque`. */
export type Address = string;

/** Joins a kind and a key to an address. */
export function addressOf(kind: string, key: string): Address {
  return `${kind}/${key}`;
}

/** Where an entity was written: a locator for its authored entry, and its own path inside that entry. */
export interface Origin {
  readonly locate: Locate;
  readonly path: Path;
  /** Paths of fields that are not written under their own name, relative to the entry. */
  readonly fieldPaths?: Readonly<Record<string, Path>>;
}

/**
 * One thing that should exist. References in `fields` are keys until `resolve`, addresses after it.
 *
 * - `managed`: created, updated and removed by us.
 * - `lookup`: must be in the target already, found by `fields`; never changed.
 * - `spawned`: made by ION itself as an effect of its parent (a run's steps); never created, only updated.
 */
export interface Entity {
  readonly address: Address;
  readonly kind: string;
  readonly key: string;
  readonly mode: 'managed' | 'lookup' | 'spawned';
  readonly fields: Fields;
  /** Child kinds whose list the author wrote out in full: what the target has beyond it is to be removed. */
  readonly owns: readonly string[];
  readonly origin?: Origin;
  /** Where the contents of its files are read from, by field. */
  readonly sources?: Readonly<Record<string, string>>;
  /** Fields that count only as long as none of these is in the target: they, or what follows them, change such a field there. */
  readonly until?: Readonly<Record<string, readonly Address[]>>;
}

/** All that the fixtures ask for, by address, in the order of reading. */
export interface DesiredState {
  readonly entities: ReadonlyMap<Address, Entity>;
}

/** One thing that the target has. `address` is the desired one where an entity was recognised in it, else derived from its id. */
export interface ActualEntity {
  readonly address: Address;
  readonly kind: string;
  readonly fields: Fields;
  /** The target's own numbers for it: `id`, and others that its kind reads. Link rows have none. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly etag?: string;
  /** Each custom attribute's own etag, by key. */
  readonly attributeEtags?: Readonly<Record<string, string>>;
  /** The root entity in whose page it was read: itself for a part, the mBOM for its items. */
  readonly root: Address;
}

/**
 * What was read of the target: recognised entities by address, what declared owners hold beyond their declarations, and what
 * was split off each recognised entity.
 */
export interface ActualState {
  readonly entities: ReadonlyMap<Address, ActualEntity>;
  readonly extras: ReadonlyMap<Address, ActualEntity>;
  readonly splits: ReadonlyMap<Address, ReadonlyMap<Address, ActualEntity>>;
}
