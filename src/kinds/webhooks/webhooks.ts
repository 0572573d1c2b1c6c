/** Webhook receivers, the headers that they are sent, and what they are told of. */
import type { Locate } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import { type Fields, mappingOf, type Value } from '../../state/value.ts';
import { crud, entity, listOf } from '../entry.ts';
import type { Family } from '../kind.ts';
import { webhookRules } from './rules.ts';

/** Tells those behind a receiver that what they got comes from a sandbox. [docs sandbox] */
const TEST_RUN = { name: 'X-Test-Run', value: '1' };

/** The headers to seed: the written ones, and the mark of a test run unless the entry has it already or wants none. */
function headersOf(headers: Fields, isTestRun: boolean): Fields {
  const isMarked = Object.keys(headers).some(name => name.toLowerCase() === TEST_RUN.name.toLowerCase());
  return isTestRun && !isMarked ? { ...headers, [TEST_RUN.name]: TEST_RUN.value } : headers;
}

function expandHeader(receiver: string, name: string, value: Value, isWritten: boolean, locate: Locate): Entity {
  const path = isWritten ? ['headers', name] : [];
  return entity({
    kind: 'webhook-header',
    key: `${receiver}.${name}`,
    fields: { receiver, key: name, value },
    locate,
    path,
    fieldPaths: { key: path, value: path },
  });
}

function expandSubscription(receiver: string, authored: Value, index: number, locate: Locate): readonly Entity[] {
  const { resource, actions, active } = mappingOf(authored);
  const path = ['subscriptions', index];
  return listOf(actions).map((action, at) =>
    entity({
      kind: 'webhook-subscription',
      key: `${receiver}.${resource}.${action}`,
      fields: { receiver, resource, action, active },
      locate,
      path,
      fieldPaths: { resource: [...path, 'resource'], action: [...path, 'actions', at], active: [...path, 'active'] },
    }),
  );
}

function expandReceiver(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { headers, subscriptions, testRun, ...fields } = entry;
  const written = mappingOf(headers);
  const receiver = entity({
    kind: 'webhook-receiver',
    key,
    fields,
    locate,
    owns: [
      ...(headers === undefined ? [] : ['webhook-header']),
      ...(subscriptions === undefined ? [] : ['webhook-subscription']),
    ],
  });
  return [
    receiver,
    ...Object.entries(headersOf(written, testRun !== false)).map(([name, value]) =>
      expandHeader(key, name, value, name in written, locate),
    ),
    ...listOf(subscriptions).flatMap((subscription, index) => expandSubscription(key, subscription, index, locate)),
  ];
}

export const webhooks: Family = {
  sections: [{ name: 'webhooks', kind: 'webhook-receiver', expand: expandReceiver }],
  rules: webhookRules,
  kinds: [
    {
      name: 'webhook-receiver',
      type: 'WebhookReceiver',
      identity: [['name']],
      fields: {
        name: { type: 'text' },
        description: { type: 'text' },
        webhookUri: { type: 'text' },
        sharedSecret: { type: 'text', secret: true },
        contentType: { type: 'text' },
        expectedResponseCode: { type: 'number' },
        active: { type: 'boolean' },
      },
      list: { query: 'webhookReceivers', pageSize: 50 },
      ...crud({
        create: 'createWebhookReceiver',
        update: 'updateWebhookReceiver',
        remove: 'deleteWebhookReceiver',
        payload: 'webhookReceiver',
      }),
    },
    {
      // ION makes a header by itself and can give it to several receivers; ours belong to one each. [SDL]
      // One whose making was not answered is made again, and the first stays without a receiver: nothing would tell it from
      // one that somebody else is about to give to theirs, and a search by its value would show a secret. It is never sent.
      name: 'webhook-header',
      type: 'WebhookHeader',
      identity: [['receiver', 'key']],
      within: { field: 'receiver', at: 'headers' },
      fields: {
        receiver: { type: 'text', to: 'webhook-receiver', write: 'never' },
        key: { type: 'text' },
        value: { type: 'text', secret: true },
      },
      ...crud({
        create: 'createWebhookHeader',
        update: 'updateWebhookHeader',
        remove: 'deleteWebhookHeader',
        payload: 'webhookHeader',
      }),
      attach: {
        mutation: 'addHeaderToWebhookReceiver',
        payload: 'webhookReceiver',
        style: 'input',
        by: { webhookReceiverId: 'receiver', webhookHeaderId: 'id' },
        // The receiver is what the mutation answers, so that its etag is taken to be meant. (inferred)
        etag: { of: 'receiver' },
      },
    },
    {
      name: 'webhook-subscription',
      type: 'WebhookSubscription',
      identity: [['receiver', 'resource', 'action']],
      within: { field: 'receiver', at: 'subscriptions' },
      fields: {
        receiver: { type: 'text', to: 'webhook-receiver', ion: 'receiverId', write: 'create' },
        resource: { type: 'text', write: 'create' },
        action: { type: 'text', write: 'create' },
        active: { type: 'boolean' },
      },
      ...crud({
        create: 'createWebhookSubscription',
        update: 'updateWebhookSubscription',
        remove: 'deleteWebhookSubscription',
        payload: 'webhookSubscription',
      }),
    },
  ],
};
