/** Changes one object: its fields, or its state. */
import type { Call, Kind } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { Edit, Transition } from '../plan/change.ts';
import { diff, editedFields, fieldsThatCount, statusOf } from '../plan/diff.ts';
import { encodeFields, encodeTarget } from '../remote/encode.ts';
import { marksOf } from '../remote/marks.ts';
import { ionName } from '../remote/naming.ts';
import type { Entity } from '../state/entity.ts';
import type { Fields } from '../state/value.ts';
import { approve } from './approve.ts';
import { inTurn } from './in-turn.ts';
import { answered, bindAnswer, etagOwner, send } from './send.ts';
import { encoded, isUnsettled, refresh, rowOf, type Session, TRIES } from './session.ts';

/** The marks of an entity, which go along with the texts that they stand in. */
function marksIn(kind: Kind, fields: Fields): Fields {
  return Object.fromEntries(marksOf(kind).map(({ name }) => [name, fields[name] ?? null]));
}

async function sendUpdate(
  entity: Entity,
  kind: Kind,
  call: Call,
  edits: readonly Edit[],
  session: Session,
): Promise<void> {
  const edited = call.whole ? entity.fields : editedFields(kind, edits, entity.fields);
  const fields = { ...edited, ...marksIn(kind, entity.fields) };
  // What is linked with an object may send its etag too.
  await inTurn(session.known, etagOwner(call, entity.fields) ?? entity.address, async () => {
    const row = await rowOf(entity.address, session);
    const members = await encoded(() => {
      const { entities } = session.known;
      return {
        ...encodeTarget(kind, call, row, entities),
        ...encodeFields(kind, fields, 'update', entities, row.attributeEtags ?? {}),
      };
    }, session);
    bindAnswer(call, await send(call, members, answered(call, kind, 'none', session), session), entity, session);
  });
}

/** Sends edits; when someone else was faster, or the answer was lost, only what still differs. */
export async function update(entity: Entity, edits: readonly Edit[], session: Session): Promise<void> {
  const kind = kindOf(entity.kind);
  let open = edits;
  for (let left = TRIES; open.length > 0; left -= 1) {
    if (!kind.update) throw new Error(`a ${kind.name} cannot be updated`);
    try {
      return await sendUpdate(entity, kind, kind.update, open, session);
    } catch (error) {
      if (!isUnsettled(error) || left <= 1) throw error;
      await refresh(entity.address, session);
      open = diff(kind, fieldsThatCount(entity, kind, session.known), (await rowOf(entity.address, session)).fields);
    }
  }
}

export async function transition(change: Transition, entity: Entity, session: Session): Promise<void> {
  const kind = kindOf(entity.kind);
  const { lifecycle, update: call } = kind;
  if (!lifecycle || !call) throw new Error(`a ${kind.name} has no lifecycle`);
  const member = ionName(kind, lifecycle.field);
  if (change.approved) await approve(entity, session);
  for (let left = TRIES; ; left -= 1) {
    const row = await rowOf(entity.address, session);
    if (statusOf(kind, row) === change.to) return;
    try {
      const members = { ...encodeTarget(kind, call, row, session.known.entities), [member]: change.to };
      const answer = await send(call, members, answered(call, kind, 'none', session), session);
      return bindAnswer(call, answer, entity, session);
    } catch (error) {
      if (!isUnsettled(error) || left <= 1) throw error;
      await refresh(entity.address, session);
    }
  }
}
