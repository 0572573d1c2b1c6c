/** Carries out one change: sends its mutations, and settles what a lost answer or a stale etag leaves open. */
import type { Call, Kind } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { Change, Delete, Edit, Transition } from '../plan/change.ts';
import { diff, editedFields, fieldsThatCount, statusOf } from '../plan/diff.ts';
import type { Row } from '../remote/decode.ts';
import type { Dialect } from '../remote/dialect.ts';
import { mutationDocument, selection } from '../remote/documents.ts';
import { encodeCall, encodeFields, encodeTarget, Unbound } from '../remote/encode.ts';
import { Failure, isFailure } from '../remote/failure.ts';
import { uploadFile } from '../remote/file-store.ts';
import { marksOf } from '../remote/marks.ts';
import { ionName, rootKind } from '../remote/naming.ts';
import { observeKind, readRow } from '../remote/observe.ts';
import { bindRow, type Recognised } from '../remote/recognise.ts';
import type { Transport } from '../remote/transport.ts';
import { openContent } from '../source/file-content.ts';
import type { ActualEntity, Address, DesiredState, Entity } from '../state/entity.ts';
import type { Fields } from '../state/value.ts';
import { inTurn } from './in-turn.ts';

/** How often one change looks the target up again before it gives up. */
const TRIES = 3;

export interface Session {
  readonly desired: DesiredState;
  /** What is known of the target: grows with every answer. */
  readonly known: Recognised;
  readonly transport: Transport;
  readonly dialect: Dialect;
}

/** The planner makes changes only for what is declared or was read. */
function declared(address: Address, session: Session): Entity {
  const entity = session.desired.entities.get(address);
  if (!entity) throw new Error(`${address} is not declared`);
  return entity;
}

type Payload = Readonly<Record<string, Row | string | null>>;

async function ask(call: Call, members: Fields, payload: string, session: Session): Promise<Payload> {
  const variables = encodeCall(call, members);
  const document = mutationDocument(call, Object.keys(variables), payload, session.dialect);
  const answer = await session.transport.request<Record<string, Payload | null>>(document, variables);
  return answer[call.mutation] ?? {};
}

function rowIn(call: Call, answer: Payload): Row | undefined {
  const row = call.payload === undefined ? undefined : answer[call.payload];
  return typeof row === 'object' ? (row ?? undefined) : undefined;
}

async function send(call: Call, members: Fields, payload: string, session: Session): Promise<Row | undefined> {
  return rowIn(call, await ask(call, members, payload, session));
}

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

/** The address of the root object in whose page an entity is read. */
function rootOf(address: Address, session: Session): Address {
  const entity = session.desired.entities.get(address);
  const kind = entity && kindOf(entity.kind);
  if (!entity || !kind?.within) return session.known.extras.get(address)?.root ?? address;
  return rootOf(String(entity.fields[kind.within.field]), session);
}

/** Reads an entity again, with everything that is read with it. Whether it is there is then seen in `known`. */
async function refresh(address: Address, session: Session): Promise<void> {
  const root = declared(rootOf(address, session), session);
  const kind = rootKind(kindOf(root.kind));
  const id = session.known.entities.get(root.address)?.numbers['id'];
  const { desired, known, transport, dialect } = session;
  if (id === undefined) {
    await observeKind(kind, [root], desired, known, transport, dialect);
    return;
  }
  const row = await readRow(kind, id, transport, dialect);
  known.forgetInside(root.address);
  if (row) bindRow(kind, row, root, desired, known);
  else known.entities.delete(root.address);
}

function missing(address: Address): Failure {
  const kind = kindOf(address.slice(0, address.indexOf('/')));
  const message = kind.spawned ? `ION made no ${kind.name} for ${address}` : `${address} is not in the target any more`;
  return new Failure({ kind: 'not-found', message });
}

/** Values as members of an input; what is not known yet, because ION spawned it, is read first. */
async function encoded<T>(encode: () => T, session: Session): Promise<T> {
  try {
    return encode();
  } catch (error) {
    if (!(error instanceof Unbound)) throw error;
    await refresh(error.address, session);
    try {
      return encode();
    } catch (again) {
      throw again instanceof Unbound ? missing(again.address) : again;
    }
  }
}

async function rowOf(address: Address, session: Session): Promise<ActualEntity> {
  const { known } = session;
  const find = () => known.entities.get(address) ?? known.extras.get(address);
  if (!find()) await refresh(address, session);
  const row = find();
  if (!row) throw missing(address);
  return row;
}

/** Takes up what a mutation answered: the object itself, or the owner of a link, whose etag was sent. */
function bindAnswer(call: Call, row: Row | undefined, entity: Entity, session: Session): void {
  const { known, desired } = session;
  const kind = kindOf(entity.kind);
  if (typeof call.etag !== 'object') {
    if (row) bindRow(kind, row, entity, desired, known);
    return;
  }
  bindOwner(call, row, entity, session);
  known.add({
    address: entity.address,
    kind: entity.kind,
    fields: entity.fields,
    numbers: {},
    root: rootOf(entity.address, session),
  });
}

/** Takes up the new etag of the object whose etag was sent. */
function bindOwner(
  call: Call,
  row: Row | undefined,
  { fields }: Pick<Entity, 'fields'>,
  { known }: Session,
): ActualEntity | undefined {
  const address = etagOwner(call, fields);
  const owner = address === undefined ? undefined : known.entities.get(address);
  if (owner && row?._etag != null) known.add({ ...owner, etag: row._etag });
  return owner;
}

/** The object whose etag a call sends, when that is not the row's own. */
function etagOwner(call: Call, fields: Fields): Address | undefined {
  return typeof call.etag === 'object' ? String(fields[call.etag.of]) : undefined;
}

/** What an answer shows: all of the object's own fields and what ION made with it; of a link's owner the etag. */
function answered(call: Call, kind: Kind, inside: 'all' | 'spawned' | 'none', session: Session): string {
  return typeof call.etag === 'object' ? 'id _etag' : selection(kind, session.dialect, inside);
}

async function sendCreate(entity: Entity, kind: Kind, call: Call, session: Session): Promise<void> {
  const owner = etagOwner(call, entity.fields);
  await inTurn(session.known, owner, async () => {
    const members = await encoded(() => {
      const own = encodeFields(kind, entity.fields, 'create', session.known.entities);
      return owner === undefined ? own : { ...own, etag: session.known.entities.get(owner)?.etag ?? '' };
    }, session);
    const answer = await ask(call, members, answered(call, kind, 'spawned', session), session);
    bindAnswer(call, rowIn(call, answer), entity, session);
    await upload(call, answer, entity);
  });
  if (kind.attach) await attach(entity, kind, kind.attach, session);
}

/** Puts what was just made where it stands. When its owner was changed by someone else meanwhile, that is read again. */
async function attach(entity: Entity, kind: Kind, call: Call, session: Session): Promise<void> {
  const row = await rowOf(entity.address, session);
  const owner = etagOwner(call, entity.fields);
  for (let left = TRIES; ; left -= 1) {
    try {
      return await inTurn(session.known, owner, async () => {
        const members = await encoded(() => encodeTarget(kind, call, row, session.known.entities), session);
        bindOwner(call, await send(call, members, 'id _etag', session), entity, session);
      });
    } catch (error) {
      if (!isFailure(error, 'conflict') || owner === undefined || left <= 1) throw error;
      await refresh(owner, session);
      session.known.add(row);
    }
  }
}

/** Takes away what a create left half made, so that it can be made again. */
async function replaceable(found: ActualEntity, kind: Kind, session: Session): Promise<void> {
  const { address } = found;
  if (kind.remove) await remove({ address, kind: kind.name, actual: found }, kind.remove, session);
}

/** Creates, unless it turns out to be there: then it is brought to what is declared. */
async function create(entity: Entity, session: Session): Promise<void> {
  const kind = kindOf(entity.kind);
  if (!kind.create) throw new Error(`a ${kind.name} cannot be created`);
  for (let left = TRIES; ; left -= 1) {
    try {
      return await sendCreate(entity, kind, kind.create, session);
    } catch (error) {
      const isOpen = error instanceof Failure && (error.lost || isFailure(error, 'exists', 'conflict'));
      if (!isOpen || left <= 1) throw error;
      const owner = etagOwner(kind.create, entity.fields);
      await refresh(entity.address, session);
      if (owner !== undefined && rootOf(owner, session) !== rootOf(entity.address, session))
        await refresh(owner, session);
      const found = session.known.entities.get(entity.address);
      // The address to upload to is lost with the answer, and nothing gives another.
      if (found && kind.create.upload) await replaceable(found, kind, session);
      else if (found)
        return update(entity, diff(kind, fieldsThatCount(entity, session.known.entities), found.fields), session);
      if (isFailure(error, 'exists')) throw error;
    }
  }
}

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
  const row = await rowOf(entity.address, session);
  const edited = call.whole ? entity.fields : editedFields(kind, edits, entity.fields);
  const fields = { ...edited, ...marksIn(kind, entity.fields) };
  await inTurn(session.known, etagOwner(call, entity.fields), async () => {
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
async function update(entity: Entity, edits: readonly Edit[], session: Session): Promise<void> {
  const kind = kindOf(entity.kind);
  let open = edits;
  for (let left = TRIES; open.length > 0; left -= 1) {
    if (!kind.update) throw new Error(`a ${kind.name} cannot be updated`);
    try {
      return await sendUpdate(entity, kind, kind.update, open, session);
    } catch (error) {
      if (!(error instanceof Failure && (error.lost || isFailure(error, 'conflict'))) || left <= 1) throw error;
      await refresh(entity.address, session);
      open = diff(kind, fieldsThatCount(entity, session.known.entities), (await rowOf(entity.address, session)).fields);
    }
  }
}

async function transition(change: Transition, entity: Entity, session: Session): Promise<void> {
  const kind = kindOf(entity.kind);
  const { lifecycle, update: call } = kind;
  if (!lifecycle || !call) throw new Error(`a ${kind.name} has no lifecycle`);
  const member = ionName(lifecycle.field, kind.fields[lifecycle.field] ?? { type: 'text' });
  for (let left = TRIES; ; left -= 1) {
    const row = await rowOf(entity.address, session);
    if (statusOf(kind, row) === change.to) return;
    try {
      const members = { ...encodeTarget(kind, call, row, session.known.entities), [member]: change.to };
      const answer = await send(call, members, answered(call, kind, 'none', session), session);
      return bindAnswer(call, answer, entity, session);
    } catch (error) {
      if (!(error instanceof Failure && (error.lost || isFailure(error, 'conflict'))) || left <= 1) throw error;
      await refresh(entity.address, session);
    }
  }
}

async function revise(entity: Entity, session: Session): Promise<void> {
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

async function remove(
  change: Pick<Delete, 'address' | 'kind' | 'actual'>,
  call: Call,
  session: Session,
): Promise<void> {
  const kind = kindOf(change.kind);
  const { known } = session;
  for (let left = TRIES; ; left -= 1) {
    const row = known.entities.get(change.address) ?? known.extras.get(change.address) ?? change.actual;
    try {
      await inTurn(known, etagOwner(call, row.fields), async () => {
        bindOwner(
          call,
          await send(call, encodeTarget(kind, call, row, known.entities), 'id _etag', session),
          row,
          session,
        );
      });
      known.entities.delete(change.address);
      return;
    } catch (error) {
      if (isFailure(error, 'not-found')) return;
      if (!(error instanceof Failure && (error.lost || isFailure(error, 'conflict'))) || left <= 1) throw error;
      await refresh(row.root, session);
      if (!known.entities.has(change.address) && !known.extras.has(change.address)) return;
    }
  }
}

async function removeOrRetire(change: Delete, session: Session): Promise<void> {
  const { remove: call, retire } = kindOf(change.kind);
  const calls = change.retires === undefined ? (call ? [call] : []) : (retire?.calls ?? []);
  for (const each of calls) await remove(change, each, session);
}

/** Carries out one change. Rejects with a `Failure` when the target does not let it happen. */
export async function perform(change: Change, session: Session): Promise<void> {
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
    case 'delete':
      return removeOrRetire(change, session);
  }
}
