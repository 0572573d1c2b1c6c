// Webhook events: what changes were told to whom, and how that ended.
import { None, Status, Time } from './elements.tsx';
import { EntityList, type ListDefinition } from './entity-list.tsx';
import type { Route } from './route.ts';

interface EventRow {
  readonly id: number;
  readonly _created: string | null;
  readonly status: string;
  readonly responseStatusCode: number | null;
  readonly numberOfRetries: number | null;
  readonly requestData: string | null;
  readonly responseData: string | null;
  readonly subscription: {
    readonly resource: string | null;
    readonly action: string | null;
    readonly receiver: { readonly name: string } | null;
  } | null;
}

const Data = ({ of }: { of: string | null }) =>
  of === null ? (
    <None />
  ) : (
    <details>
      <summary>{of.length > 60 ? `${of.slice(0, 60)}…` : of}</summary>
      <pre>{of}</pre>
    </details>
  );

const LIST: ListDefinition<EventRow> = {
  title: 'Webhook events',
  noun: 'webhook event',
  path: 'webhooks',
  placeholder: 'Text of the request',
  states: ['SENDING', 'SUCCEEDED', 'RETRYING', 'FAILED'],
  document: `query SandboxPage_webhookEvents($filters: WebhookEventsInputFilters, $first: Int, $after: String) {
    rows: webhookEvents(filters: $filters, first: $first, after: $after, sort: [ID_DESC]) {
      pageInfo { totalCount }
      edges { node {
        id _created status responseStatusCode numberOfRetries requestData responseData
        subscription { resource action receiver { name } }
      } }
    }
  }`,
  filtersOf: text => ({ requestData: { ilike: `%${text}%` } }),
  columns: [
    { head: 'Event', cell: ({ id, subscription }) => `${subscription?.resource ?? ''} ${subscription?.action ?? id}` },
    { head: 'Time', cell: ({ _created }) => <Time at={_created} />, secondary: true },
    { head: 'Receiver', cell: ({ subscription }) => subscription?.receiver?.name ?? <None /> },
    { head: 'Status', cell: ({ status }) => <Status of={status} /> },
    { head: 'Answer', cell: ({ responseStatusCode }) => responseStatusCode ?? <None />, numeric: true },
    { head: 'Retries', cell: ({ numberOfRetries }) => numberOfRetries ?? 0, numeric: true, secondary: true },
    { head: 'Data sent', cell: ({ requestData }) => <Data of={requestData} /> },
  ],
};

export const Webhooks = ({ route }: { route: Route }) => <EntityList list={LIST} route={route} />;
