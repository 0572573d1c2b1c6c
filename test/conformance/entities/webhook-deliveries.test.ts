// What a receiver gets that the sandbox is allowed to send to, and what is kept of its answers.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Answer, openTenant } from '../open-tenant.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that answers these statuses one after the other, the last one for ever. */
const openReceiver = async (...statuses: readonly number[]) => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.writeHead(statuses[received.length] ?? statuses.at(-1) ?? 200, { location: '/elsewhere' }).end('noted');
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>(resolve => server.close(() => resolve())));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, received };
};

/** A tenant that tells this host of its new units, and may send to those of `deliverTo`. */
const openWatched = async (
  host: string,
  deliverTo = host,
  retryDelaysMs = [0, 0, 0],
  headers: readonly (readonly [key: string, value: string])[] = [['X-Test-Run', '1']],
) => {
  const tenant = await openTenant({ webhooks: { deliverTo: [deliverTo], retryDelaysMs } });
  onTestFinished(tenant.close);
  const make = async (type: string, input: object): Promise<Answer> =>
    Object.values(
      await tenant.mutate(
        `create${type}`,
        `Create${type}Input`,
        input,
        `${type[0]?.toLowerCase()}${type.slice(1)} { id _etag }`,
      ),
    )[0];
  const receiver = await make('WebhookReceiver', {
    name: 'R',
    webhookUri: `http://${host}/hook`,
    sharedSecret: 's3cret',
  });
  for (const [key, value] of headers) {
    const header = await make('WebhookHeader', { key, value });
    const { _etag: etag } = await tenant.get('webhookReceiver', receiver.id, '_etag');
    const pair = { webhookReceiverId: receiver.id, webhookHeaderId: header.id, etag };
    await tenant.mutate('addHeaderToWebhookReceiver', 'WebhookReceiverHeaderInput', pair, 'webhookReceiver { id }');
  }
  await make('WebhookSubscription', { receiverId: receiver.id, resource: 'UNITS_OF_MEASUREMENTS', action: 'CREATE' });
  const EVENT = 'status responseStatusCode numberOfRetries responseData responseReceivedAt';
  return {
    change: async () => {
      await make('UnitOfMeasurement', { type: 'test-each' });
      await tenant.sandbox.webhooksSettled();
    },
    event: async (): Promise<Answer> =>
      (await tenant.ask(`{ webhookEvents { edges { node { ${EVENT} } } } }`)).webhookEvents.edges[0].node,
  };
};

test('it is the change, with the headers of the receiver and an HMAC of the body [docs webhooks; header and form are inferred]', async () => {
  const { host, received } = await openReceiver(200);
  const { change, event } = await openWatched(host);
  await change();
  const [{ headers, body } = { headers: {}, body: '' }] = received;
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-test-run': '1' });
  expect(headers['x-ion-signature']).toBe(`sha256=${createHmac('sha256', 's3cret').update(body).digest('hex')}`);
  expect(JSON.parse(body)).toMatchObject({
    resource: 'UNITS_OF_MEASUREMENTS',
    action: 'CREATE',
    data: { type: 'test-each' },
  });
  expect(await event()).toEqual({
    status: 'SUCCEEDED',
    responseStatusCode: 200,
    numberOfRetries: 0,
    responseData: 'noted',
    responseReceivedAt: expect.any(String),
  });
});

test('a header of the receiver replaces what is sent anyway, whatever the case of its letters, but not the signature (inferred)', async () => {
  const { host, received } = await openReceiver(200);
  const { change } = await openWatched(
    host,
    host,
    [],
    [
      ['content-type', 'application/vnd.ours+json'],
      ['x-ion-signature', 'forged'],
    ],
  );
  await change();
  expect(received).toHaveLength(1);
  expect(received[0]?.headers).toMatchObject({
    'content-type': 'application/vnd.ours+json',
    'x-ion-signature': expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
  });
});

test('it goes where the receiver says, and not where an answer leads (ours)', async () => {
  const { host, received } = await openReceiver(302);
  const { change, event } = await openWatched(host, host, []);
  await change();
  expect(received).toHaveLength(1);
  expect(await event()).toMatchObject({ status: 'FAILED', responseStatusCode: 302 });
});

test('it goes nowhere but where the user allows (ours)', async () => {
  const { host, received } = await openReceiver(200);
  const { change, event } = await openWatched(host, '127.0.0.1:1');
  await change();
  expect(received).toEqual([]);
  expect(await event()).toMatchObject({ status: 'SUCCEEDED', responseStatusCode: null });
});

test('it is tried again until the expected status comes, and its retries are counted [SDL numberOfRetries; the schedule is inferred]', async () => {
  const { host, received } = await openReceiver(500, 503, 200);
  const { change, event } = await openWatched(host);
  await change();
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  expect(await event()).toMatchObject({ status: 'SUCCEEDED', responseStatusCode: 200, numberOfRetries: 2 });
});

test('it has failed when no try is left, with the last answer (inferred)', async () => {
  const { host } = await openReceiver(500);
  const { change, event } = await openWatched(host, host, [0]);
  await change();
  expect(await event()).toMatchObject({ status: 'FAILED', responseStatusCode: 500, numberOfRetries: 1 });
});
