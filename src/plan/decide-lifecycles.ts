/** Decides which objects get a new version, and the ways of all through their states. */
import type { Lifecycle } from '../kinds/kind.ts';
import { kindOf, rankOf } from '../kinds/kinds.ts';
import type { ActualState, Address, DesiredState, Entity } from '../state/entity.ts';
import type { Edit } from './change.ts';
import { draftOf } from './decide-main.ts';
import { base, blocked, type Decision, type Decisions, type Draft, editsOf, isSettled } from './decision.ts';
import { laterEdits, statusOf } from './diff.ts';
import { lifecyclePath } from './lifecycle-path.ts';
import { repointingEdits } from './repoint.ts';
import { awaitedBefore, changesInPlace, insideOf, type Tree } from './tree.ts';

/** What the decision for one entity looks at besides it. */
interface Around {
  readonly desired: DesiredState;
  readonly tree: Tree;
  readonly decisions: Decisions;
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

/** The state before the one where an object stands, when that was to come only after something that is still to be made, or to go. */
function stateBefore(entity: Entity, lifecycle: Lifecycle, from: string, around: Around): string | undefined {
  const { declared, gone } = awaitedBefore(from, entity, around);
  const actionOf = ({ address }: Entity) => around.decisions.byAddress.get(address)?.main.action;
  const isMade = (each: Entity) => actionOf(each) === 'create' || actionOf(each) === 'replace';
  if (gone.length === 0 && !declared.some(isMade)) return undefined;
  return lifecycle.next[from]?.find(state => lifecycle.next[state]?.includes(from));
}

/** The state to which an object has to go back before something can change; undefined when it need not. */
function stateToGoBackTo(
  { entity, main, actual }: Decision,
  lifecycle: Lifecycle,
  from: string,
  around: Around,
): string | undefined {
  const { tree, decisions } = around;
  const own = actual && main.action === 'update' ? stateForEdits(lifecycle, from, main.edits) : undefined;
  if (own !== undefined || lifecycle.reopens === undefined || from === lifecycle.reopens) return own;
  const isTouched = touchedInside(entity, from, insideOf(entity.address, tree), decisions) !== undefined;
  return isTouched ? lifecycle.reopens : stateBefore(entity, lifecycle, from, around);
}

/** The way of an entity through its states, or why there is none. */
function decidePath(decision: Decision, lifecycle: Lifecycle, around: Around): Decision {
  const { entity, main } = decision;
  if (main.action === 'blocked' || entity.mode === 'lookup') return decision;
  const stands = decision.actual && statusOf(decision.kind, decision.actual);
  const from = main.action === 'revise' ? lifecycle.initial : (stands ?? lifecycle.initial);
  const editedAt = stateToGoBackTo(decision, lifecycle, from, around);
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
export function decideLifecycles(desired: DesiredState, decisions: Decisions, tree: Tree, actual: ActualState): void {
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
    const settled = decidePath(revised, kind.lifecycle, { desired, tree, decisions });
    byAddress.set(entity.address, settled);
    if (settled.main.action === 'revise') for (const each of [entity, ...inside]) moved.add(each.address);
  }
}
