/** Room, in containers and in what is put into them: what nobody declared gives way to what somebody did. */
import { kindOf } from '../kinds/kinds.ts';
import { isMore, shownSum } from '../kinds/sums.ts';
import type { ActualEntity, ActualState, Address, DesiredState, Entity } from '../state/entity.ts';
import { multimap } from '../state/multimap.ts';
import { referrers } from '../state/referrers.ts';

function sizeOf({ kind, fields }: Pick<ActualEntity, 'kind' | 'fields'>): number {
  return Number(fields[kindOf(kind).takes?.field ?? ''] ?? 0);
}

interface Room {
  readonly of: Address;
  readonly room: number;
  /** How much of it what is declared takes up. */
  readonly taken: number;
}

/** The room that something shares with others in what its field refers to; undefined where that cannot be told. */
function roomFor(
  { kind, fields }: Pick<ActualEntity, 'kind' | 'fields'>,
  field: string,
  desired: DesiredState,
  actual: ActualState,
): Room | undefined {
  const of = String(fields[field]);
  const found = actual.entities.get(of);
  const room = found && kindOf(kind).takes?.of[field]?.(found, desired, actual);
  if (room === undefined) return undefined;
  return { of, room, taken: referrers(desired, kind, field, of).reduce((sum, each) => sum + sizeOf(each), 0) };
}

/** Why an entity would not fit into its container, whatever else is taken out; undefined where it does, or nobody knows. */
export function excess(entity: Entity, desired: DesiredState, actual: ActualState): string | undefined {
  const room = roomFor(entity, kindOf(entity.kind).within?.field ?? '', desired, actual);
  if (!room || !isMore(room.taken, room.room)) return undefined;
  return `${room.of} takes ${shownSum(room.room)} in the target, and ${shownSum(room.taken)} are declared`;
}

/** Of what nobody declared, what has no room beside what somebody did in what its field refers to; none if that alone has none. */
function givingWay(
  undeclared: readonly ActualEntity[],
  field: string,
  desired: DesiredState,
  actual: ActualState,
): readonly ActualEntity[] {
  const taken = new Map<Address, number>();
  return undeclared.filter(each => {
    const found = roomFor(each, field, desired, actual);
    if (!found || isMore(found.taken, found.room)) return false;
    const withIt = (taken.get(found.of) ?? found.taken) + sizeOf(each);
    if (isMore(withIt, found.room)) return true;
    taken.set(found.of, withIt);
    return false;
  });
}

/** What has to go: all that is beyond a list which is declared in full, and of what takes up room, what leaves too little. */
export function superfluous(desired: DesiredState, actual: ActualState): readonly ActualEntity[] {
  const ofKind = multimap([...actual.extras.values()].map(extra => [extra.kind, extra] as const));
  return [...ofKind].flatMap(([kind, extras]) => {
    const { takes } = kindOf(kind);
    if (!takes) return extras;
    const gone = new Set<ActualEntity>();
    for (const field of Object.keys(takes.of)) {
      const left = extras.filter(extra => !gone.has(extra));
      for (const each of givingWay(left, field, desired, actual)) gone.add(each);
    }
    return [...gone];
  });
}
