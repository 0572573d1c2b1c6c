/** Finds who refers to a version of something that is about to get another: its copies have other numbers in the target. */
import type { Field, Kind } from '../kinds/kind.ts';
import type { ActualEntity, ActualState, Address, Entity } from '../state/entity.ts';
import type { Value } from '../state/value.ts';
import type { Edit } from './change.ts';

/** Whether a field holds the number of one version; a family's number stays the same in all of them. */
function isOfOneVersion(field: Field | undefined): boolean {
  return field?.to !== undefined && !field.local && field.write !== 'never' && (field.by ?? 'id') === 'id';
}

function numbered(target: Address, { entities }: ActualState): Value {
  const found = entities.get(target);
  return found === undefined ? target : `${found.kind}/#${found.numbers['id']}`;
}

/**
 * The edits that let an entity refer to the new version of what it refers to now. `moved` is all that gets another number:
 * what refers to it from inside gets copied along with it.
 */
export function repointingEdits(
  entity: Entity,
  kind: Kind,
  found: ActualEntity,
  moved: ReadonlySet<Address>,
  actual: ActualState,
): readonly Edit[] {
  if (moved.size === 0 || moved.has(entity.address)) return [];
  return Object.entries(entity.fields).flatMap(([name, after]) => {
    const isMoved = isOfOneVersion(kind.fields[name]) && typeof after === 'string' && moved.has(after);
    return isMoved && found.fields[name] === after ? [{ path: name, before: numbered(after, actual), after }] : [];
  });
}
