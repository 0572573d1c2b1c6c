/** What stands inside what, and whether it can change there. */
import type { Kind } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { Address, DesiredState, Entity } from '../state/entity.ts';
import { multimap } from '../state/multimap.ts';
import { referrers } from '../state/referrers.ts';
import type { Decisions, DeleteDraft } from './decision.ts';

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

/** What an object waits for before it is moved to a state: what refers to something inside it. */
export interface Awaited {
  readonly declared: readonly Entity[];
  /** What nobody declares any more. */
  readonly gone: readonly DeleteDraft[];
}

export function awaitedBefore(
  state: string,
  { address, kind }: Entity,
  { desired, tree, decisions }: { desired: DesiredState; tree: Tree; decisions: Decisions },
): Awaited {
  const awaited = kindOf(kind).lifecycle?.before?.[state];
  if (!awaited) return { declared: [], gone: [] };
  const inside = new Set([...insideOf(address, tree)].map(one => one.address));
  const isAwaited = ({ kind: name, actual }: DeleteDraft) =>
    name === awaited.kind && inside.has(String(actual.fields[awaited.by]));
  return {
    declared: [...inside].flatMap(one => referrers(desired, awaited.kind, awaited.by, one)),
    gone: [...decisions.deletes.values()].flat().filter(isAwaited),
  };
}

/** Whether something of this kind can change while what it stands inside of is in that state. */
export function changesInPlace({ inPlace }: Kind, around: string): boolean {
  return inPlace === true || (inPlace !== undefined && !inPlace.butIn.includes(around));
}
