/** Compares the desired state with the actual one, and puts what has to happen in order. */
import type { Kind, Stage } from '../kinds/kind.ts';
import { kindOf, rankOf } from '../kinds/kinds.ts';
import { referencesOf } from '../kinds/references.ts';
import { type ActualState, type Address, addressOf, type DesiredState } from '../state/entity.ts';
import { multimap } from '../state/multimap.ts';
import { type Change, type Delete, type Plan, type Transition, transitionId } from './change.ts';
import { decide } from './decide.ts';
import type { Decision, Decisions, DeleteDraft, Deletes, Draft } from './decision.ts';
import { definitionsOf } from './definitions.ts';
import { awaitedBefore, containersOf, insideOf, type Tree, treeOf } from './tree.ts';

interface Ordering {
  readonly desired: DesiredState;
  readonly decisions: Decisions;
  readonly tree: Tree;
  /** Deletes of what takes up room, by what it refers to. */
  readonly freeing: ReadonlyMap<Address, readonly DeleteDraft[]>;
  /** Updates by which something ceases to refer to a thing, by the address of that. */
  readonly turning: ReadonlyMap<Address, readonly string[]>;
}

function mainId({ main }: Decision): string {
  return `${main.action} ${main.address}`;
}

function laterId({ entity }: Decision): string {
  return `update ${entity.address}`;
}

function hopId({ entity }: Decision, to: string): string {
  return transitionId(entity.address, to);
}

/** Of a state that the way leads through twice, the later hop is the one that others wait for. */
function hopIdAt(decision: Decision, index: number): string {
  const to = decision.path[index] ?? '';
  const id = hopId(decision, to);
  return decision.path.lastIndexOf(to) === index ? id : `${id} first`;
}

/** The state in which an object's inside changes; its own fields too, where it goes back to it. */
function openState({ editedAt, kind }: Decision): string | undefined {
  return editedAt ?? kind.lifecycle?.open;
}

/** Whether the object changes on its way, in the state to which it goes back. */
function changesOnItsWay({ editedAt, main }: Decision): boolean {
  return editedAt !== undefined && main.action === 'update';
}

function isSent(draft: Draft): boolean {
  return draft.action !== 'keep';
}

/** The changes after which an entity exists with all of its own fields; those of its maker when ION spawns it. */
function made(address: Address, ordering: Ordering): readonly string[] {
  const decision = ordering.decisions.byAddress.get(address);
  if (!decision) return [];
  if (decision.later.length > 0) return [laterId(decision)];
  if (isSent(decision.main)) return [mainId(decision)];
  const spawned = decision.main.action === 'keep' ? decision.main.spawned : undefined;
  return spawned === undefined ? [] : made(spawned, ordering);
}

/** The changes after which an entity is as declared. */
function ready(address: Address, ordering: Ordering): readonly string[] {
  const decision = ordering.decisions.byAddress.get(address);
  const last = decision?.path.at(-1);
  return decision && last !== undefined ? [hopId(decision, last)] : made(address, ordering);
}

/**
 * The changes after which something inside an entity can be made or changed: its own, and where it stays as it is, those
 * of what it stands inside of, such as a new version.
 */
function open(address: Address, ordering: Ordering): readonly string[] {
  const decision = ordering.decisions.byAddress.get(address);
  const state = decision && openState(decision);
  if (decision && state !== undefined && decision.path.includes(state)) return [hopId(decision, state)];
  const own = made(address, ordering);
  if (!decision || own.length > 0) return own;
  return containersOf(decision.entity).flatMap(container => open(container, ordering));
}

/**
 * The changes after which an entity is in a state on its way, or as declared where its way does not lead there. Where it
 * stands in that state it may be leaving it, and wait for those that ask.
 */
function reached({ address, state }: Stage, ordering: Ordering): readonly string[] {
  const decision = ordering.decisions.byAddress.get(address);
  if (decision?.path.includes(state)) return [hopId(decision, state)];
  return decision?.from === state ? made(address, ordering) : ready(address, ordering);
}

/** The changes that a kind wants to be done before one of its entities is made. */
function afterIds({ kind, entity }: Decision, ordering: Ordering): readonly string[] {
  const after = kind.after?.(entity, ordering.desired) ?? [];
  return after.flatMap(each => (typeof each === 'string' ? ready(each, ordering) : reached(each, ordering)));
}

/** The new versions of what an entity stands inside of: it is a copy then, known when they are made. */
function renewed(address: Address, ordering: Ordering): readonly string[] {
  const decision = ordering.decisions.byAddress.get(address);
  if (!decision) return [];
  const own = decision.main.action === 'revise' ? [mainId(decision)] : [];
  return [...own, ...containersOf(decision.entity).flatMap(container => renewed(container, ordering))];
}

function mainDependencies(decision: Decision, ordering: Ordering): readonly string[] {
  const { entity, kind, main } = decision;
  const containers = containersOf(entity);
  const references = referencesOf(entity).filter(({ to }) => !containers.includes(to));
  const after = kind.lifecycle ? [] : afterIds(decision, ordering);
  const isMade = main.action === 'create' || main.action === 'replace';
  const removed = isMade
    ? [
        ...deletesBefore(kind, containers, ordering),
        ...references.flatMap(({ to }) => deletesFreeing(to, kind, ordering)),
      ]
    : [];
  // Of what is only known to us, and not sent, any version will do.
  const sent = references.filter(({ field }) => !field.local);
  const back = changesOnItsWay(decision) && decision.editedAt !== undefined ? [hopId(decision, decision.editedAt)] : [];
  return [
    ...back,
    ...references.flatMap(({ to }) => ready(to, ordering)),
    ...sent.flatMap(({ to }) => renewed(to, ordering)),
    ...after,
    ...definitionsOf(entity, ordering.desired).flatMap(address => ready(address, ordering)),
    ...containers.flatMap(address => open(address, ordering)),
    ...removed.map(({ id }) => id),
  ];
}

/** The deletes in the roots that some containers are, or stand inside of. */
function deletesAround(containers: readonly Address[], ordering: Ordering): readonly DeleteDraft[] {
  return containers.flatMap(address => {
    const entity = ordering.desired.entities.get(address);
    const around = entity ? deletesAround(containersOf(entity), ordering) : [];
    return [...(ordering.decisions.deletes.get(address) ?? []), ...around];
  });
}

/** The deletes of a kind in the same roots, but for those which themselves wait until something refers to what is new. */
function deletesBefore({ name }: Kind, containers: readonly Address[], ordering: Ordering): readonly DeleteDraft[] {
  return deletesAround(containers, ordering).filter(
    draft => draft.kind === name && turningAway(draft, ordering).length === 0,
  );
}

/** The deletes after which more is left of what others of a kind have taken in other containers. */
function deletesFreeing(address: Address, kind: Kind, { freeing }: Ordering): readonly DeleteDraft[] {
  return kind.takes ? (freeing.get(address) ?? []) : [];
}

/** Every change to what stands inside an entity: it leaves its open state, or where it stands past that, only after them. */
function insideIds(decision: Decision, ordering: Ordering): readonly string[] {
  const { address } = decision.entity;
  const inside = [...insideOf(address, ordering.tree)].flatMap(entity => ready(entity.address, ordering));
  const gone = ordering.decisions.deletes.get(address) ?? [];
  return [...inside, ...gone.map(({ id }) => id)];
}

function transitions(decision: Decision, ordering: Ordering): readonly Transition[] {
  const { entity, kind, path } = decision;
  const lifecycle = kind.lifecycle;
  if (!lifecycle || path.length === 0) return [];
  const after = afterIds(decision, ordering);
  const containers = containersOf(entity).flatMap(address => open(address, ordering));
  const before = (state: string) => {
    const { declared, gone } = awaitedBefore(state, entity, ordering);
    return [...declared.flatMap(({ address }) => ready(address, ordering)), ...gone.map(({ id }) => id)];
  };
  let from = decision.from ?? lifecycle.initial;
  const state = openState(decision);
  const own = made(entity.address, ordering);
  const isLate = changesOnItsWay(decision);
  const staysPastOpen = from !== state && !path.includes(state ?? '');
  let hasLeft = false;
  return path.map((to, index) => {
    const first = [...(isLate ? [] : own), ...after, ...containers];
    const leaves = !hasLeft && (from === state || staysPastOpen);
    if (leaves) hasLeft = true;
    const inside = leaves ? [...(isLate ? own : []), ...insideIds(decision, ordering)] : [];
    const id = hopIdAt(decision, index);
    const hop: Transition = {
      id,
      action: 'transition',
      address: entity.address,
      kind: entity.kind,
      from,
      to,
      dependsOn: unique([...(index === 0 ? first : [hopIdAt(decision, index - 1)]), ...inside, ...before(to)], id),
    };
    from = to;
    return hop;
  });
}

function unique(ids: readonly string[], own: string): readonly string[] {
  return [...new Set(ids)].filter(id => id !== own);
}

function changesOf(decision: Decision, ordering: Ordering): readonly Change[] {
  const { main, later, entity } = decision;
  const id = mainId(decision);
  const dependsOn = isSent(main) ? unique(mainDependencies(decision, ordering), id) : [];
  const changes: Change[] = [{ ...main, id, dependsOn }];
  if (later.length > 0) {
    changes.push({
      id: laterId(decision),
      action: 'update',
      address: entity.address,
      kind: entity.kind,
      edits: later,
      dependsOn: [id],
    });
  }
  return [...changes, ...transitions(decision, ordering)];
}

/**
 * What a removed thing may hang on goes after it: edges before steps, substitutes before items. What refers to it, and
 * is to refer to something else, does so before.
 */
function deleteChange(draft: DeleteDraft, ordering: Ordering): Delete {
  const { actual, kind } = draft;
  const others = ordering.decisions.deletes.get(actual.root) ?? [];
  const later = others.filter(other => rankOf(other.kind) > rankOf(kind));
  return {
    ...draft,
    dependsOn: [...open(actual.root, ordering), ...later.map(({ id }) => id), ...turningAway(draft, ordering)],
  };
}

/** The updates by which something ceases to refer to a thing, which no declaration is recognised in. */
function turningAway({ kind, actual }: DeleteDraft, { turning }: Ordering): readonly string[] {
  return turning.get(addressOf(kind, `#${actual.numbers['id']}`)) ?? [];
}

/** Pending changes that depend on blocked ones are blocked too, and name the one that started it. */
function spreadBlocks(changes: readonly Change[]): readonly Change[] {
  const byId = new Map(changes.map(change => [change.id, change]));
  const causes = new Map<string, Address | undefined>();
  const causeOf = (id: string): Address | undefined => {
    const stack = [id];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const change = byId.get(top);
      const open = (change?.dependsOn ?? []).filter(on => !causes.has(on));
      if (!causes.has(top) && open.length > 0 && change?.action !== 'blocked') {
        causes.set(top, undefined);
        for (const on of open) stack.push(on);
        continue;
      }
      stack.pop();
      const inherited = (change?.dependsOn ?? []).map(on => causes.get(on)).find(cause => cause !== undefined);
      causes.set(top, change?.action === 'blocked' ? change.address : inherited);
    }
    return causes.get(id);
  };
  return changes.map(change => {
    const cause = change.action === 'keep' || change.action === 'blocked' ? undefined : causeOf(change.id);
    if (cause === undefined) return change;
    const { id, address, kind, dependsOn } = change;
    const edits = 'edits' in change ? change.edits : [];
    const reason = `it depends on ${cause}, which is blocked`;
    return { id, address, kind, dependsOn, action: 'blocked', edits, reason, help: `settle ${cause} first` };
  });
}

function freeingBy(deletes: Deletes): Ordering['freeing'] {
  const takers = [...deletes.values()].flat().filter(({ kind }) => kindOf(kind).takes);
  return multimap(takers.flatMap(draft => referencesOf(draft.actual).map(({ to }) => [to, draft] as const)));
}

function turningBy(decisions: Iterable<Decision>): Ordering['turning'] {
  return multimap(
    [...decisions].flatMap(decision => {
      const { main, kind } = decision;
      if (main.action !== 'update') return [];
      const turned = main.edits.filter(({ path }) => kind.fields[path]?.to !== undefined);
      return turned.map(({ before }) => [String(before), mainId(decision)] as const);
    }),
  );
}

/** The plan that makes the target as declared. Pure: neither state is changed, and nothing is sent. */
export function planChanges(desired: DesiredState, actual: ActualState): Plan {
  const tree = treeOf(desired);
  const decisions = decide(desired, actual, tree);
  const freeing = freeingBy(decisions.deletes);
  const turning = turningBy(decisions.byAddress.values());
  const ordering: Ordering = { desired, decisions, tree, freeing, turning };
  const changes = [
    ...[...decisions.byAddress.values()].flatMap(decision => changesOf(decision, ordering)),
    ...[...decisions.deletes.values()].flat().map(draft => deleteChange(draft, ordering)),
  ];
  return { changes: spreadBlocks(changes).toSorted((one, other) => rankOf(one.kind) - rankOf(other.kind)) };
}
