/** Makes a new version of something that is past editing. */
import { kindOf } from '../kinds/kinds.ts';
import { diff, fieldsThatCount, statusOf } from '../plan/diff.ts';
import { encodeTarget } from '../remote/encode.ts';
import { Failure } from '../remote/failure.ts';
import { observeKind } from '../remote/observe.ts';
import { bindRow } from '../remote/recognise.ts';
import type { Entity } from '../state/entity.ts';
import { answered, send } from './send.ts';
import { rowOf, type Session } from './session.ts';
import { update } from './update.ts';

export async function revise(entity: Entity, session: Session): Promise<void> {
  const kind = kindOf(entity.kind);
  const call = kind.lifecycle?.revise;
  if (!call) throw new Error(`a ${kind.name} has no versions`);
  const { desired, known, transport, dialect } = session;
  const row = await rowOf(entity.address, session);
  try {
    const members = encodeTarget(kind, call, row, known.entities);
    const answer = await send(call, members, answered(call, kind, 'all', session), session);
    known.forgetInside(entity.address);
    if (answer) bindRow(kind, answer, entity, desired, known);
  } catch (error) {
    if (!(error instanceof Failure) || !error.lost) throw error;
    await observeKind(kind, [entity], desired, known, transport, dialect);
    const found = known.entities.get(entity.address);
    if (!found || statusOf(kind, found) !== kind.lifecycle?.open) throw error;
  }
  await update(
    entity,
    diff(kind, fieldsThatCount(entity, session.known.entities), (await rowOf(entity.address, session)).fields),
    session,
  );
}
