// Where files are uploaded to and downloaded from: below `/files/`, the stand-in for the store behind ION's addresses.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Gate } from '../server/gate.ts';
import { errorAnswer, type HttpAnswer, methodNotAllowed } from '../server/http.ts';
import type { Endpoint } from '../server/http-server.ts';
import type { SqlRow } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';

/** The paths of all files begin with it. */
export const FILES_PATH = '/files/';

/** ION's limit is not documented. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The bytes of a body; undefined for more than a file may have. Rejects when the client leaves. */
const readBytes = (request: IncomingMessage): Promise<Buffer | undefined> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BYTES) chunks.push(chunk);
    });
    request.on('end', () => resolve(size <= MAX_BYTES ? Buffer.concat(chunks) : undefined));
    request.on('error', reject);
    request.on('close', () => request.complete || reject(new Error('The client closed the connection.')));
  });

/** It ends in the file's name: clients take the ending from the path [EX download-supplier-attribute-files]. */
export const addressOfKey = (baseUrl: string, s3Key: string): string => {
  const [place, ...name] = s3Key.split('/');
  // A slash in the name is escaped too: before one, `..` would lead clients elsewhere.
  return `${baseUrl}${FILES_PATH}${place}/${encodeURIComponent(name.join('/'))}`;
};

const keyOf = ({ url = '' }: IncomingMessage): string => {
  const encoded = /^(?:\/t\/[^/]+)?\/files\/([^?]+)/.exec(url)?.[1] ?? '';
  try {
    return decodeURIComponent(encoded);
  } catch {
    return '';
  }
};

const placeOf = (store: Store, key: string): SqlRow | undefined =>
  store.prepare('SELECT * FROM "FileContent" WHERE "s3Key" = ?').get(key);

const save = async (store: Store, place: SqlRow, bytes: Buffer): Promise<HttpAnswer> => {
  const etag = createHash('md5').update(bytes).digest('hex');
  const sql = 'UPDATE "FileContent" SET "bytes" = ?, "etag" = ? WHERE "id" = ?';
  store.write(() => store.prepare(sql).run(bytes.toString('base64'), etag, place['id'] ?? null));
  await store.settled();
  return { status: 200, body: Buffer.alloc(0), headers: { etag: `"${etag}"` } };
};

/** The address is signed for one content type, as a store of that kind insists [EX sends it; the refusal is inferred]. */
const upload = async (
  store: Store,
  place: SqlRow,
  { headers }: IncomingMessage,
  bytes: Buffer | undefined,
): Promise<HttpAnswer> => {
  if (bytes === undefined) return errorAnswer(413, `A file may have at most ${MAX_BYTES} bytes.`);
  const given = headers['content-type'] ?? '';
  if (given !== place['contentType']) {
    return errorAnswer(403, `The upload must say "content-type: ${place['contentType']}", and said "${given}".`);
  }
  return save(store, place, bytes);
};

const download = (place: SqlRow): HttpAnswer =>
  place['bytes'] === null
    ? errorAnswer(404, 'Nothing was uploaded here.')
    : {
        status: 200,
        body: Buffer.from(String(place['bytes']), 'base64'),
        headers: { 'content-type': String(place['contentType']), etag: `"${place['etag']}"` },
      };

/** PUT fills the place that a key names, GET reads it; the key alone is the leave to do so. */
export const createFilesEndpoint =
  (store: Store, gate: Gate): Endpoint =>
  async request => {
    // Before the gate: a reset would wait for whoever is slow to send, and everybody else for the reset.
    const bytes = request.method === 'PUT' ? await readBytes(request) : undefined;
    return gate.shared(async () => {
      const place = placeOf(store, keyOf(request));
      if (place === undefined) return errorAnswer(404, 'There is no such file.');
      if (request.method === 'PUT') return upload(store, place, request, bytes);
      return request.method === 'GET' ? download(place) : methodNotAllowed('GET, PUT');
    });
  };
