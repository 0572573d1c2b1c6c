/** What has to happen to one entity, and the plan that all of it makes. */
import type { Call } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { ActualEntity, Address } from '../state/entity.ts';
import type { Value } from '../state/value.ts';

/** One field that differs; `path` is dotted inside attributes. */
export interface Edit {
  readonly path: string;
  readonly before: Value;
  readonly after: Value;
}

interface Base {
  /** Unique in the plan: an entity can be created and then moved through its states. */
  readonly id: string;
  readonly address: Address;
  readonly kind: string;
  /** Ids of the changes that must be done first. */
  readonly dependsOn: readonly string[];
}

/** Nothing to send. `spawned` names the entity with which ION itself will make it. */
export interface Keep extends Base {
  readonly action: 'keep';
  readonly spawned?: Address;
}
export interface Create extends Base {
  readonly action: 'create';
}
export interface Update extends Base {
  readonly action: 'update';
  readonly edits: readonly Edit[];
}
/** One step of a lifecycle. */
export interface Transition extends Base {
  readonly action: 'transition';
  readonly from: string;
  readonly to: string;
  /** We approve it first, because the organisation asks for approvals. */
  readonly approved?: true;
}

/** The id of a transition: of one plan's, each leads to another state. */
export function transitionId(address: Address, to: string): string {
  return `transition ${address} ${to}`;
}

/** A new editable version of something that is past editing; `edits` are those of its own fields. */
export interface Revise extends Base {
  readonly action: 'revise';
  readonly edits: readonly Edit[];
  readonly reason: string;
}
/** Delete and create again, because a field cannot be changed in place. */
export interface Replace extends Base {
  readonly action: 'replace';
  readonly edits: readonly Edit[];
  readonly actual: ActualEntity;
}
/** `retires` when ION keeps the object and at most marks it. */
export interface Delete extends Base {
  readonly action: 'delete';
  readonly actual: ActualEntity;
  readonly retires?: string;
}
export interface Blocked extends Base {
  readonly action: 'blocked';
  readonly edits: readonly Edit[];
  readonly reason: string;
  readonly help: string;
}

export type Change = Keep | Create | Update | Transition | Revise | Replace | Delete | Blocked;
export type Action = Change['action'];

/** Changes by kind, containers before what they contain. Together with the two states it is all that `applyPlan` needs. */
export interface Plan {
  readonly changes: readonly Change[];
}

/** Whether a change sends anything. */
export function isPending(change: Change): boolean {
  return change.action !== 'keep' && change.action !== 'blocked';
}

/** What remains of an object that ION does not delete as it stands; undefined when it does, or nothing is known of that. */
export function retiresOf({ kind: name, fields }: ActualEntity): string | undefined {
  const { retire, lifecycle } = kindOf(name);
  const stands = lifecycle && fields[lifecycle.field];
  return retire && (retire.unless === undefined || stands !== retire.unless) ? retire.remains : undefined;
}

/** What a delete sends, one after the other. Of an object that ION keeps nothing is sent that it already is. */
export function callsOf({ kind: name, actual, retires }: Pick<Delete, 'kind' | 'actual' | 'retires'>): readonly Call[] {
  const { remove, retire, fields } = kindOf(name);
  if (retires === undefined) return remove ? [remove] : [];
  const held = new Map(Object.entries(fields).map(([field, { ion = field }]) => [ion, actual.fields[field]]));
  const changes = ({ with: set = {} }: Call) =>
    Object.entries(set).some(([member, value]) => held.get(member) !== value);
  return (retire?.calls ?? []).filter(changes);
}

/** How many mutations a change sends, when nothing goes wrong. */
export function mutationsOf(change: Change): number {
  if (!isPending(change)) return 0;
  if (change.action === 'delete') return callsOf(change).length;
  const isAttached = change.action === 'create' && kindOf(change.kind).attach !== undefined;
  const isApproved = change.action === 'transition' && change.approved === true;
  return isAttached ||
    isApproved ||
    change.action === 'replace' ||
    (change.action === 'revise' && change.edits.length > 0)
    ? 2
    : 1;
}

/** How many mutations all of a plan sends, when nothing goes wrong. */
export function writesOf({ changes }: Plan): number {
  return changes.reduce((sum, change) => sum + mutationsOf(change), 0);
}
