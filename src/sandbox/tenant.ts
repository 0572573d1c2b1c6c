// One organisation of the sandbox: its database, keys, clock, faults and log, and the endpoints that speak for it.
import { type Clock, type ClockOption, createClock } from './determinism/clock.ts';
import { createRandom, seedFor } from './determinism/random.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { createFilesEndpoint, FILES_PATH } from './files/files-endpoint.ts';
import { createPageEndpoints, type PageParts } from './page/page-endpoints.ts';
import { withPermissions } from './resolve/permissions.ts';
import { createFieldResolver, typeResolver } from './resolve/resolver.ts';
import type { Rules } from './rules.ts';
import { SandboxError } from './sandbox-error.ts';
import {
  openSandboxStore,
  resetStore,
  restoreSnapshot,
  type SandboxStore,
  saveSnapshot,
  startFrom,
  type TenantState,
} from './sandbox-store.ts';
import { type StartingKey, signingKey, startingKey } from './server/api-keys.ts';
import { createAuthenticate } from './server/authenticate.ts';
import type { ErrorMode } from './server/error-mode.ts';
import type { ExecutorParts } from './server/executor.ts';
import { createGate, type Gate } from './server/gate.ts';
import { createGraphqlEndpoint } from './server/graphql-endpoint.ts';
import type { Endpoint } from './server/http-server.ts';
import { createOperationLog, type LogEntry, type OperationLog } from './server/operation-log.ts';
import { type Counter, createCounter, type Statistics } from './server/statistics.ts';
import {
  createOldTokenEndpoint,
  createTokenEndpoint,
  OLD_TOKEN_PATH,
  PREFIXED_TOKEN_PATH,
  TOKEN_PATH,
} from './server/token-endpoint.ts';
import { createTokens, type Tokens } from './server/tokens.ts';
import { checkSnapshotName, type Snapshot } from './snapshots/snapshot-files.ts';
import type { Store } from './store/store.ts';
import { type Deliveries, startDeliveries, type WebhookOptions } from './webhooks/deliveries.ts';

/** Where a tenant lives and how it behaves. */
export interface TenantSettings {
  /** Undefined for the tenant that is served without a prefix. */
  readonly name: string | undefined;
  /** Undefined for one in memory. */
  readonly directory: string | undefined;
  readonly from: string | undefined;
  readonly clock: ClockOption;
  readonly seed: string | undefined;
  readonly tokenLifetimeSeconds: number;
  readonly audience: string | undefined;
  readonly latencyMs: number;
  readonly timeLimitMs: number;
  readonly errors: ErrorMode;
  readonly webhooks: WebhookOptions;
  readonly rules: Partial<Rules>;
}

/** A tenant that can be served. */
export interface Tenant {
  readonly open: SandboxStore;
  readonly key: StartingKey;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly deliveries: Deliveries;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  requests(): Statistics;
  log(after?: number): LogEntry[];
  reset(): Promise<void>;
  snapshot(name: string): Promise<void>;
  restore(nameOrPath: string): Promise<void>;
  listSnapshots(): Snapshot[];
  /** Answers a request; `end` waits for it. */
  whileOpen<T>(answer: () => Promise<T>): Promise<T>;
  /** Saves and closes, after what `whileOpen` has begun. */
  end(): Promise<void>;
}

interface Machinery {
  readonly gate: Gate;
  readonly counter: Counter;
  readonly log: OperationLog;
  readonly tokens: Tokens;
  readonly faults: Faults;
}

const stateOf = ({ name, clock, seed, rules }: TenantSettings): TenantState => {
  const own = seedFor(seed, name ?? '');
  return {
    key: startingKey(name),
    newSigningKey: () => createRandom(seedFor(own, 'signing-key')).bytes(32),
    random: createRandom(own),
    clock: createClock(clock),
    rules,
  };
};

const revisionOf = (store: Store): number => Number(store.prepare('SELECT total_changes() AS n').get()?.['n']);

const pageOf = (
  executor: ExecutorParts,
  { key }: TenantState,
  { gate, tokens, faults, ...machinery }: Machinery,
  name: string | undefined,
): PageParts => ({
  ...executor,
  gate,
  userId: key.userId,
  session: async () => ({
    token: await tokens.issue(key.clientId, undefined),
    expiresInSeconds: tokens.lifetimeSeconds,
  }),
  activity: after => ({
    tenant: name ?? null,
    clientId: key.clientId,
    revision: revisionOf(executor.store),
    statistics: statisticsOf(machinery),
    log: machinery.log.read(after),
    faults: faults.list(),
  }),
});

const statisticsOf = ({ counter, log }: Pick<Machinery, 'counter' | 'log'>): Statistics => ({
  ...counter.read(),
  operations: log.figures(),
});

const endpointsOf = (
  { store }: SandboxStore,
  state: TenantState,
  machinery: Machinery,
  { name, errors, latencyMs, timeLimitMs, rules }: TenantSettings,
): ReadonlyMap<string, Endpoint> => {
  const { clock, random } = state;
  const fieldResolver = withPermissions(createFieldResolver(rules));
  const executor = { fieldResolver, typeResolver, store, now: clock.now, randomBytes: random.bytes };
  const graphql = createGraphqlEndpoint({
    ...{ ...executor, ...machinery, authenticate: createAuthenticate(store, machinery.tokens), clock },
    ...{ errors, latencyMs, timeLimitMs },
  });
  const tokenParts = { store, ...machinery, timeLimitMs };
  const token = createTokenEndpoint(tokenParts);
  return new Map<string, Endpoint>([
    ['/graphql', graphql],
    [TOKEN_PATH, token],
    [PREFIXED_TOKEN_PATH, token],
    [OLD_TOKEN_PATH, createOldTokenEndpoint(tokenParts)],
    [FILES_PATH, createFilesEndpoint(store, machinery.gate)],
    ...createPageEndpoints(pageOf(executor, state, machinery, name)),
  ]);
};

/** Deliveries end when they end: an event's next etag follows from the one it had, so that none depends on when, or on a reset. */
const deliveriesFor = (store: Store, { clock }: TenantState, { seed, name, webhooks }: TenantSettings): Deliveries => {
  const own = seedFor(seedFor(seed, name ?? ''), 'webhooks');
  const etagAfter = (etag: string): string => createRandom(seedFor(own, etag)).bytes(16).toString('hex');
  return startDeliveries({ store, now: clock.now, etagAfter }, webhooks);
};

/** Opens a tenant's database and makes what answers for it. Rejects with a `SandboxError`. */
export const openTenant = async (settings: TenantSettings): Promise<Tenant> => {
  const state = stateOf(settings);
  const open = await openSandboxStore(settings.directory, state);
  const { clock, random, key } = state;
  const newId = () => random.bytes(16).toString('hex');
  const tokenSettings = { lifetimeSeconds: settings.tokenLifetimeSeconds, audience: settings.audience };
  const machinery: Machinery = {
    gate: createGate(),
    counter: createCounter(),
    log: createOperationLog(),
    tokens: createTokens(signingKey(open.store), newId, clock.now, tokenSettings),
    faults: createFaults(seedFor(settings.seed, settings.name ?? ''), () => performance.now()),
  };
  const { gate, log, tokens, faults } = machinery;
  try {
    if (settings.from !== undefined) await startFrom(open, settings.from, state);
  } catch (error) {
    open.end();
    throw error;
  }
  const deliveries = deliveriesFor(open.store, state, settings);
  const door = createGate();
  let isOver = false;
  const alone = <T>(work: () => T | Promise<T>): Promise<T> =>
    gate.exclusive(() => {
      if (isOver) throw new SandboxError('not-running', 'The sandbox was closed; start another one.');
      return work();
    });
  const anew = (replaceRows: () => Promise<void>): Promise<void> =>
    alone(async () => {
      await replaceRows();
      deliveries.restart();
    });
  return {
    ...{ open, key, tokens, clock, faults, deliveries },
    endpoints: endpointsOf(open, state, machinery, settings),
    requests: () => statisticsOf(machinery),
    log: log.read,
    reset: () => anew(() => resetStore(open, state)),
    snapshot: async name => {
      checkSnapshotName(name);
      await alone(() => saveSnapshot(open, name, state));
    },
    restore: nameOrPath => anew(() => restoreSnapshot(open, nameOrPath, state)),
    listSnapshots: open.snapshots.list,
    whileOpen: door.shared,
    end: () =>
      door.exclusive(async () => {
        isOver = true;
        await deliveries.end();
        open.end();
      }),
  };
};
