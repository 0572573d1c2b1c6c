/** Carries out one change: sends its mutations, and settles what a lost answer or a stale etag leaves open. */
import { kindOf } from '../kinds/kinds.ts';
import type { Change, Delete } from '../plan/change.ts';
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
  const done = change.action === 'delete' ? await removeOrRetire(change, session) : change;
  if (change.action !== 'delete') await carryOut(change, session);
  if (root !== change.address) session.known.changedInside.add(root);
  return done;
}

async function carryOut(change: Exclude<Change, Delete>, session: Session): Promise<void> {
  switch (change.action) {
    case 'keep':
    case 'blocked':
      return;
    case 'create':
      return create(declared(change.address, session), session);
    case 'update':
      return update(declared(change.address, session), change.edits, session);
    case 'transition':
      return transition(change, declared(change.address, session), session);
    case 'revise':
      return revise(declared(change.address, session), session);
    case 'replace': {
      const call = kindOf(change.kind).remove;
      if (call) await remove(change, call, session);
      return create(declared(change.address, session), session);
    }
  }
}
