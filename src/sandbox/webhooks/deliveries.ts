// Sends webhook events to the receivers that the user allows, after the commit and beside the answers.
import { createHmac } from 'node:crypto';
import type { SqlRow } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';

/** What the user allows of webhooks. */
export interface WebhookOptions {
  /** Hosts, with their port unless it is the scheme's own, that events are really sent to; for all others there is a sink. */
  readonly deliverTo?: readonly string[];
  /** Milliseconds before each further attempt: 1, 5 and 25 seconds by default (inferred: ION's schedule is not documented). */
  readonly retryDelaysMs?: readonly number[];
}

/** An event as it was when it was last written: one that has another etag is another event, or is being dealt with. */
export interface EventVersion {
  readonly id: number;
  readonly etag: string;
}

/** The deliveries of one tenant. */
export interface Deliveries {
  /** Whether events for an address are sent; otherwise they end in the sink. */
  accepts(uri: string): boolean;
  /** Sends an event once what is being written is committed; without effect for one that was rolled back. */
  afterCommit(event: EventVersion): void;
  /** Resolves when nothing is being sent and no attempt is due. */
  idle(): Promise<void>;
  /** Forgets what it was sending, since all rows were replaced, and takes up what is unconfirmed in the new ones. */
  restart(): void;
  /** Stops; what was not confirmed is sent again when the tenant is next opened. */
  end(): Promise<void>;
}

export interface DeliveryParts {
  readonly store: Store;
  readonly now: () => Date;
  /** What an event's etag becomes. */
  readonly etagAfter: (etag: string) => string;
}

const RETRY_DELAYS_MS = [1_000, 5_000, 25_000];
const TIME_LIMIT_MS = 10_000;
const KEPT_CHARACTERS = 10_000;

/** ION signs with the shared secret by HMAC [docs webhooks]; algorithm, header and form are inferred. */
const SIGNATURE_HEADER = 'X-ION-Signature';

/** The value of the signature header for a body. */
const signatureOf = (body: string, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

interface Attempt {
  readonly status: number | null;
  readonly text: string;
}

const EVENT =
  'SELECT e.*, r."id" AS "receiver", r."webhookUri", r."sharedSecret", r."contentType", r."expectedResponseCode" FROM "WebhookEvent" e ' +
  'JOIN "WebhookSubscription" s ON s."id" = e."subscriptionId" JOIN "WebhookReceiver" r ON r."id" = s."receiverId" WHERE e."id" = ?';

const HEADERS =
  'SELECT h."key", h."value" FROM "WebhookHeader" h JOIN "WebhookReceiverHeader" l ON l."webhookHeaderId" = h."id" ' +
  'WHERE l."webhookReceiverId" = ? ORDER BY h."id"';

const UPDATE =
  'UPDATE "WebhookEvent" SET "status" = ?, "numberOfRetries" = ?, "responseStatusCode" = ?, "responseData" = ?, ' +
  '"responseReceivedAt" = ?, "_updated" = ?, "_etag" = ? WHERE "id" = ? AND "_etag" = ?';

const UNCONFIRMED = `SELECT "id", "_etag" FROM "WebhookEvent" WHERE "status" IN ('SENDING', 'RETRYING') ORDER BY "id"`;

const hostOf = (uri: string): string | undefined => (URL.canParse(uri) ? new URL(uri).host : undefined);

const post = async (event: SqlRow, headers: readonly SqlRow[], signal: AbortSignal): Promise<Attempt> => {
  if (event['contentType'] === 'XML') return { status: null, text: 'This sandbox sends no XML.' };
  const body = String(event['requestData']);
  try {
    // The names of headers mind no case: a receiver's own replace what is sent anyway, and none replaces the signature.
    const sent = new Headers({ 'Content-Type': 'application/json' });
    for (const header of headers) sent.set(String(header['key']), String(header['value']));
    sent.set(SIGNATURE_HEADER, signatureOf(body, String(event['sharedSecret'])));
    const response = await fetch(String(event['webhookUri']), {
      method: 'POST',
      body,
      headers: sent,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return {
      status: null,
      text: error instanceof Error ? `${error.message}: ${String(error.cause ?? '')}` : String(error),
    };
  }
};

const NOTHING: Deliveries = {
  accepts: () => false,
  afterCommit: () => undefined,
  idle: () => Promise.resolve(),
  restart: () => undefined,
  end: () => Promise.resolve(),
};

/** Begins to deliver for a tenant, with what a former process left unconfirmed. */
const createDeliveries = ({ store, now, etagAfter }: DeliveryParts, options: WebhookOptions): Deliveries => {
  const { deliverTo = [], retryDelaysMs = RETRY_DELAYS_MS } = options;
  const allowed = new Set(deliverTo);
  let stop = new AbortController();
  const waiting = new Set<() => void>();
  const running = new Set<Promise<void>>();

  const accepts = (uri: string): boolean => allowed.has(hostOf(uri) ?? '');

  /** Resolves after the time, or at once when everything stops. */
  const pause = (milliseconds: number): Promise<void> =>
    new Promise(resolve => {
      const finish = (): void => {
        clearTimeout(timer);
        waiting.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      waiting.add(finish);
    });

  const record = ({ id, etag }: EventVersion, status: string, retries: number, result: Attempt): EventVersion => {
    const time = now().toISOString();
    const received = result.status === null ? null : time;
    const renewed = etagAfter(etag);
    const values = [status, retries, result.status, result.text.slice(0, KEPT_CHARACTERS), received, time, renewed];
    store.write(() => store.prepare(UPDATE).run(...values, id, etag));
    return { id, etag: renewed };
  };

  /** One attempt; the event as it is then, if there is to be another. */
  const attempt = async (
    version: EventVersion,
    retries: number,
    signal: AbortSignal,
  ): Promise<EventVersion | undefined> => {
    const event = store.prepare(EVENT).get(version.id);
    if (event?.['_etag'] !== version.etag || !accepts(String(event['webhookUri']))) return undefined;
    const result = await post(event, store.prepare(HEADERS).all(event['receiver'] ?? null), signal);
    if (signal.aborted) return undefined;
    const isConfirmed = result.status === event['expectedResponseCode'];
    const isLast = isConfirmed || retries >= retryDelaysMs.length;
    const written = record(version, isConfirmed ? 'SUCCEEDED' : isLast ? 'FAILED' : 'RETRYING', retries, result);
    return isLast ? undefined : written;
  };

  const deliver = async (version: EventVersion, ready: Promise<void>, signal: AbortSignal): Promise<void> => {
    await ready;
    let open: EventVersion | undefined = version;
    for (let retries = 0; open !== undefined && !signal.aborted; retries += 1) {
      open = await attempt(open, retries, signal);
      if (open !== undefined) await pause(retryDelaysMs[retries] ?? 0);
    }
  };

  const afterCommit = (event: EventVersion): void => {
    const done: Promise<void> = deliver(event, store.settled(), stop.signal)
      // A commit that failed is reported to whoever wrote; there is nothing to send then.
      .catch(() => undefined)
      .finally(() => running.delete(done));
    running.add(done);
  };

  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running);
  };

  const takeUp = (): void => {
    for (const { id, _etag } of store.prepare(UNCONFIRMED).all()) afterCommit({ id: Number(id), etag: String(_etag) });
  };

  const halt = (): void => {
    stop.abort();
    for (const finish of waiting) finish();
  };

  takeUp();
  return {
    accepts,
    afterCommit,
    idle,
    restart: () => {
      halt();
      stop = new AbortController();
      takeUp();
    },
    end: () => {
      halt();
      return idle();
    },
  };
};

const known = new WeakMap<Store, Deliveries>();

/** Begins to deliver the events of a store, where the user allows any. */
export const startDeliveries = (parts: DeliveryParts, options: WebhookOptions): Deliveries => {
  const deliveries = (options.deliverTo ?? []).length === 0 ? NOTHING : createDeliveries(parts, options);
  known.set(parts.store, deliveries);
  return deliveries;
};

/** The deliveries of a store; those of one for which none were begun accept nothing. */
export const deliveriesOf = (store: Store): Deliveries => known.get(store) ?? NOTHING;
