/** Room in containers: what nobody declared there gives way to what somebody did. */
import { kindOf } from '../kinds/kinds.ts';
import { isMore, shownSum } from '../kinds/sums.ts';
import type { ActualEntity, ActualState, Address, DesiredState, Entity } from '../state/entity.ts';
import { multimap } from '../state/multimap.ts';
import { referrers } from '../state/referrers.ts';

function containerOf({ kind, fields }: Pick<ActualEntity, 'kind' | 'fields'>): Address {
  return String(fields[kindOf(kind).within?.field ?? '']);
}

function sizeOf(kind: string, { fields }: Pick<ActualEntity, 'fields'>): number {
  return Number(fields[kindOf(kind).takes?.field ?? ''] ?? 0);
}

interface Room {
  readonly room: number;
  /** How much of it what is declared takes up. */
  readonly taken: number;
}

/** How much room a container in the target has for a kind; undefined where that cannot be told. */
function roomIn(container: Address, kind: string, desired: DesiredState, actual: ActualState): Room | undefined {
  const { within, takes } = kindOf(kind);
  const found = actual.entities.get(container);
  const room = found && takes?.room(found, desired, actual);
  if (room === undefined) return undefined;
  const declared = referrers(desired, kind, within?.field ?? '', container);
  return { room, taken: declared.reduce((sum, each) => sum + sizeOf(kind, each), 0) };
}

/** Why an entity would not fit into its container, whatever else is taken out; undefined where it does, or nobody knows. */
export function excess(entity: Entity, desired: DesiredState, actual: ActualState): string | undefined {
  const container = containerOf(entity);
  const room = roomIn(container, entity.kind, desired, actual);
  if (!room || !isMore(room.taken, room.room)) return undefined;
  return `${container} takes ${shownSum(room.room)} in the target, and ${shownSum(room.taken)} are declared`;
}

/** Of what nobody declared in one container, what does not fit in beside what somebody did; none if that alone does not. */
function givingWay(
  undeclared: readonly ActualEntity[],
  desired: DesiredState,
  actual: ActualState,
): readonly ActualEntity[] {
  const [first] = undeclared;
  if (!first) return [];
  const { kind } = first;
  const found = roomIn(containerOf(first), kind, desired, actual);
  if (!found || isMore(found.taken, found.room)) return [];
  let { taken } = found;
  return undeclared.filter(each => {
    const withIt = taken + sizeOf(kind, each);
    if (isMore(withIt, found.room)) return true;
    taken = withIt;
    return false;
  });
}

/** What has to go: all that is beyond a list which is declared in full, and of what takes up room, what leaves too little. */
export function superfluous(desired: DesiredState, actual: ActualState): readonly ActualEntity[] {
  const extras = [...actual.extras.values()];
  const takers = extras.filter(({ kind }) => kindOf(kind).takes);
  const crowds = multimap(takers.map(extra => [`${extra.kind} in ${containerOf(extra)}`, extra] as const));
  return [
    ...extras.filter(({ kind }) => !kindOf(kind).takes),
    ...[...crowds.values()].flatMap(crowd => givingWay(crowd, desired, actual)),
  ];
}
