/** Gives our approval to an object that its organisation wants approved. */
import { kindOf } from '../kinds/kinds.ts';
import { encodeTarget } from '../remote/encode.ts';
import { Failure } from '../remote/failure.ts';
import type { Entity } from '../state/entity.ts';
import { send } from './send.ts';
import { rowOf, type Session, TRIES } from './session.ts';

/** Whether one was given whose answer was lost is not looked for: who approves twice counts once. (inferred) */
export async function approve(entity: Entity, session: Session): Promise<void> {
  const kind = kindOf(entity.kind);
  const call = kind.lifecycle?.approval?.call;
  if (!call) throw new Error(`a ${kind.name} is not approved`);
  const row = await rowOf(entity.address, session);
  for (let left = TRIES; ; left -= 1) {
    try {
      await send(call, encodeTarget(kind, call, row, session.known.entities), 'id', session);
      return;
    } catch (error) {
      if (!(error instanceof Failure) || !error.lost || left <= 1) throw error;
    }
  }
}
