/** What is known of the target so far: declared entities, what is beyond them, and which number is whose. */
import type { ActualEntity, Address, Entity } from '../state/entity.ts';
import { type Numbers, numberedAddress } from './decode.ts';

/** Grows as rows are recognised, and forgets what is read again. */
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
