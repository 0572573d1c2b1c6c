/** Plans the removal of what the fixtures declare, as far as the target lets go of it. */
import { KINDS, kindOf } from '../kinds/kinds.ts';
import type { ActualState, Address, DesiredState, Entity } from '../state/entity.ts';
import type { Delete, Plan } from './change.ts';
import { definitionsOf } from './definitions.ts';
import { statusOf } from './diff.ts';

const rank = new Map(KINDS.map((kind, index) => [kind.name, index]));

function containerOf(entity: Entity, desired: DesiredState): Entity | undefined {
  const { within } = kindOf(entity.kind);
  return within && desired.entities.get(String(entity.fields[within.field]));
}

/** The entity in whose page this one is read, if it has states: its children go one by one only while it is open. */
function isClosedInside(entity: Entity, desired: DesiredState, actual: ActualState): boolean {
  const container = containerOf(entity, desired);
  if (!container) return false;
  const { lifecycle } = kindOf(container.kind);
  const found = actual.entities.get(container.address);
  const stands = found && statusOf(kindOf(container.kind), found);
  const isClosed = lifecycle !== undefined && stands !== undefined && stands !== lifecycle.open;
  return isClosed || isClosedInside(container, desired, actual);
}

function deleteOf(entity: Entity, desired: DesiredState, actual: ActualState): Omit<Delete, 'dependsOn'> | undefined {
  const kind = kindOf(entity.kind);
  const found = actual.entities.get(entity.address);
  if (!found || entity.mode !== 'managed' || isClosedInside(entity, desired, actual)) return undefined;
  const { retire } = kind;
  const isRetired = retire && (retire.unless === undefined || statusOf(kind, found) !== retire.unless);
  if (!isRetired && !kind.remove) return undefined;
  const { address } = entity;
  const remains = isRetired ? { retires: retire.remains } : {};
  return { id: `delete ${address}`, action: 'delete', address, kind: entity.kind, actual: found, ...remains };
}

function referencesOf(entity: Entity, desired: DesiredState): readonly Address[] {
  const kind = kindOf(entity.kind);
  const references = Object.entries(entity.fields).flatMap(([name, value]) =>
    kind.fields[name]?.to !== undefined && typeof value === 'string' ? [value] : [],
  );
  return [...references, ...(kind.after?.(entity, desired) ?? []), ...definitionsOf(entity, desired)];
}

/** Deletes, each after everything that refers to the object. Lookups, and what ION made itself, are left alone. */
export function planDestroy(desired: DesiredState, actual: ActualState): Plan {
  const deletes = new Map<Address, Omit<Delete, 'dependsOn'>>();
  for (const entity of desired.entities.values()) {
    const draft = deleteOf(entity, desired, actual);
    if (draft) deletes.set(entity.address, draft);
  }
  /** What has no delete of its own goes with what it stands in. */
  const goesWith = (entity: Entity | undefined): Address | undefined => {
    if (!entity || deletes.has(entity.address)) return entity?.address;
    return goesWith(containerOf(entity, desired));
  };
  const waits = new Map<Address, Set<string>>();
  for (const entity of desired.entities.values()) {
    const own = goesWith(entity);
    if (own === undefined) continue;
    for (const reference of referencesOf(entity, desired)) {
      const target = goesWith(desired.entities.get(reference));
      if (target === undefined || target === own) continue;
      waits.set(target, (waits.get(target) ?? new Set()).add(`delete ${own}`));
    }
  }
  const changes = [...deletes.values()].map(
    (draft): Delete => ({ ...draft, dependsOn: [...(waits.get(draft.address) ?? [])] }),
  );
  return { changes: changes.sort((one, other) => (rank.get(other.kind) ?? 0) - (rank.get(one.kind) ?? 0)) };
}
