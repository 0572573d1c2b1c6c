/** Decides what happens to an entity by itself: whether it is made, updated, replaced, or stays as it is. */
import type { Kind } from '../kinds/kind.ts';
import type { ActualEntity, ActualState, DesiredState, Entity } from '../state/entity.ts';
import type { Edit } from './change.ts';
import { base, blocked, type Draft, editsOf } from './decision.ts';
import { diff, fieldsThatCount, fixedEdits, isMakeable } from './diff.ts';
import { excess } from './room.ts';

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
export function draftOf(entity: Entity, kind: Kind, found: ActualEntity, edits: readonly Edit[]): Draft {
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

export function decideMain(entity: Entity, kind: Kind, desired: DesiredState, actual: ActualState): Draft {
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
