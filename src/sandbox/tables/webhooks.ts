// Webhook receivers with their headers and subscriptions, and the events that were made for them.
import { inverseOf, through } from './join.ts';
import type { TableSpec } from './table.ts';

export const webhookTables: readonly TableSpec[] = [
  {
    type: 'WebhookReceiver',
    columns: { active: 'Boolean' },
    // None of the defaults is documented (inferred).
    defaults: { contentType: 'JSON', expectedResponseCode: 200, active: 1 },
    relations: { headers: through('WebhookHeader', 'WebhookReceiverHeader', 'webhookReceiverId', 'webhookHeaderId') },
  },
  {
    type: 'WebhookHeader',
    relations: {
      webhookReceivers: through('WebhookReceiver', 'WebhookReceiverHeader', 'webhookHeaderId', 'webhookReceiverId'),
    },
  },
  {
    type: 'WebhookReceiverHeader',
    columns: { id: 'Int!', webhookReceiverId: 'Int!', webhookHeaderId: 'Int!' },
    references: { webhookReceiverId: 'WebhookReceiver', webhookHeaderId: 'WebhookHeader' },
    owners: ['webhookReceiverId', 'webhookHeaderId'],
    unique: [
      {
        columns: ['webhookReceiverId', 'webhookHeaderId'],
        message: row =>
          `Webhook header ${row['webhookHeaderId']} already exists on webhook receiver ${row['webhookReceiverId']}.`,
      },
    ],
  },
  {
    type: 'WebhookSubscription',
    owners: ['receiverId'],
    defaults: { active: 1 },
    relations: { events: inverseOf('WebhookEvent', 'subscriptionId') },
  },
  {
    type: 'WebhookEvent',
    columns: { _etag: 'String' },
    owners: ['subscriptionId'],
    defaults: { status: 'SENDING', numberOfRetries: 0 },
  },
];
