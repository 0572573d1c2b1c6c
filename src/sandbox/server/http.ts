// Reading bodies and writing JSON answers over `node:http`.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { reasonOf } from '../sandbox-error.ts';

/** An answer that ends the handling of a request early; `body` is sent as JSON, or as it is when it is a Buffer. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** How the answer is kept from arriving whole and at once. */
  readonly delivery?: Delivery;
}

/** An answer that is ready to be sent. */
export type WrittenAnswer = HttpAnswer & { readonly body: Buffer };

/** A fault on the answer's way: no answer at all, a share of its body, or a body that trickles. */
export type Delivery =
  | { readonly kind: 'reset' }
  | { readonly kind: 'truncated'; readonly share: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number };

const BODY_LIMIT = 16 * 1024 * 1024;

/** The body as ION sends it with every status: `{"errors": [{"message", "extensions"?}]}` [docs]. */
export const errorAnswer = (
  status: number,
  message: string,
  { code, headers }: { code?: string; headers?: Readonly<Record<string, string>> } = {},
): HttpAnswer => ({
  status,
  body: { errors: [code === undefined ? { message } : { message, extensions: { code } }] },
  ...(headers === undefined ? {} : { headers }),
});

/** Whether a request came over TLS. */
export const isSecure = ({ socket }: IncomingMessage): boolean => (socket as Partial<TLSSocket>).encrypted === true;

/** The answer to a method that a path does not take. */
export const methodNotAllowed = (allowed: string): HttpAnswer =>
  errorAnswer(405, `This path takes ${allowed} only.`, { headers: { allow: allowed } });

/** The whole body as text, or the 413 that a body of more than 16 MB is answered with. Rejects when the client leaves. */
export const readBody = (request: IncomingMessage): Promise<string | HttpAnswer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) chunks.push(chunk);
      else
        resolve(
          errorAnswer(413, `A request may have at most ${BODY_LIMIT} bytes.`, { headers: { connection: 'close' } }),
        );
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
    request.on('close', () => request.complete || reject(new Error('The client closed the connection.')));
  });

/** Throws for what is too long for one text: V8 (Node 20) ends at 512 MB. */
const jsonOf = (body: unknown): string => {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw new Error(`the answer cannot be written as JSON (${reasonOf(cause)}); ask for less of it, in pages`, {
      cause,
    });
  }
};

/** The answer as bytes, so that a slow or broken delivery can cut them anywhere. Throws when its body cannot be written. */
export const withBytes = (answer: HttpAnswer): WrittenAnswer => ({
  ...answer,
  body: Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(jsonOf(answer.body)),
});

const sendSlowly = (response: ServerResponse, bytes: Buffer, bytesPerSecond: number): void => {
  const slices = 10;
  const size = Math.max(1, Math.ceil(bytesPerSecond / slices));
  let sent = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, sent + size));
    sent += size;
    if (sent >= bytes.length) response.end();
  }, 1000 / slices);
  response.once('close', () => clearInterval(timer));
  response.once('finish', () => clearInterval(timer));
};

const deliver = (response: ServerResponse, bytes: Buffer, delivery: Exclude<Delivery, { kind: 'reset' }>): void => {
  if (delivery.kind === 'slow') sendSlowly(response, bytes, delivery.bytesPerSecond);
  else response.write(bytes.subarray(0, Math.floor(bytes.length * delivery.share)), () => response.socket?.destroy());
};

/** Sends the answer, complete with its length, so that the connection stays open for the next request. */
export const sendAnswer = (response: ServerResponse, answer: WrittenAnswer): void => {
  const { delivery, body: bytes } = answer;
  if (delivery?.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    ...answer.headers,
  });
  if (delivery === undefined) response.end(bytes);
  else deliver(response, bytes, delivery);
};
