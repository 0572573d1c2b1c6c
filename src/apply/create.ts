/** Creates one object, once: what may be there already is looked up before anything is sent again. */
import type { Call, Kind } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import { diff, fieldsThatCount, isDerived, isMakeable } from '../plan/diff.ts';
import { encodeCopy, encodeFields, encodeTarget } from '../remote/encode.ts';
import { Failure, isFailure } from '../remote/failure.ts';
import { uploadFile } from '../remote/file-store.ts';
import { openContent } from '../source/file-content.ts';
import type { ActualEntity, Entity } from '../state/entity.ts';
import { inTurn } from './in-turn.ts';
import { remove } from './remove.ts';
import { answered, ask, bindAnswer, bindOwner, etagOwner, type Payload, rowIn, send } from './send.ts';
import { declared, encoded, isUnsettled, Missing, refresh, rootOf, rowOf, type Session, TRIES } from './session.ts';
import { update } from './update.ts';

/** The second half of a create that leaves a place for a file. */
async function upload(call: Call, answer: Payload, entity: Entity): Promise<void> {
  if (!call.upload) return;
  const { content, to } = call.upload;
  const [url, source, row] = [answer[to], entity.sources?.[content], rowIn(call, answer)];
  if (typeof url !== 'string' || source === undefined) {
    throw new Failure({ kind: 'protocol', message: `the target gave no address to upload ${entity.address} to` });
  }
  const opened = await openContent(source).catch(() => undefined);
  if (!opened) throw new Failure({ kind: 'invalid', message: `"${source}" cannot be read any more` });
  await uploadFile(url, opened, String(row?.['contentType'] ?? 'application/octet-stream'), entity.key);
}

async function sendCreate(entity: Entity, kind: Kind, call: Call, session: Session): Promise<void> {
  const owner = etagOwner(call, entity.fields);
  await inTurn(session.known, owner, async () => {
    const members = await encoded(() => {
      const { entities } = session.known;
      const own =
        call === kind.derive?.call
          ? encodeCopy(kind, call, entity.fields, entities)
          : encodeFields(kind, entity.fields, 'create', entities);
      return owner === undefined ? own : { ...own, etag: session.known.entities.get(owner)?.etag ?? '' };
    }, session);
    const answer = await ask(call, members, answered(call, kind, 'spawned', session), session);
    bindAnswer(call, rowIn(call, answer), entity, session);
    await upload(call, answer, entity);
  });
}

/**
 * Puts what was just made where it stands. Its owner is read again when someone else has changed that meanwhile, and when
 * the answer was lost: then it may stand there already. It is never made anew, which would leave it behind.
 */
async function attach(entity: Entity, kind: Kind, call: Call, session: Session): Promise<void> {
  const row = await rowOf(entity.address, session);
  const owner = etagOwner(call, entity.fields);
  for (let left = TRIES; ; left -= 1) {
    try {
      return await inTurn(session.known, owner, async () => {
        const members = await encoded(() => encodeTarget(kind, call, row, session.known.entities), session);
        bindOwner(call, await send(call, members, 'id _etag', session), entity, session);
        // An owner that was read again meanwhile did not show it yet.
        session.known.add(row);
      });
    } catch (error) {
      if (!isUnsettled(error) || owner === undefined || left <= 1) throw error;
      await refresh(owner, session);
      if (session.known.entities.has(entity.address)) return;
    }
  }
}

/** Takes away what a create left half made, so that it can be made again. */
async function replaceable(found: ActualEntity, kind: Kind, session: Session): Promise<void> {
  const { address } = found;
  if (kind.remove) await remove({ address, kind: kind.name, actual: found }, kind.remove, session);
}

/** Makes what ION was expected to make, once, however many wait for it. */
async function makeMissing({ address }: Missing, session: Session): Promise<void> {
  const { known } = session;
  await inTurn(known, address, async () => {
    if (!known.entities.has(address)) await create(declared(address, session), session);
  });
}

function canBeMade(error: unknown, { desired }: Session): error is Missing {
  const entity = error instanceof Missing ? desired.entities.get(error.address) : undefined;
  return entity?.mode === 'spawned' && isMakeable(kindOf(entity.kind), entity);
}

/** Creates, unless it turns out to be there: then it is brought to what is declared. */
export async function create(entity: Entity, session: Session): Promise<void> {
  const kind = kindOf(entity.kind);
  const call = isDerived(kind, entity) ? kind.derive?.call : kind.create;
  if (!call) throw new Error(`a ${kind.name} cannot be created`);
  for (let left = TRIES; ; left -= 1) {
    try {
      await sendCreate(entity, kind, call, session);
      break;
    } catch (error) {
      if (canBeMade(error, session) && left > 1) {
        await makeMissing(error, session);
        continue;
      }
      if ((!isUnsettled(error) && !isFailure(error, 'exists')) || left <= 1) throw error;
      const owner = etagOwner(call, entity.fields);
      await refresh(entity.address, session);
      if (owner !== undefined && rootOf(owner, session) !== rootOf(entity.address, session))
        await refresh(owner, session);
      const found = session.known.entities.get(entity.address);
      // The address to upload to is lost with the answer, and nothing gives another.
      if (found && call.upload) await replaceable(found, kind, session);
      else if (found)
        return update(entity, diff(kind, fieldsThatCount(entity, kind, session.known), found.fields), session);
      if (isFailure(error, 'exists')) throw error;
    }
  }
  if (kind.attach) await attach(entity, kind, kind.attach, session);
}
