// Starts a local ION: a database, ION's schema over it, and the HTTP server that answers for both.
import { randomBytes } from 'node:crypto';
import { createPageEndpoints, type PageSession } from './page/page-endpoints.ts';
import { createFieldResolver, typeResolver } from './resolve/resolver.ts';
import { openSandboxStore, resetStore, type SandboxStore } from './sandbox-store.ts';
import { buildIonSchema } from './schema/build-schema.ts';
import { STARTING_KEY, signingKey } from './server/api-keys.ts';
import { createAuthenticate } from './server/authenticate.ts';
import { createControlEndpoint, RESET_PATH, STATUS_PATH } from './server/control-endpoint.ts';
import { createGraphqlEndpoint } from './server/graphql-endpoint.ts';
import { type Endpoint, type HttpServer, startHttpServer } from './server/http-server.ts';
import { type Counter, createCounter, type Statistics } from './server/statistics.ts';
import { createTokenEndpoint, PREFIXED_TOKEN_PATH, TOKEN_PATH } from './server/token-endpoint.ts';
import { createTokens, type Tokens } from './server/tokens.ts';
import type { Store } from './store/store.ts';

/** How to start a sandbox; everything may be left out. */
export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The directory that keeps the data, made if absent. Without it the data lives in memory and goes with the sandbox. */
  readonly data?: string;
  /** Where timestamps and the expiry of tokens come from; the system's clock by default. */
  readonly clock?: () => Date;
  /** How long an access token is good for; 300 by default, as with Keycloak (ION's own figure is not documented). */
  readonly tokenLifetimeSeconds?: number;
  /** Milliseconds by which each GraphQL answer is held back; 0 by default. */
  readonly latencyMs?: number;
}

/** A running sandbox. */
export interface Sandbox {
  /** The GraphQL endpoint, ending in `/graphql`. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly port: number;
  requests(): Statistics;
  /** Back to the starting rows, in one transaction; requests under way then find their objects gone. */
  reset(): Promise<void>;
  /** Lets running requests finish, saves, and frees port and directory. Calling it again does nothing. */
  close(): Promise<void>;
}

interface Parts {
  readonly store: Store;
  readonly counter: Counter;
  readonly tokens: Tokens;
  readonly secret: string;
}

const graphqlEndpoint = ({ store, counter, tokens }: Parts, now: () => Date, latencyMs: number): Endpoint =>
  createGraphqlEndpoint({
    schema: buildIonSchema(),
    fieldResolver: createFieldResolver(),
    typeResolver,
    store,
    now,
    authenticate: createAuthenticate(store, tokens),
    counter,
    latencyMs,
  });

/** The page works with the key that a fresh sandbox has. */
const pageSession = async (tokens: Tokens): Promise<PageSession> => ({
  token: await tokens.issue(STARTING_KEY.clientId, undefined),
  expiresInSeconds: tokens.lifetimeSeconds,
  clientId: STARTING_KEY.clientId,
});

const endpointsOf = (parts: Parts, graphql: Endpoint): ReadonlyMap<string, Endpoint> => {
  const { store, counter, tokens, secret } = parts;
  const token = createTokenEndpoint(store, tokens);
  const reset = async () => {
    await resetStore(store);
    return { reset: true };
  };
  return new Map([
    ['/graphql', graphql],
    [TOKEN_PATH, token],
    [PREFIXED_TOKEN_PATH, token],
    [STATUS_PATH, createControlEndpoint('GET', secret, counter.read)],
    [RESET_PATH, createControlEndpoint('POST', secret, reset)],
    ...createPageEndpoints({ session: () => pageSession(tokens), activity: () => ({ statistics: counter.read() }) }),
  ]);
};

const sandboxOf = (server: HttpServer, { store, counter }: Parts, end: () => void): Sandbox => {
  const origin = `http://127.0.0.1:${server.port}`;
  const close = async (): Promise<void> => {
    await server.close();
    end();
  };
  let closed: Promise<void> | undefined;
  return {
    url: `${origin}/graphql`,
    tokenUrl: `${origin}${TOKEN_PATH}`,
    clientId: STARTING_KEY.clientId,
    clientSecret: STARTING_KEY.clientSecret,
    port: server.port,
    requests: counter.read,
    reset: () => resetStore(store),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
};

const serve = async (open: SandboxStore, options: SandboxOptions): Promise<Sandbox> => {
  const { port = 0, clock = () => new Date(), tokenLifetimeSeconds = 300, latencyMs = 0 } = options;
  const { store } = open;
  const parts: Parts = {
    store,
    counter: createCounter(),
    tokens: createTokens(signingKey(store), clock, tokenLifetimeSeconds),
    secret: randomBytes(24).toString('base64url'),
  };
  const server = await startHttpServer(endpointsOf(parts, graphqlEndpoint(parts, clock, latencyMs)), port);
  const sandbox = sandboxOf(server, parts, open.end);
  open.announce({ pid: process.pid, port: server.port, url: sandbox.url, secret: parts.secret });
  return sandbox;
};

/**
 * Starts a sandbox on 127.0.0.1 and resolves once it answers. Rejects with a `SandboxError`: `port-in-use`,
 * `already-running` (another process serves the directory), `bad-data-directory`, `no-database`.
 */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const open = await openSandboxStore(options.data);
  try {
    return await serve(open, options);
  } catch (error) {
    open.end();
    throw error;
  }
};
