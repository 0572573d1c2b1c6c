/** A real HTTP server that answers as a test tells it, and records what it was asked. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Answer = (response: ServerResponse, asked: Asked, index: number) => void;

export interface ScriptedServer {
  readonly origin: string;
  readonly url: string;
  readonly asked: readonly Asked[];
  /** The most requests that were ever being answered at once. */
  readonly peak: number;
  /** Connections ever accepted. */
  readonly connections: number;
  close(): Promise<void>;
}

/** The answers are used up in turn; the last one stays. */
export async function startScripted(...answers: readonly Answer[]): Promise<ScriptedServer> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let inFlight = 0;
  let peak = 0;
  const server = createServer((request, response) => {
    inFlight += 1;
    peak = Math.max(peak, inFlight);
    response.on('close', () => {
      inFlight -= 1;
    });
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const entry = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      const index = asked.push(entry) - 1;
      answers[Math.min(index, answers.length - 1)]?.(response, entry, index);
    });
  });
  server.on('connection', socket => sockets.add(socket));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/graphql`,
    asked,
    get peak() {
      return peak;
    },
    get connections() {
      return sockets.size;
    },
    close: () => closeAll(server),
  };
}

function closeAll(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return response => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

export const ok: Answer = json({ data: { ok: true } });

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return response => {
    response.writeHead(code, headers);
    response.end();
  };
}

export function page(code: number, text: string): Answer {
  return response => {
    response.writeHead(code, { 'content-type': 'text/html' });
    response.end(text);
  };
}

/** Breaks the connection before a byte of the answer. */
export const resetBefore: Answer = response => {
  response.socket?.resetAndDestroy();
};

/** Breaks the connection in the middle of the body. */
export const resetWithin: Answer = response => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"data":', () => response.socket?.resetAndDestroy());
};

/** Sends the head of an answer and never the rest. */
export const stall: Answer = response => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"data":');
};
