// Starts a local ION: databases, ION's schema over them, and the HTTP server that answers for all.
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { checkOptions } from './check-options.ts';
import type { ClockOption } from './determinism/clock.ts';
import type { FaultControl } from './faults/control.ts';
import type { Rules } from './rules.ts';
import { CONTROL_PATHS, type ControlAccess, createControlEndpoint, textIn } from './server/control-endpoint.ts';
import { controlsOf } from './server/controls.ts';
import type { ErrorMode } from './server/error-mode.ts';
import { type Endpoint, type FindEndpoint, findAmong, type HttpServer, startHttpServer } from './server/http-server.ts';
import type { LogEntry } from './server/operation-log.ts';
import type { Statistics } from './server/statistics.ts';
import { TOKEN_PATH } from './server/token-endpoint.ts';
import { settingsOf } from './settings.ts';
import type { Snapshot } from './snapshots/snapshot-files.ts';
import type { Tenant } from './tenant.ts';
import { openTenants, prefixOf, splitPrefix, type Tenants } from './tenants.ts';
import type { Certificate } from './tls/certificate.ts';
import { authorityPath, keepCertificate } from './tls/keep-certificate.ts';
import type { WebhookOptions } from './webhooks/deliveries.ts';

/** How to start a sandbox; everything may be left out. What is said of behaviour holds for all tenants. */
export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The directory that keeps the data, made if absent. Without it the data lives in memory and goes with the sandbox. */
  readonly data?: string;
  /**
   * Where to begin, and where a reset goes back to: `blank`, a snapshot of this sandbox by name, or any snapshot by its
   * path. By default a new sandbox is blank and a directory goes on where it was. Named tenants begin with the same.
   */
  readonly from?: string;
  /** Tenants to open at once; others open when `tenant` first names them. */
  readonly tenants?: readonly string[];
  /** Where timestamps and the expiry of tokens come from; the system's clock by default. */
  readonly clock?: ClockOption;
  /** Makes everything random the same in each run; unpredictable without it. */
  readonly seed?: string | number;
  /** How long an access token is good for; 300 by default, as with Keycloak (ION's own figure is not documented). */
  readonly tokenLifetimeSeconds?: number;
  /**
   * The address by which ION's API would know itself: a token that was asked for with another `audience` is refused. By default
   * every token of this sandbox is taken, since public clients ask with an audience that is not the API's address [IMP].
   */
  readonly audience?: string;
  /** Milliseconds by which each GraphQL answer is held back; 0 by default. */
  readonly latencyMs?: number;
  /** A GraphQL call that takes longer, or is held back for longer, ends in 502; 30,000 milliseconds by default [MAN, GUIDE]. */
  readonly timeLimitMs?: number;
  /** Where the documents leave a behaviour open, which one is served; the defaults are told with each. */
  readonly rules?: Partial<Rules>;
  /** Whether GraphQL errors come with HTTP 200, the default [docs], or with a status of their own [TS]. */
  readonly errors?: ErrorMode;
  /** Which webhook events are really sent; all of them end in a sink by default [docs sandbox]. */
  readonly webhooks?: WebhookOptions;
  /** Opens the control endpoints to every program on this machine; off by default. */
  readonly control?: boolean;
  /**
   * Answers HTTPS as well, on the same port, for clients that know no other; off by default. The certificate is for this
   * machine and for the `names` given, such as hosts that a client has built in and that are made to lead here.
   */
  readonly tls?: boolean | { readonly names: readonly string[] };
}

/** An organisation of its own: its keys, data, clock, faults and figures are not those of others. */
export interface SandboxTenant {
  /** The GraphQL endpoint, ending in `/graphql`. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly faults: FaultControl;
  requests(): Statistics;
  /** The last operations, 1,000 at most, oldest first; with `after` only those with a higher number. */
  log(after?: number): LogEntry[];
  /** The time as the tenant sees it. */
  now(): Date;
  /** Moves the tenant's clock forward. Throws `bad-option` for anything but milliseconds from 0. */
  advanceClock(milliseconds: number): void;
  /**
   * Back to the starting state, in one transaction. It waits for the requests under way, and those that come meanwhile
   * wait for it. Tokens stay good.
   */
  reset(): Promise<void>;
  /** Saves the state under a name, over one of that name. Rejects with `bad-name`. */
  snapshot(name: string): Promise<void>;
  /**
   * Replaces the state by a snapshot's, named or by its path, or by `blank`; otherwise like `reset`. Rejects with
   * `no-snapshot`, `bad-snapshot`, `bad-name`, or `other-layout` when another version of the sandbox made it.
   */
  restore(nameOrPath: string): Promise<void>;
  listSnapshots(): Snapshot[];
  /** Resolves when no webhook event is being sent and no further attempt is due. */
  webhooksSettled(): Promise<void>;
  /**
   * Frees what the tenant holds, once the requests under way are answered. One in memory is gone then; one that is kept in a
   * data directory opens again when it is named or asked for. Calling it again does nothing.
   */
  close(): Promise<void>;
}

/** The authority behind the server's certificate: its own certificate in PEM, and the file that has it where data is kept. */
export interface Authority {
  readonly pem: string;
  readonly path: string | undefined;
}

/** A running sandbox; it is its own first tenant. */
export interface Sandbox extends SandboxTenant {
  readonly port: number;
  /** What clients have to trust to use HTTPS. Undefined without `tls`. */
  readonly authority: Authority | undefined;
  /** A tenant by its name, made at the first call. Rejects with `bad-name`, and as `startSandbox` does. */
  tenant(name: string): Promise<SandboxTenant>;
  /** Lets running requests finish, saves, and frees port and directory, for all tenants. Calling it again does nothing. */
  close(): Promise<void>;
}

const facadeOf = (tenant: Tenant, origin: string, prefix: string): Omit<SandboxTenant, 'close'> => {
  const { key, faults, clock, deliveries, requests, log, reset, snapshot, restore, listSnapshots } = tenant;
  return {
    url: `${origin}${prefix}/graphql`,
    tokenUrl: `${origin}${prefix}${TOKEN_PATH}`,
    clientId: key.clientId,
    clientSecret: key.clientSecret,
    faults: { add: faults.add, clear: faults.clear, list: faults.list },
    now: clock.now,
    advanceClock: clock.advance,
    webhooksSettled: deliveries.idle,
    ...{ requests, log, reset, snapshot, restore, listSnapshots },
  };
};

const originOf = (port: number): string => `http://127.0.0.1:${port}`;

/** Programs in other languages make and find their tenants here. */
const tenantControls = (tenants: Tenants, access: ControlAccess, port: () => number): Endpoint =>
  createControlEndpoint(access, {
    get: () => tenants.names(),
    post: async input => {
      const name = textIn(input, 'name');
      const { url, tokenUrl, clientId, clientSecret } = facadeOf(
        await tenants.get(name),
        originOf(port()),
        prefixOf(name),
      );
      return { url, tokenUrl, clientId, clientSecret };
    },
  });

/** The default tenant's endpoints stand at the root, those of the others below their prefix. */
const createFind = (tenants: Tenants, access: ControlAccess, port: () => number): FindEndpoint => {
  const { main } = tenants;
  const findMain = findAmong(
    new Map([
      ...main.endpoints,
      ...controlsOf(main, access),
      [CONTROL_PATHS.tenants, tenantControls(tenants, access, port)],
    ]),
  );
  const findOf = new WeakMap<Tenant, FindEndpoint>();
  const inTenant = (tenant: Tenant): FindEndpoint => {
    const known = findOf.get(tenant);
    if (known !== undefined) return known;
    const found = findAmong(new Map([...tenant.endpoints, ...controlsOf(tenant, access)]));
    findOf.set(tenant, found);
    return found;
  };
  return path => {
    const prefixed = splitPrefix(path);
    if (prefixed === undefined) return findMain(path);
    return async request => {
      const tenant = await tenants.find(prefixed.name);
      if (tenant === undefined) return findMain(path)(request);
      return tenant.whileOpen(() => inTenant(tenant)(prefixed.rest)(request));
    };
  };
};

const authorityOf = (certificate: Certificate | undefined, directory: string | undefined): Authority | undefined =>
  certificate && {
    pem: certificate.authority,
    path: directory === undefined ? undefined : authorityPath(resolve(directory)),
  };

const sandboxOf = (server: HttpServer, tenants: Tenants, authority: Authority | undefined): Sandbox => {
  const origin = originOf(server.port);
  const close = async (): Promise<void> => {
    await server.close();
    await tenants.end();
  };
  let closed: Promise<void> | undefined;
  return {
    ...facadeOf(tenants.main, origin, ''),
    port: server.port,
    authority,
    tenant: async name => ({
      ...facadeOf(await tenants.get(name), origin, prefixOf(name)),
      close: () => tenants.close(name),
    }),
    close: () => {
      closed ??= close();
      return closed;
    },
  };
};

/** Clients judge a certificate by the real time, whatever the sandbox's clock says. */
const certificateOf = async ({ tls = false, data }: SandboxOptions): Promise<Certificate | undefined> => {
  if (tls === false) return undefined;
  const directory = data === undefined ? undefined : resolve(data);
  return keepCertificate(directory, tls === true ? [] : tls.names, new Date());
};

const serve = async (tenants: Tenants, options: SandboxOptions): Promise<Sandbox> => {
  const { port = 0, control = false } = options;
  const certificate = await certificateOf(options);
  const access: ControlAccess = { secret: randomBytes(24).toString('base64url'), open: control };
  let listening = port;
  const server = await startHttpServer(
    createFind(tenants, access, () => listening),
    port,
    certificate,
  );
  listening = server.port;
  const sandbox = sandboxOf(server, tenants, authorityOf(certificate, options.data));
  tenants.main.open.announce({ pid: process.pid, port: server.port, url: sandbox.url, secret: access.secret });
  return sandbox;
};

/**
 * Starts a sandbox on 127.0.0.1 and resolves once it answers. Rejects with a `SandboxError`: `port-in-use`,
 * `already-running` (another process serves the directory), `bad-data-directory`, `other-layout` (another version of the
 * sandbox made it), `no-snapshot`, `bad-snapshot`, `bad-name`, `bad-option`, `no-database`.
 */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  checkOptions(options);
  const tenants = await openTenants(settingsOf(options), options.tenants ?? []);
  try {
    return await serve(tenants, options);
  } catch (error) {
    await tenants.end();
    throw error;
  }
};
