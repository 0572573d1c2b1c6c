/** Makes a new version of something that is past editing. */
import type { Call, Kind } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import { diff, fieldsThatCount, statusOf } from '../plan/diff.ts';
import { encodeTarget } from '../remote/encode.ts';
import { Failure } from '../remote/failure.ts';
import { observeKind } from '../remote/observe.ts';
import { bindRow } from '../remote/recognise.ts';
import type { ActualEntity, Entity } from '../state/entity.ts';
import { create } from './create.ts';
import { answered, send } from './send.ts';
import { rowOf, type Session, TRIES } from './session.ts';
import { update } from './update.ts';

/** Whether an editable version is there; it is read again, since an answer that was lost may have been that of its making. */
async function isOpen(entity: Entity, kind: Kind, session: Session): Promise<boolean> {
  const { known } = session;
  known.forgetInside(entity.address);
  await observeKind(kind, [entity], session);
  const found = known.entities.get(entity.address);
  return found !== undefined && statusOf(kind, found) === kind.lifecycle?.open;
}

/** Makes the new version, once: whether one is there already is looked up before anything is sent again. */
async function makeVersion(entity: Entity, kind: Kind, call: Call, session: Session): Promise<void> {
  const { desired, known } = session;
  for (let left = TRIES; ; left -= 1) {
    const row = await rowOf(entity.address, session);
    try {
      const members = encodeTarget(kind, call, row, known.entities);
      const answer = await send(call, members, answered(call, kind, 'all', session), session);
      known.forgetInside(entity.address);
      if (answer) bindRow(kind, answer, entity, desired, known);
      return;
    } catch (error) {
      if (!(error instanceof Failure) || !error.lost) throw error;
      if (await isOpen(entity, kind, session)) return;
      if (left <= 1) throw error;
    }
  }
}

/**
 * Makes what is declared and did not come with the new version, although its former one has it. That a version takes
 * its labels along is documented of none.
 */
async function makeLeftOut(owner: Entity, before: readonly ActualEntity[], session: Session): Promise<void> {
  const { desired, known } = session;
  const declared = before.map(({ address }) => desired.entities.get(address)).filter(entity => entity !== undefined);
  const isLeftOut = ({ mode, address }: Entity) => mode === 'managed' && !known.entities.has(address);
  // The answer does not show everything.
  if (declared.some(isLeftOut)) await observeKind(kindOf(owner.kind), [owner], session);
  for (const entity of declared) if (isLeftOut(entity)) await create(entity, session);
}

export async function revise(entity: Entity, session: Session): Promise<void> {
  const kind = kindOf(entity.kind);
  const call = kind.lifecycle?.revise;
  if (!call) throw new Error(`a ${kind.name} has no versions`);
  const before = session.known.inside(entity.address);
  await makeVersion(entity, kind, call, session);
  await makeLeftOut(entity, before, session);
  const { fields } = await rowOf(entity.address, session);
  await update(entity, diff(kind, fieldsThatCount(entity, kind, session.known), fields), session);
}
