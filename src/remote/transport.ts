/** The way to the target: GraphQL requests under one shared limit, sent again only where that is safe. */
import type { GraphQLClient } from 'graphql-request';
import { isMapping } from '../state/value.ts';
import { Failure, hasPartialData } from './failure.ts';
import { createGate, type Gate, type Passage } from './gate.ts';
import { asFetch, createHttpPool, type HttpPool } from './http-fetch.ts';
import { type OperationKind, operationKind } from './operation-kind.ts';
import { earn, fullBudget, nextWait, type RetryBudget, spend } from './retry.ts';
import { realTiming, type Timing } from './timing.ts';
import { toFailure } from './to-failure.ts';
import { authorizationOf, type TokenSource } from './token.ts';

export interface Transport {
  /** One GraphQL request under the shared limit. Rejects with a `Failure`. */
  request<T>(document: string, variables?: Record<string, unknown>): Promise<T>;
  /** Requests by kind, counted when first sent, and how often any was sent again. */
  readonly stats: TransportStats;
  /** How many requests may be under way now. */
  readonly limit: number;
  /** Drops all connections. What is under way rejects as `interrupted`, a mutation as `lost`. */
  close(): void;
}

export interface TransportStats {
  readonly reads: number;
  readonly writes: number;
  readonly retries: number;
}

/** What happens on the way, for progress displays and logs. Holds no content of requests or answers. */
export type TransportEvent =
  | { readonly type: 'answered'; readonly operation: OperationKind; readonly ms: number }
  | { readonly type: 'failed'; readonly operation: OperationKind; readonly ms: number; readonly failure: Failure }
  | { readonly type: 'retry'; readonly operation: OperationKind; readonly waitMs: number; readonly failure: Failure }
  | { readonly type: 'limit'; readonly limit: number };

export interface TransportOptions {
  /** The full address of the GraphQL endpoint. */
  readonly url: string;
  readonly token: TokenSource;
  /** The most requests ever under way at once, a whole number from 1. */
  readonly concurrency: number;
  /** For one send, from its start to the last byte of its answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Refuses mutations before they are sent, by throwing an error that means a bug of ours. */
  readonly readOnly: boolean;
  /** Aborting starts nothing new and ends all waiting; what is under way finishes. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TransportEvent) => void;
  readonly timing?: Timing;
}

/** One request on its way, through all its sends. */
interface Trip {
  readonly document: string;
  readonly variables: Record<string, unknown>;
  readonly operation: OperationKind;
  sends: number;
}

interface Wires {
  readonly options: TransportOptions;
  readonly timing: Timing;
  readonly emit: (event: TransportEvent) => void;
  readonly pool: HttpPool;
  readonly gate: Gate;
  readonly stats: { reads: number; writes: number; retries: number };
  budget: RetryBudget;
  client: Promise<GraphQLClient> | undefined;
}

/** Imports graphql-request with the first request, so that commands without one start fast. */
export function createTransport(options: TransportOptions): Transport {
  const { timing = realTiming, onEvent: emit = () => {} } = options;
  const { concurrency, timeoutMs, signal } = options;
  const pool = createHttpPool({ maxSockets: concurrency, timeoutMs });
  const gate = createGate({ concurrency, timing, signal, onLimit: limit => emit({ type: 'limit', limit }) });
  const stats = { reads: 0, writes: 0, retries: 0 };
  const wires: Wires = { options, timing, emit, pool, gate, stats, budget: fullBudget, client: undefined };
  return {
    request: (document, variables = {}) => travel(wires, document, variables),
    stats,
    get limit() {
      return gate.limit;
    },
    close: () => pool.close(),
  };
}

/** All sends of one request. Waiting between two sends holds no place at the gate. */
async function travel<T>(wires: Wires, document: string, variables: Record<string, unknown>): Promise<T> {
  const operation = operationKind(document);
  if (wires.options.readOnly && operation === 'mutation') {
    throw new Error('invariant: a mutation was given to a transport that only reads');
  }
  const trip: Trip = { document, variables, operation, sends: 0 };
  for (let turns = 1; ; turns += 1) {
    try {
      return await wires.gate.run(() => takeTurn<T>(wires, trip));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const waitMs = waitAfter(wires, error, turns);
      if (waitMs === undefined) throw error;
      wires.emit({ type: 'retry', operation, waitMs, failure: error });
      await wires.gate.sleep(waitMs);
    }
  }
}

/** One turn at the gate. A refused token is replaced here, once: ION refuses it before it executes anything. */
async function takeTurn<T>(wires: Wires, trip: Trip): Promise<T> {
  const { token } = wires.options;
  const bearer = await token.token();
  try {
    return await send<T>(wires, trip, bearer);
  } catch (error) {
    if (!isRefusedToken(error) || !(await token.refused(bearer))) throw error;
  }
  return send<T>(wires, trip, await token.token());
}

async function send<T>(wires: Wires, trip: Trip, bearer: string): Promise<T> {
  wires.client ??= createClient(wires.options.url, wires.pool);
  const client = await wires.client;
  const passage = await wires.gate.open();
  countSend(wires, trip);
  try {
    const { document, variables } = trip;
    const requestHeaders = { Authorization: authorizationOf(bearer) };
    const data = await client.request<T>({ document, variables, requestHeaders });
    // Neither data nor an error is no GraphQL answer, which is what becomes of this.
    if (!isMapping(data)) throw new TypeError('no data');
    wires.emit({ type: 'answered', operation: trip.operation, ms: wires.timing.now() - passage.startedAt });
    wires.gate.answered(passage, trip.operation);
    wires.budget = earn(wires.budget);
    return data;
  } catch (error) {
    throw noteFailure(wires, trip, passage, failureOf(wires, trip, bearer, error));
  }
}

function countSend({ stats }: Wires, trip: Trip): void {
  trip.sends += 1;
  if (trip.sends > 1) stats.retries += 1;
  else if (trip.operation === 'mutation') stats.writes += 1;
  else stats.reads += 1;
}

function failureOf({ options, timing }: Wires, { operation }: Trip, bearer: string, error: unknown): Failure {
  const { url, timeoutMs, token } = options;
  return toFailure(error, { url, operation, timeoutMs, nowMs: timing.date(), secrets: [bearer, ...token.secrets()] });
}

/** Tells gate and listener, and gives the failure back. */
function noteFailure({ gate, emit, timing }: Wires, { operation }: Trip, passage: Passage, failure: Failure): Failure {
  emit({ type: 'failed', operation, ms: timing.now() - passage.startedAt, failure });
  const { kind, status } = failure;
  if (kind === 'rate-limited' || kind === 'timeout' || (status !== undefined && status >= 500)) {
    gate.troubled(passage, failure.retryAfterMs);
  } else if (status !== undefined) {
    gate.answered(passage, operation);
  }
  return failure;
}

/** How long to wait before the next turn, or undefined to give up. Spends from the shared budget, except for a 429. */
function waitAfter(wires: Wires, failure: Failure, turns: number): number | undefined {
  const waitMs = nextWait(failure, turns, wires.timing.random());
  if (waitMs === undefined || failure.kind === 'rate-limited') return waitMs;
  const rest = spend(wires.budget);
  if (rest === undefined) return undefined;
  wires.budget = rest;
  return waitMs;
}

async function createClient(url: string, pool: HttpPool): Promise<GraphQLClient> {
  const { GraphQLClient } = await import('graphql-request');
  // Without the name, graphql-request 7 does not parse the document on each request to find it.
  return new GraphQLClient(url, { fetch: asFetch(pool), excludeOperationName: true });
}

/** A refusal of one alias among others that went well is about a permission, not about the token. */
function isRefusedToken(error: unknown): boolean {
  return error instanceof Failure && error.kind === 'unauthorized' && !hasPartialData(error);
}
