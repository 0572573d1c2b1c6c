/** Removes one object, or retires it where ION keeps it. */
import type { Call } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import { callsOf, type Delete, retiresOf } from '../plan/change.ts';
import { encodeTarget } from '../remote/encode.ts';
import { isFailure } from '../remote/failure.ts';
import { inTurn } from './in-turn.ts';
import { bindOwner, etagOwner, send } from './send.ts';
import { isUnsettled, refresh, refreshSplit, type Session, TRIES } from './session.ts';

export async function remove(
  change: Pick<Delete, 'address' | 'kind' | 'actual'>,
  call: Call,
  session: Session,
): Promise<void> {
  const kind = kindOf(change.kind);
  const { known } = session;
  const { address } = change;
  const splits = () => known.splits.get(change.actual.root);
  const find = () => known.entities.get(address) ?? known.extras.get(address) ?? splits()?.get(address);
  // What was read is of the version before when a new one was made since.
  if (!find()) await refresh(change.actual.root, session);
  for (let left = TRIES; ; left -= 1) {
    const row = find();
    if (!row) return;
    try {
      await inTurn(known, etagOwner(call, row.fields), async () => {
        bindOwner(
          call,
          await send(call, encodeTarget(kind, call, row, known.entities), 'id _etag', session),
          row,
          session,
        );
      });
      known.entities.delete(address);
      splits()?.delete(address);
      return;
    } catch (error) {
      if (isFailure(error, 'not-found')) return;
      if (!isUnsettled(error) || left <= 1) throw error;
      await (splits()?.has(address) ? refreshSplit(row, session) : refresh(row.root, session));
    }
  }
}

/**
 * Removes an object, and then its versions before it: each is the latest when the next one is gone. (inferred) Gives the
 * change as it came out: ION may keep one of them.
 */
export async function removeOrRetire(change: Delete, session: Session): Promise<Delete> {
  const { retires, actual, ...removed } = change;
  for (const each of callsOf(change)) await remove(change, each, session);
  if (retires !== undefined || (actual.numbers['version'] ?? 1) < 2) return change;
  await refresh(change.address, session);
  const before = session.known.entities.get(change.address);
  if (!before) return change;
  const kept = retiresOf(before);
  return removeOrRetire({ ...removed, actual: before, ...(kept !== undefined && { retires: kept }) }, session);
}
