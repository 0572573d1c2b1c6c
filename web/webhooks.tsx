// Webhook events: the list of what was told to whom, and one event with what was sent and answered.
import { Facts, inWords, None, Problem, Section, Status, Time, Title, unread } from './elements.tsx';
import { EntityList, type ListDefinition } from './entity-list.tsx';
import { hrefOf, type Route } from './route.ts';
import { useAnswer } from './use-answer.ts';

interface EventRow {
  readonly id: number;
  readonly _created: string | null;
  readonly status: string;
  readonly responseStatusCode: number | null;
  readonly numberOfRetries: number | null;
  readonly subscription: {
    readonly resource: string | null;
    readonly action: string | null;
    readonly receiver: { readonly name: string; readonly webhookUri: string } | null;
  } | null;
}

/** As in "Parts: create". */
const nameOf = ({ id, subscription }: Pick<EventRow, 'id' | 'subscription'>): string => {
  const { resource, action } = subscription ?? {};
  return resource == null || action == null ? `Event ${id}` : `${inWords(resource)}: ${action.toLowerCase()}`;
};

const FIELDS = `id _created status responseStatusCode numberOfRetries
  subscription { resource action receiver { name webhookUri } }`;

const LIST: ListDefinition<EventRow> = {
  title: 'Webhook events',
  noun: 'webhook event',
  path: 'webhooks',
  placeholder: 'Text of the data sent',
  states: ['SENDING', 'SUCCEEDED', 'RETRYING', 'FAILED'],
  document: `query SandboxPage_webhookEvents($filters: WebhookEventsInputFilters, $first: Int, $after: String) {
    rows: webhookEvents(filters: $filters, first: $first, after: $after, sort: [ID_DESC]) {
      pageInfo { totalCount }
      edges { node { ${FIELDS} } }
    }
  }`,
  filtersOf: text => ({ requestData: { ilike: `%${text}%` } }),
  columns: [
    { head: 'Event', cell: event => <a href={hrefOf(['webhooks', event.id])}>{nameOf(event)}</a> },
    { head: 'Receiver', cell: ({ subscription }) => subscription?.receiver?.name ?? <None />, secondary: true },
    { head: 'Time', cell: ({ _created }) => <Time at={_created} />, secondary: true },
    { head: 'Status', cell: ({ status }) => <Status of={status} /> },
    { head: 'Answer', cell: ({ responseStatusCode }) => responseStatusCode ?? <None />, numeric: true },
    { head: 'Retries', cell: ({ numberOfRetries }) => numberOfRetries ?? 0, numeric: true },
  ],
};

export const Webhooks = ({ route }: { route: Route }) => <EntityList list={LIST} route={route} />;

interface EventAnswer {
  readonly webhookEvent:
    | (EventRow & {
        readonly responseReceivedAt: string | null;
        readonly requestData: string | null;
        readonly responseData: string | null;
      })
    | null;
}

const EVENT = `query SandboxPage_webhookEvent($id: ID!) {
  webhookEvent(id: $id) { ${FIELDS} responseReceivedAt requestData responseData }
}`;

/** JSON laid out in lines; anything else as it is. */
const laidOut = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

const Data = ({ title, text }: { title: string; text: string | null }) =>
  text === null || text === '' ? null : (
    <Section title={title}>
      <pre class="data">{laidOut(text)}</pre>
    </Section>
  );

export const WebhookEvent = ({ id }: { id: string }) => {
  const { data, problem } = useAnswer<EventAnswer>(EVENT, { id });
  const event = data?.webhookEvent;
  if (event == null) return unread(`Webhook event ${id}`, problem);
  const receiver = event.subscription?.receiver;
  return (
    <>
      <Title text={nameOf(event)} kind="Webhook event" />
      <Problem text={problem} />
      <Facts
        of={[
          { name: 'Status', value: <Status of={event.status} /> },
          { name: 'Time', value: event._created === null ? null : <Time at={event._created} /> },
          { name: 'Receiver', value: receiver?.name },
          { name: 'Address', value: receiver?.webhookUri },
          { name: 'Answer', value: event.responseStatusCode },
          {
            name: 'Answered',
            value: event.responseReceivedAt === null ? null : <Time at={event.responseReceivedAt} />,
          },
          { name: 'Retries', value: event.numberOfRetries },
        ]}
      />
      <Data title="Request data" text={event.requestData} />
      <Data title="Response data" text={event.responseData} />
    </>
  );
};
