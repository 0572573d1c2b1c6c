/** Carries out one change: sends its mutations, and settles what a lost answer or a stale etag leaves open. */
import { kindOf } from '../kinds/kinds.ts';
import type { Change } from '../plan/change.ts';
import { create } from './create.ts';
import { remove, removeOrRetire } from './remove.ts';
import { revise } from './revise.ts';
import { declared, rootOf, type Session } from './session.ts';
import { transition, update } from './update.ts';

/**
 * Carries out one change, and notes where. Gives the change as it came out: a delete may leave something after all. Rejects
 * with a `Failure` when the target does not let it happen.
 */
export async function perform(change: Change, session: Session): Promise<Change> {
  const root = rootOf(change.address, session);
  const done = await carryOut(change, session);
  if (root !== change.address) session.known.changedInside.add(root);
  return done;
}

async function carryOut(change: Change, session: Session): Promise<Change> {
  switch (change.action) {
    case 'keep':
    case 'blocked':
      break;
    case 'create':
      await create(declared(change.address, session), session);
      break;
    case 'update':
      await update(declared(change.address, session), change.edits, session);
      break;
    case 'transition':
      await transition(change, declared(change.address, session), session);
      break;
    case 'revise':
      await revise(declared(change.address, session), session);
      break;
    case 'replace': {
      const call = kindOf(change.kind).remove;
      if (call) await remove(change, call, session);
      await create(declared(change.address, session), session);
      break;
    }
    case 'delete':
      return removeOrRetire(change, session);
  }
  return change;
}
