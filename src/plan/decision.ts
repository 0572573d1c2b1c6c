/** What is decided for one entity, before changes are put in order. */
import type { Kind } from '../kinds/kind.ts';
import type { ActualEntity, Address, Entity } from '../state/entity.ts';
import type { Blocked, Create, Delete, Edit, Keep, Replace, Revise, Update } from './change.ts';

type Without<T> = T extends unknown ? Omit<T, 'id' | 'dependsOn'> : never;

export type Draft = Without<Keep | Create | Update | Replace | Revise | Blocked>;

export type DeleteDraft = Omit<Delete, 'dependsOn'>;

/** What happens to an entity: its main change, what only an update can set after a create, and its way through its states. */
export interface Decision {
  readonly entity: Entity;
  readonly kind: Kind;
  readonly actual: ActualEntity | undefined;
  readonly main: Draft;
  readonly later: readonly Edit[];
  /** Where the object stands when its transitions begin, and the states that they reach. */
  readonly from: string | undefined;
  readonly path: readonly string[];
  /** The state on that way to which the object goes back because it, or something inside it, can change only there. */
  readonly editedAt?: string;
}

/** Deletes by the root of what they remove. */
export type Deletes = ReadonlyMap<Address, readonly DeleteDraft[]>;

/** Decisions by address, and the deletes of what declared owners hold beyond their declarations. */
export interface Decisions {
  readonly byAddress: Map<Address, Decision>;
  readonly deletes: Deletes;
}

export function base(entity: Entity): { address: Address; kind: string } {
  return { address: entity.address, kind: entity.kind };
}

export function blocked(entity: Entity, edits: readonly Edit[], reason: string, help: string): Draft {
  return { ...base(entity), action: 'blocked', edits, reason, help };
}

export function isSettled(draft: Draft): boolean {
  return draft.action === 'keep' || draft.action === 'blocked';
}

export function editsOf(draft: Draft): readonly Edit[] {
  return 'edits' in draft ? draft.edits : [];
}
