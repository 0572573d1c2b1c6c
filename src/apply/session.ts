/** What one apply knows of its target, and how it reads again what it must know better. */
import { kindOf } from '../kinds/kinds.ts';
import { decode, decodeFields } from '../remote/decode.ts';
import { Unbound } from '../remote/encode.ts';
import { Failure, isFailure } from '../remote/failure.ts';
import { rootKind } from '../remote/naming.ts';
import { observeKind, type Reading, readRow } from '../remote/observe.ts';
import { bindRow } from '../remote/recognise.ts';
import type { ActualEntity, Address, Entity } from '../state/entity.ts';

/** How often one change looks the target up again before it gives up. */
export const TRIES = 3;

/** All that an apply knows and asks by. */
export type Session = Reading;

/** The planner makes changes only for what is declared or was read. */
export function declared(address: Address, session: Session): Entity {
  const entity = session.desired.entities.get(address);
  if (!entity) throw new Error(`${address} is not declared`);
  return entity;
}

/** Whether a failed write can be settled by reading again: its answer was lost, or someone else was faster. */
export function isUnsettled(error: unknown): error is Failure {
  return error instanceof Failure && (error.lost || isFailure(error, 'conflict'));
}

/** The address of the root object in whose page an entity is read. */
export function rootOf(address: Address, session: Session): Address {
  const entity = session.desired.entities.get(address);
  const kind = entity && kindOf(entity.kind);
  if (!entity || !kind?.within) return session.known.extras.get(address)?.root ?? address;
  return rootOf(String(entity.fields[kind.within.field]), session);
}

/** Reads an entity again, with everything that is read with it. Whether it is there is then seen in `known`. */
export async function refresh(address: Address, session: Session): Promise<void> {
  const root = declared(rootOf(address, session), session);
  const kind = rootKind(kindOf(root.kind));
  const id = session.known.entities.get(root.address)?.numbers['id'];
  if (id === undefined) {
    await observeKind(kind, [root], session);
    return;
  }
  const { desired, known } = session;
  const row = await readRow(kind, id, session);
  known.forgetInside(root.address);
  known.changedInside.delete(root.address);
  if (row) bindRow(kind, row, root, desired, known);
  else known.entities.delete(root.address);
}

/** Reads what was split off an entity again, by its own id: no declared entity is recognised in it. */
export async function refreshSplit(
  { address, kind: name, numbers, root }: ActualEntity,
  session: Session,
): Promise<void> {
  const { known } = session;
  const kind = kindOf(name);
  const row = await readRow(kind, numbers['id'] ?? 0, session);
  if (row) known.addSplit(decode(kind, row, address, root, decodeFields(kind, row, undefined, known)));
  else known.splits.get(root)?.delete(address);
}

/** Something that a change needs is not in the target. */
export class Missing extends Failure {
  readonly address: Address;
  constructor(address: Address) {
    const kind = kindOf(address.slice(0, address.indexOf('/')));
    const message = kind.spawned
      ? `ION made no ${kind.name} for ${address}`
      : `${address} is not in the target any more`;
    super({ kind: 'not-found', message });
    this.address = address;
  }
}

/** Values as members of an input; what is not known yet, because ION spawned it, is read first. */
export async function encoded<T>(encode: () => T, session: Session): Promise<T> {
  try {
    return encode();
  } catch (error) {
    if (!(error instanceof Unbound)) throw error;
    await refresh(error.address, session);
    try {
      return encode();
    } catch (again) {
      throw again instanceof Unbound ? new Missing(again.address) : again;
    }
  }
}

/** The row of an entity as it is now, as far as we know: one that is not known, or was changed from inside, is read again. */
export async function rowOf(address: Address, session: Session): Promise<ActualEntity> {
  const { known } = session;
  const find = () => known.entities.get(address) ?? known.extras.get(address);
  const found = find();
  const isOutdated = known.changedInside.has(address) && found && kindOf(found.kind).lifecycle?.etagFollowsContent;
  if (!found || isOutdated) await refresh(address, session);
  const row = find();
  if (!row) throw new Missing(address);
  return row;
}
