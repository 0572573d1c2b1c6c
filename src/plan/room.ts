/** Room in containers: what nobody declared there gives way to what somebody did. */
import { kindOf } from '../kinds/kinds.ts';
import { isMore } from '../kinds/sums.ts';
import type { ActualEntity, ActualState, Address, DesiredState } from '../state/entity.ts';
import { multimap } from '../state/multimap.ts';
import { referrers } from '../state/referrers.ts';

function containerOf({ kind, fields }: ActualEntity): Address {
  return String(fields[kindOf(kind).within?.field ?? '']);
}

function sizeOf(kind: string, { fields }: Pick<ActualEntity, 'fields'>): number {
  return Number(fields[kindOf(kind).takes?.field ?? ''] ?? 0);
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
  const container = containerOf(first);
  const { within, takes } = kindOf(kind);
  const found = actual.entities.get(container);
  const room = found && takes?.room(found, actual);
  const declared = referrers(desired, kind, within?.field ?? '', container);
  let taken = declared.reduce((sum, each) => sum + sizeOf(kind, each), 0);
  if (room === undefined || isMore(taken, room)) return [];
  return undeclared.filter(each => {
    const withIt = taken + sizeOf(kind, each);
    if (isMore(withIt, room)) return true;
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
