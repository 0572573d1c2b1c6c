// The HTTP server on the loopback address: sends each request to the endpoint of its path, and closes in order.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SandboxError } from '../sandbox-error.ts';
import type { Certificate } from '../tls/certificate.ts';
import { errorAnswer, type HttpAnswer, sendAnswer, type WrittenAnswer, withBytes } from './http.ts';

/** Answers the requests of one path. */
export type Endpoint = (request: IncomingMessage) => Promise<HttpAnswer>;

/** The endpoint of a path; one that answers 404 where nothing is served. */
export type FindEndpoint = (path: string) => Endpoint;

/** Not in the form of GraphQL errors: those would say that some object was not found, by an endpoint that there is not. */
const nothingServed = (path: string, endpoints: ReadonlyMap<string, Endpoint>): HttpAnswer => ({
  status: 404,
  body: { error: `Nothing is served at ${path}; the paths are ${[...endpoints.keys()].join(', ')}.` },
});

/** Of these endpoints by path; one whose path ends in `/` answers for all paths below it. */
export const findAmong =
  (endpoints: ReadonlyMap<string, Endpoint>): FindEndpoint =>
  path =>
    endpoints.get(path) ?? endpoints.get(`/${path.split('/')[1]}/`) ?? (async () => nothingServed(path, endpoints));

/** A server that listens; `close` lets running requests finish and then frees the port. */
export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

// Above what clients use, so that it is never the server that closes a connection on which a request is under way.
const KEEP_ALIVE_MS = 120_000;

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?')[0] ?? '/';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const answerOf = async (find: FindEndpoint, request: IncomingMessage): Promise<WrittenAnswer> => {
  try {
    return withBytes(await find(pathOf(request))(request));
  } catch (error) {
    return withBytes(errorAnswer(500, `The sandbox failed: ${messageOf(error)}`, { code: 'INTERNAL_ERROR' }));
  }
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const inUse = cause.code === 'EADDRINUSE' || cause.code === 'EACCES';
      const sentence = `Port ${port} on ${HOST} cannot be used (${cause.code}): choose another, or 0 for any free one.`;
      reject(inUse ? new SandboxError('port-in-use', sentence, { cause }) : cause);
    });
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port));
  });

const GRACE_MS = 5_000;

/** Waits for the answers under way, though not for a client that never finishes its request. */
const close = async (server: Server, running: ReadonlySet<Promise<void>>, endAll: () => void): Promise<void> => {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  const grace = setTimeout(endAll, GRACE_MS);
  await Promise.all(running);
  endAll();
  clearTimeout(grace);
  await closed;
};

const sent = (response: ServerResponse, answer: WrittenAnswer): Promise<void> =>
  new Promise(resolve => {
    // A client that has gone away closed it before there was an answer to send.
    if (response.closed) return resolve();
    response.once('close', resolve);
    sendAnswer(response, answer);
  });

/** What ends all connections at once; with a certificate the server speaks HTTPS too. */
const prepare = async (server: Server, certificate: Certificate | undefined): Promise<() => void> => {
  const endRequests = (): void => server.closeAllConnections();
  if (certificate === undefined) return endRequests;
  const { takeTls } = await import('../tls/take-tls.ts');
  return takeTls(server, certificate);
};

/**
 * Listens on 127.0.0.1; port 0 takes any free one. With a certificate it answers HTTPS on that port as well. Rejects with
 * `port-in-use` when the port cannot be had.
 */
export const startHttpServer = async (
  find: FindEndpoint,
  port: number,
  certificate: Certificate | undefined,
): Promise<HttpServer> => {
  const running = new Set<Promise<void>>();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const answered = answerOf(find, request).then(answer => sent(response, answer));
    running.add(answered);
    void answered.finally(() => running.delete(answered));
  });
  const endAll = await prepare(server, certificate);
  return { port: await listen(server, port), close: () => close(server, running, endAll) };
};
