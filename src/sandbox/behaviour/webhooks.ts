// Webhook receivers and the headers that they are given.
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { invalid, notFound } from '../resolve/refusals.ts';
import type { Family, Values } from '../resolve/scope.ts';
import { ownedLinks } from './owned-links.ts';

const LOCAL_HOSTS = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** HTTPS is required [docs webhooks]; this machine is excepted, so that a receiver under test needs no certificate (inferred). */
const checkUri = (uri: unknown): void => {
  if (uri === undefined) return;
  const url = URL.canParse(String(uri)) ? new URL(String(uri)) : undefined;
  if (url?.protocol === 'https:') return;
  if (url?.protocol === 'http:' && LOCAL_HOSTS.test(url.hostname)) return;
  throw invalid(`WebhookReceiver.webhookUri must be an https address, not ${JSON.stringify(uri)}.`);
};

/** What the sender sets itself, or what would break the request. */
const RESERVED = ['connection', 'content-length', 'expect', 'host', 'keep-alive', 'transfer-encoding', 'upgrade'];

const canBeSent = (key: string, value: string): boolean => {
  try {
    validateHeaderName(key);
    validateHeaderValue(key, value);
  } catch {
    return false;
  }
  return !RESERVED.includes(key.toLowerCase());
};

/** A header that HTTP cannot carry would fail every delivery, so it is refused when it is made (inferred). */
const checkHeader = (values: Values): void => {
  const { key = 'X', value = '' } = values;
  if (canBeSent(String(key), String(value))) return;
  throw invalid(`A webhook cannot be sent with the header ${JSON.stringify(`${String(key)}: ${String(value)}`)}.`);
};

const headers = ownedLinks({
  link: 'WebhookReceiverHeader',
  owner: ['webhookReceiverId', 'WebhookReceiver'],
  other: ['webhookHeaderId', 'WebhookHeader'],
  payload: 'webhookReceiver',
  missing: (receiver, header) => notFound('WebhookHeader', `${header} of receiver ${receiver}`),
});

export const webhooks: Family = {
  behaviours: [
    {
      type: 'WebhookReceiver',
      prepare: (scope, values) => {
        checkUri(values['webhookUri']);
        // ION's receivers always have a secret, and its create need not name one [SDL]; that ION makes it is inferred.
        values['sharedSecret'] ??= scope.randomBytes(32).toString('hex');
      },
      check: (_scope, _before, changes) => checkUri(changes['webhookUri']),
    },
    {
      type: 'WebhookHeader',
      prepare: (_scope, values) => checkHeader(values),
      check: (_scope, _before, changes) => checkHeader(changes),
    },
  ],
  operations: {
    addHeaderToWebhookReceiver: headers.add,
    removeHeaderFromWebhookReceiver: headers.remove,
  },
};
