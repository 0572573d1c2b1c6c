/** Plans the removal of what the fixtures declare, as far as the target lets go of it. */
import { kindOf, rankOf } from '../kinds/kinds.ts';
import { referencesOf } from '../kinds/references.ts';
import type { ActualEntity, ActualState, Address, DesiredState, Entity } from '../state/entity.ts';
import { type Delete, type Plan, retiresOf, type Transition, transitionId } from './change.ts';
import type { DeleteDraft } from './decision.ts';
import { definitionsOf } from './definitions.ts';
import { statusOf } from './diff.ts';
import { lifecyclePath } from './lifecycle-path.ts';
import { changesInPlace, insideOf, type Tree, treeOf } from './tree.ts';

function containerOf(entity: Entity, desired: DesiredState): Entity | undefined {
  const { within } = kindOf(entity.kind);
  return within && desired.entities.get(String(entity.fields[within.field]));
}

/** The states through which an object that ION lets go back comes to where it is open; none where it is open, need not be, or cannot. */
function wayBack(entity: Entity, actual: ActualState, tree: Tree): readonly string[] {
  const kind = kindOf(entity.kind);
  const found = entity.mode === 'managed' ? actual.entities.get(entity.address) : undefined;
  const stands = found && statusOf(kind, found);
  if (kind.lifecycle?.reopens === undefined || stands === undefined) return [];
  const isFree = (one: Entity) => !actual.entities.has(one.address) || changesInPlace(kindOf(one.kind), stands);
  if (!kind.remove && [...insideOf(entity.address, tree)].every(isFree)) return [];
  return lifecyclePath(kind.lifecycle, stands, kind.lifecycle.reopens) ?? [];
}

/** The entity in whose page this one is read, if it has states: its children go one by one only while it is open. */
function isClosedInside(entity: Entity, desired: DesiredState, actual: ActualState, tree: Tree): boolean {
  const container = containerOf(entity, desired);
  if (!container) return false;
  const { lifecycle } = kindOf(container.kind);
  const found = actual.entities.get(container.address);
  const stands = found && statusOf(kindOf(container.kind), found);
  const isClosed = lifecycle !== undefined && stands !== undefined && stands !== lifecycle.open;
  return (
    (isClosed && wayBack(container, actual, tree).length === 0) || isClosedInside(container, desired, actual, tree)
  );
}

function deleteOf(entity: Entity, desired: DesiredState, actual: ActualState, tree: Tree): DeleteDraft | undefined {
  const kind = kindOf(entity.kind);
  const found = actual.entities.get(entity.address);
  if (!found || entity.mode !== 'managed') return undefined;
  if (!kind.inPlace && isClosedInside(entity, desired, actual, tree)) return undefined;
  const retires = retiresOf(found);
  if (retires === undefined && !kind.remove) return undefined;
  const { address } = entity;
  const remains = retires === undefined ? {} : { retires };
  return { id: `delete ${address}`, action: 'delete', address, kind: entity.kind, actual: found, ...remains };
}

/**
 * What has to be gone only after an entity: what it refers to in the target, or is declared to where that is not read, and
 * what it was made after, with what stands inside that and is not changed at any time.
 */
function needsOf(entity: Entity, found: ActualEntity, desired: DesiredState, tree: Tree): readonly Address[] {
  const after = kindOf(entity.kind).after?.(entity, desired) ?? [];
  return [
    ...referencesOf({ ...entity, fields: { ...entity.fields, ...found.fields } }).map(({ to }) => to),
    ...after.flatMap(each => {
      const address = typeof each === 'string' ? each : each.address;
      const inside = [...insideOf(address, tree)].filter(one => !kindOf(one.kind).inPlace);
      return [address, ...inside.map(one => one.address)];
    }),
    ...definitionsOf(entity, desired),
  ];
}

type Waits = ReadonlyMap<Address, ReadonlySet<string>>;

/** Sets an object back to where ION lets it be deleted, once nothing outside refers to it or to what is inside it. */
function reopening(entity: Entity, waits: Waits, tree: Tree, actual: ActualState): readonly Transition[] {
  const { address, kind } = entity;
  const way = wayBack(entity, actual, tree);
  if (way.length === 0) return [];
  const found = actual.entities.get(address);
  const inside = [entity, ...insideOf(address, tree)];
  const own = new Set(inside.map(each => `delete ${each.address}`));
  const others = inside.flatMap(each => [...(waits.get(each.address) ?? [])]).filter(id => !own.has(id));
  let from = (found && statusOf(kindOf(kind), found)) ?? '';
  return way.map((to, index) => {
    const dependsOn = index === 0 ? [...new Set(others)] : [transitionId(address, from)];
    const hop: Transition = { id: transitionId(address, to), action: 'transition', address, kind, from, to, dependsOn };
    from = to;
    return hop;
  });
}

/** What ION split off an object goes with it, once it is free. */
function splitsOf({ address: root, kind }: Entity, { splits }: ActualState): readonly DeleteDraft[] {
  return [...(splits.get(root) ?? [])].map(([address, actual]) => ({
    id: `delete ${address}`,
    action: 'delete',
    address,
    kind,
    actual,
  }));
}

/** The change after which the objects around an entity, and itself, are where they let it be deleted. */
function opened(entity: Entity | undefined, desired: DesiredState, actual: ActualState, tree: Tree): readonly string[] {
  if (!entity) return [];
  const last = wayBack(entity, actual, tree).at(-1);
  const around = opened(containerOf(entity, desired), desired, actual, tree);
  return last === undefined ? around : [transitionId(entity.address, last), ...around];
}

/**
 * Deletes, each after everything that refers to the object, and what sets objects back before they can be deleted.
 * Lookups, and what ION made itself, are left alone.
 */
export function planDestroy(desired: DesiredState, actual: ActualState): Plan {
  const tree = treeOf(desired);
  const deletes = new Map<Address, DeleteDraft>();
  for (const entity of desired.entities.values()) {
    const draft = deleteOf(entity, desired, actual, tree);
    if (draft) deletes.set(entity.address, draft);
  }
  /** What has no delete of its own goes with what it stands in. */
  const goesWith = (entity: Entity | undefined): Address | undefined => {
    if (!entity || deletes.has(entity.address)) return entity?.address;
    return goesWith(containerOf(entity, desired));
  };
  const waits = new Map<Address, Set<string>>();
  for (const entity of desired.entities.values()) {
    const found = actual.entities.get(entity.address);
    const own = goesWith(entity);
    if (!found || own === undefined) continue;
    for (const need of needsOf(entity, found, desired, tree)) {
      const target = goesWith(desired.entities.get(need));
      if (target === undefined || target === own) continue;
      waits.set(target, (waits.get(target) ?? new Set()).add(`delete ${own}`));
    }
  }
  const changes = [...desired.entities.values()].flatMap((entity): readonly (Delete | Transition)[] => {
    const draft = deletes.get(entity.address);
    const back = reopening(entity, waits, tree, actual);
    if (!draft) return back;
    const dependsOn = [...(waits.get(draft.address) ?? []), ...opened(entity, desired, actual, tree)];
    const splits = splitsOf(entity, actual).map(split => ({ ...split, dependsOn }));
    return [...back, ...splits, { ...draft, dependsOn: [...dependsOn, ...splits.map(({ id }) => id)] }];
  });
  return { changes: changes.sort((one, other) => rankOf(other.kind) - rankOf(one.kind)) };
}
