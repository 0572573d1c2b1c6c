/** Sends one mutation, and takes up what it answers. */
import type { Call, Kind } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { Row } from '../remote/decode.ts';
import { mutationDocument, selection } from '../remote/documents.ts';
import { encodeCall } from '../remote/encode.ts';
import { bindRow } from '../remote/recognise.ts';
import type { Address, Entity } from '../state/entity.ts';
import type { Fields } from '../state/value.ts';
import { rootOf, type Session } from './session.ts';

export type Payload = Readonly<Record<string, Row | string | null>>;

export async function ask(call: Call, members: Fields, payload: string, session: Session): Promise<Payload> {
  const variables = encodeCall(call, members);
  const document = mutationDocument(call, Object.keys(variables), payload, session.dialect);
  const answer = await session.transport.request<Record<string, Payload | null>>(document, variables);
  return answer[call.mutation] ?? {};
}

export function rowIn(call: Call, answer: Payload): Row | undefined {
  const row = call.payload === undefined ? undefined : answer[call.payload];
  return typeof row === 'object' ? (row ?? undefined) : undefined;
}

export async function send(call: Call, members: Fields, payload: string, session: Session): Promise<Row | undefined> {
  return rowIn(call, await ask(call, members, payload, session));
}

/** Takes up what a mutation answered: the object itself, or the owner of a link, whose etag was sent. */
export function bindAnswer(call: Call, row: Row | undefined, entity: Entity, session: Session): void {
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
export function bindOwner(
  call: Call,
  row: Row | undefined,
  { fields }: Pick<Entity, 'fields'>,
  { known }: Session,
): void {
  const address = etagOwner(call, fields);
  const owner = address === undefined ? undefined : known.entities.get(address);
  if (owner && row?._etag != null) known.add({ ...owner, etag: row._etag });
}

/** The object whose etag a call sends, when that is not the row's own. */
export function etagOwner(call: Call, fields: Fields): Address | undefined {
  return typeof call.etag === 'object' ? String(fields[call.etag.of]) : undefined;
}

/** What an answer shows: all of the object's own fields and what ION made with it; of a link's owner the etag. */
export function answered(call: Call, kind: Kind, inside: 'all' | 'spawned' | 'none', session: Session): string {
  return typeof call.etag === 'object' ? 'id _etag' : selection(kind, session.dialect, inside);
}
