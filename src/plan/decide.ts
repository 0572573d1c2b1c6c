/** Decides, for one entity after the other, what has to happen to it; in which order is settled afterwards. */
import type { Kind, Lifecycle } from '../kinds/kind.ts';
import { kindOf, rankOf } from '../kinds/kinds.ts';
import type { ActualEntity, ActualState, Address, DesiredState, Entity } from '../state/entity.ts';
import { multimap } from '../state/multimap.ts';
import type { Blocked, Create, Delete, Edit, Keep, Replace, Revise, Update } from './change.ts';
import { diff, fieldsThatCount, fixedEdits, isMakeable, laterEdits, statusOf } from './diff.ts';
import { lifecyclePath } from './lifecycle-path.ts';
import { repointingEdits } from './repoint.ts';
import { excess, superfluous } from './room.ts';

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

/** The entities that stand inside each entity: by their container, and by a parent of their own kind. */
export type Tree = ReadonlyMap<Address, readonly Entity[]>;

/** What an entity stands inside of: its container, and what it is nested in among its own kind. */
export function containersOf(entity: Entity): readonly Address[] {
  const { name: own, within, fields } = kindOf(entity.kind);
  if (!within) return [];
  const nested = Object.keys(fields).filter(name => !fields[name]?.local && fields[name]?.to === own);
  const names = new Set([within.field, ...nested]);
  return [...names].map(name => entity.fields[name]).filter(value => typeof value === 'string');
}

export function treeOf(desired: DesiredState): Tree {
  const entities = [...desired.entities.values()];
  return multimap(entities.flatMap(entity => containersOf(entity).map(container => [container, entity] as const)));
}

/** Everything inside an entity, at any depth. */
export function insideOf(address: Address, tree: Tree): ReadonlySet<Entity> {
  const inside = new Set<Entity>();
  const open = [address];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const entity of tree.get(next) ?? []) {
      if (inside.has(entity)) continue;
      inside.add(entity);
      open.push(entity.address);
    }
  }
  return inside;
}

function base(entity: Entity): { address: Address; kind: string } {
  return { address: entity.address, kind: entity.kind };
}

function blocked(entity: Entity, edits: readonly Edit[], reason: string, help: string): Draft {
  return { ...base(entity), action: 'blocked', edits, reason, help };
}

/** ION made the container without it: for example from a version of a procedure that had no such step. */
function decideSpawned(entity: Entity, kind: Kind, desired: DesiredState, actual: ActualState): Draft {
  const container = String(entity.fields[kind.within?.field ?? '']);
  const makers = [container, ...(kind.spawners?.(entity, desired) ?? [])];
  const maker = makers.find(address => !actual.entities.has(address));
  if (maker === undefined && isMakeable(kind, entity)) return { ...base(entity), action: 'create' };
  if (maker === undefined) {
    const reason = `${container} is in the target, but ION made it without this ${kind.name}`;
    return blocked(entity, [], reason, `ION adds none later: remove ${container} from the target or reset it`);
  }
  const all = diff(kind, entity.fields, {}).filter(({ after }) => after !== null);
  // What no update takes is what ION makes it with, or what it is known again by.
  const fixed = new Set(fixedEdits(kind, all));
  const edits = all.filter(edit => !fixed.has(edit));
  if (edits.length > 0) return { ...base(entity), action: 'update', edits };
  return { ...base(entity), action: 'keep', spawned: maker };
}

/** How an object that is there comes to hold these edits. */
function draftOf(entity: Entity, kind: Kind, found: ActualEntity, edits: readonly Edit[]): Draft {
  if (edits.length === 0) return { ...base(entity), action: 'keep' };
  const fixed = fixedEdits(kind, edits);
  if (fixed.length === 0) return { ...base(entity), action: 'update', edits };
  if (kind.create && kind.remove && !kind.lifecycle)
    return { ...base(entity), action: 'replace', edits, actual: found };
  const names = fixed.map(({ path }) => path).join(', ');
  return blocked(
    entity,
    edits,
    `ION cannot change ${names} of a ${kind.name}`,
    'declare it as it is, or under a new identity',
  );
}

function decideMain(entity: Entity, kind: Kind, desired: DesiredState, actual: ActualState): Draft {
  const found = actual.entities.get(entity.address);
  if (entity.mode === 'lookup') return { ...base(entity), action: 'keep' };
  if (!found && entity.mode === 'spawned') return decideSpawned(entity, kind, desired, actual);
  const draft: Draft = found
    ? draftOf(entity, kind, found, diff(kind, fieldsThatCount(entity, kind, actual), found.fields))
    : { ...base(entity), action: 'create' };
  const isMade = draft.action === 'create' || draft.action === 'replace';
  const reason = isMade ? excess(entity, desired, actual) : undefined;
  return reason === undefined ? draft : blocked(entity, editsOf(draft), reason, 'declare no more than that');
}

function isSettled(draft: Draft): boolean {
  return draft.action === 'keep' || draft.action === 'blocked';
}

/** Whether something of this kind can change while what it stands inside of is in that state. */
export function changesInPlace({ inPlace }: Kind, around: string): boolean {
  return inPlace === true || (inPlace !== undefined && !inPlace.butIn.includes(around));
}

/** What has to change or to go inside an object, and cannot do so where that stands; undefined when nothing does. */
function touchedInside(
  entity: Entity,
  stands: string,
  inside: ReadonlySet<Entity>,
  decisions: Decisions,
): Address | undefined {
  const isTouched = (draft: Draft | undefined) =>
    draft !== undefined && !isSettled(draft) && !changesInPlace(kindOf(draft.kind), stands);
  const child = [...inside].find(({ address }) => isTouched(decisions.byAddress.get(address)?.main));
  const gone = decisions.deletes.get(entity.address)?.find(({ kind }) => !changesInPlace(kindOf(kind), stands));
  return child?.address ?? gone?.address;
}

/** The way from one state to another by way of a third. */
function wayThrough(lifecycle: Lifecycle, via: string, from: string, to: string): readonly string[] | undefined {
  const back = lifecyclePath(lifecycle, from, via);
  const forth = lifecyclePath(lifecycle, via, to);
  return back && forth && [...back, ...forth];
}

/** The nearest state in which all edits can be made; undefined where the object stands in one, or there is none. */
function stateForEdits(lifecycle: Lifecycle, from: string, edits: readonly Edit[]): string | undefined {
  const { editable } = lifecycle;
  if (!editable) return undefined;
  const names = edits.map(({ path }) => path.split('.')[0] ?? path).filter(name => !editable.always?.includes(name));
  const takesAll = (state: string) => names.every(name => (editable.but?.[name] ?? editable.in).includes(state));
  if (takesAll(from)) return undefined;
  const length = (state: string) => lifecyclePath(lifecycle, from, state)?.length ?? Number.POSITIVE_INFINITY;
  return Object.keys(lifecycle.next)
    .filter(takesAll)
    .toSorted((one, other) => length(one) - length(other))[0];
}

/** The state to which an object has to go back before it, or what is inside it, can change; undefined when it need not. */
function stateToGoBackTo(
  { entity, main, actual }: Decision,
  lifecycle: Lifecycle,
  from: string,
  tree: Tree,
  decisions: Decisions,
): string | undefined {
  const own = actual && main.action === 'update' ? stateForEdits(lifecycle, from, main.edits) : undefined;
  if (own !== undefined || lifecycle.reopens === undefined || from === lifecycle.reopens) return own;
  const isTouched = touchedInside(entity, from, insideOf(entity.address, tree), decisions) !== undefined;
  return isTouched ? lifecycle.reopens : undefined;
}

/** The way of an entity through its states, or why there is none. */
function decidePath(decision: Decision, lifecycle: Lifecycle, tree: Tree, decisions: Decisions): Decision {
  const { entity, main } = decision;
  if (main.action === 'blocked' || entity.mode === 'lookup') return decision;
  const stands = decision.actual && statusOf(decision.kind, decision.actual);
  const from = main.action === 'revise' ? lifecycle.initial : (stands ?? lifecycle.initial);
  const editedAt = stateToGoBackTo(decision, lifecycle, from, tree, decisions);
  const declared = entity.fields[lifecycle.field];
  const wanted = declared ?? (main.action === 'revise' ? stands : from);
  if (typeof wanted !== 'string') return decision;
  const through = editedAt === undefined ? undefined : wayThrough(lifecycle, editedAt, from, wanted);
  if (through && editedAt !== undefined) return { ...decision, from, path: through, editedAt };
  const path = lifecyclePath(lifecycle, from, wanted);
  if (path) return { ...decision, from, path };
  const fresh =
    lifecycle.revise?.from.includes(from) && wanted !== lifecycle.open
      ? lifecyclePath(lifecycle, lifecycle.initial, wanted)
      : undefined;
  if (fresh) {
    const revise: Draft = { ...base(entity), action: 'revise', edits: editsOf(main), reason: `it is ${from}` };
    return { ...decision, main: revise, from: lifecycle.initial, path: fresh };
  }
  const edit: Edit = { path: lifecycle.field, before: from, after: wanted };
  const { reason, help } = noWay(lifecycle, from, wanted);
  return { ...decision, main: blocked(entity, [...editsOf(main), edit], reason, help) };
}

/** Why a state cannot be reached, and what would help. */
function noWay(lifecycle: Lifecycle, from: string, to: string): { readonly reason: string; readonly help: string } {
  const detour = lifecyclePath({ ...lifecycle, ends: [] }, from, to)?.find(state => lifecycle.ends?.includes(state));
  if (detour === undefined) {
    return {
      reason: `it is ${from}, and ION offers no way from there to ${to}`,
      help: `declare ${from}, or reset the sandbox`,
    };
  }
  return {
    reason: `it is ${from}, and ION lets it go back to ${to} only when it is ${detour}`,
    help: `declare ${from}, or ${detour} first`,
  };
}

function editsOf(draft: Draft): readonly Edit[] {
  return 'edits' in draft ? draft.edits : [];
}

/** An object that is past editing is revised when it, or anything inside it, has to change. */
function decideRevision(decision: Decision, inside: ReadonlySet<Entity>, decisions: Decisions): Decision {
  const { kind, actual, main, entity } = decision;
  const lifecycle = kind.lifecycle;
  const stands = actual && statusOf(kind, actual);
  if (!lifecycle?.revise || stands === undefined || stands === lifecycle.open || main.action === 'blocked')
    return decision;
  const touched = touchedInside(entity, stands, inside, decisions);
  if (isSettled(main) && touched === undefined) return decision;
  const why = isSettled(main)
    ? touched
    : editsOf(main)
        .map(({ path }) => path)
        .join(', ');
  if (!lifecycle.revise.from.includes(stands)) {
    const reason = `it is ${stands}, and cannot be edited there: ${why} would have to change`;
    return {
      ...decision,
      main: blocked(
        entity,
        editsOf(main),
        reason,
        `let it be released or sent back to ${lifecycle.open}, then apply again`,
      ),
    };
  }
  const reason = `it is ${stands}, so a new version takes the change of ${why}`;
  return { ...decision, main: { ...base(entity), action: 'revise', edits: editsOf(main), reason } };
}

/** What stands inside something that is closed, or that is blocked, cannot change. */
function decideClosed(decision: Decision, decisions: Decisions): Decision {
  const { entity, main, kind } = decision;
  if (isSettled(main) || kind.inPlace) return decision;
  for (const container of containersOf(entity)) {
    const around = decisions.byAddress.get(container);
    const lifecycle = around?.kind.lifecycle;
    if (!around || !lifecycle) continue;
    const status = around.from ?? lifecycle.initial;
    const passes = status === lifecycle.open || around.path.includes(lifecycle.open);
    if (passes && around.main.action !== 'blocked') continue;
    const isBlocked = around.main.action === 'blocked';
    const stands = around.actual ? statusOf(around.kind, around.actual) : status;
    const reason = isBlocked
      ? `${container} is blocked`
      : `a ${kind.name} can change only while its ${around.kind.name} is ${lifecycle.open}, and ${container} is ${stands}`;
    return {
      ...decision,
      main: blocked(entity, editsOf(main), reason, `declare what the target has, or reset the sandbox`),
      later: [],
      path: [],
    };
  }
  return decision;
}

/** What is referred to comes before what refers to it. */
function inOrder({ byAddress }: Decisions): readonly Decision[] {
  return [...byAddress.values()].sort((one, other) => rankOf(one.kind.name) - rankOf(other.kind.name));
}

/** What refers to something that gets a new version has to refer to that. */
function decideReferences(decision: Decision, moved: ReadonlySet<Address>, actual: ActualState): Decision {
  const { entity, kind, main, actual: found } = decision;
  if (!found || entity.mode === 'lookup' || (main.action !== 'keep' && main.action !== 'update')) return decision;
  const edits = repointingEdits(entity, kind, found, moved, actual);
  if (edits.length === 0) return decision;
  const draft = draftOf(entity, kind, found, [...editsOf(main), ...edits]);
  return { ...decision, main: draft, later: draft.action === 'replace' ? laterEdits(kind, entity) : [] };
}

/** New versions, with those that follow from them, and the ways of all through their states. */
function decideLifecycles(decisions: Decisions, tree: Tree, actual: ActualState): void {
  const { byAddress } = decisions;
  const moved = new Set<Address>();
  const refer = (address: Address): void => {
    const decision = byAddress.get(address);
    if (decision) byAddress.set(address, decideReferences(decision, moved, actual));
  };
  for (const { entity, kind } of inOrder(decisions)) {
    refer(entity.address);
    if (!kind.lifecycle) continue;
    const inside = insideOf(entity.address, tree);
    if (moved.size > 0) for (const each of inside) refer(each.address);
    const decision = byAddress.get(entity.address);
    if (!decision) continue;
    const revised = kind.lifecycle.revise ? decideRevision(decision, inside, decisions) : decision;
    const settled = decidePath(revised, kind.lifecycle, tree, decisions);
    byAddress.set(entity.address, settled);
    if (settled.main.action === 'revise') for (const each of [entity, ...inside]) moved.add(each.address);
  }
}

function deletesOf(gone: readonly ActualEntity[]): Deletes {
  return multimap(
    gone.map(actual => {
      const { address, kind, root } = actual;
      return [root, { id: `delete ${address}`, action: 'delete', address, kind, actual }] as const;
    }),
  );
}

/** Everything that has to happen, before it is put in order. */
export function decide(desired: DesiredState, actual: ActualState, tree: Tree): Decisions {
  const byAddress = new Map<Address, Decision>();
  const decisions: Decisions = { byAddress, deletes: deletesOf(superfluous(desired, actual)) };
  for (const entity of desired.entities.values()) {
    const kind = kindOf(entity.kind);
    const main = decideMain(entity, kind, desired, actual);
    const isMade = main.action === 'create' || main.action === 'replace';
    const later = isMade ? laterEdits(kind, entity) : [];
    const found = actual.entities.get(entity.address);
    byAddress.set(entity.address, { entity, kind, actual: found, main, later, from: undefined, path: [] });
  }
  decideLifecycles(decisions, tree, actual);
  for (const [address, decision] of byAddress) byAddress.set(address, decideClosed(decision, decisions));
  return decisions;
}
