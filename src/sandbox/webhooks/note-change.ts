// Makes an event for every subscription to a change of a row, in the transaction of the change itself.
import type { RequestContext } from '../server/request-context.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { RESOURCES } from '../tables/resources.ts';
import type { Table } from '../tables/table.ts';
import { deliveriesOf } from './deliveries.ts';

export type ChangeAction = 'CREATE' | 'UPDATE' | 'DELETE';

interface Subscriber {
  readonly id: SqlValue;
  readonly uri: string;
}

/** By resource and action. */
type Subscribers = ReadonlyMap<string, readonly Subscriber[]>;

const ACTIVE =
  'SELECT s."id", s."resource", s."action", r."webhookUri" FROM "WebhookSubscription" s ' +
  'JOIN "WebhookReceiver" r ON r."id" = s."receiverId" WHERE s."active" AND r."active" ORDER BY s."id"';

const readSubscribers = ({ store }: RequestContext): Subscribers => {
  const found = new Map<string, Subscriber[]>();
  for (const row of store.prepare(ACTIVE).all()) {
    const name = `${row['resource']} ${row['action']}`;
    const subscriber = { id: row['id'] ?? null, uri: String(row['webhookUri']) };
    found.set(name, [...(found.get(name) ?? []), subscriber]);
  }
  return found;
};

const subscribersOf = (context: RequestContext): Subscribers =>
  context.store.remember('webhook subscribers', ['WebhookSubscription', 'WebhookReceiver'], () =>
    readSubscribers(context),
  );

const decoded = ({ columns }: Table, row: SqlRow): Record<string, unknown> =>
  Object.fromEntries(
    [...columns.values()].map(({ name, kind }) => {
      const value = row[name] ?? null;
      if (kind === 'json' && typeof value === 'string') return [name, JSON.parse(value)];
      return [name, kind === 'boolean' && value !== null ? value === 1 : value];
    }),
  );

/** The form of an event's body is not documented; this one names the change and shows the whole row (inferred). */
const bodyOf = (context: RequestContext, table: Table, resource: string, action: ChangeAction, row: SqlRow): string =>
  JSON.stringify({ resource, action, timestamp: context.now().toISOString(), data: decoded(table, row) });

const INSERT =
  'INSERT INTO "WebhookEvent" ("subscriptionId", "status", "numberOfRetries", "requestData", "responseData", "_created", "_updated", "_etag") ' +
  'VALUES (?, ?, 0, ?, ?, ?, ?, ?)';

const SINK = 'Kept in the sink of this sandbox; nothing was sent.';

const makeEvent = (context: RequestContext, { id, uri }: Subscriber, body: string): void => {
  const deliveries = deliveriesOf(context.store);
  const isSent = deliveries.accepts(uri);
  const time = context.now().toISOString();
  const etag = context.randomBytes(16).toString('hex');
  const values = [id, isSent ? 'SENDING' : 'SUCCEEDED', body, isSent ? null : SINK, time, time, etag];
  const { lastInsertRowid } = context.store.prepare(INSERT).run(...values);
  if (isSent) deliveries.afterCommit({ id: Number(lastInsertRowid), etag });
};

/** Notes that a row was made, changed or deleted; `row` is as it is now, or as it was last. */
export const noteChange = (context: RequestContext, table: Table, action: ChangeAction, row: SqlRow): void => {
  const resource = RESOURCES[table.type];
  if (resource === undefined) return;
  const subscribers = subscribersOf(context);
  if (subscribers.size === 0) return;
  const found = subscribers.get(`${resource} ${action}`) ?? [];
  if (found.length === 0) return;
  const body = bodyOf(context, table, resource, action, row);
  for (const subscriber of found) makeEvent(context, subscriber, body);
};
