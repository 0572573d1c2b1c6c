import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startSandbox, type WebhookOptions } from '../../../src/sandbox/index.ts';
import { connect } from '../../sandbox/server/client.ts';
import { temporaryDirectory } from '../../sandbox/server/temporary-directory.ts';
import { type Answer, ionForFile, openIon } from '../ion.ts';

const ion = ionForFile();

const newReceiver = (fields: Record<string, unknown> = {}) =>
  ion.create(
    'WebhookReceiver',
    { name: ion.unique('Receiver'), webhookUri: 'https://erp.example/ion', ...fields },
    'name webhookUri sharedSecret contentType expectedResponseCode active _etag',
  );

const subscribe = (receiverId: number, resource: string, action: string) =>
  ion.create('WebhookSubscription', { receiverId, resource, action }, 'resource action active _etag');

const EVENTS =
  'query ($id: ID!) { webhookEvents(filters: { subscriptionId: { eq: $id } }, sort: [ID_ASC]) { edges { node { id status requestData responseData responseStatusCode numberOfRetries subscription { resource } } } } }';

const eventsOf = async (subscription: { id: number }): Promise<Answer[]> =>
  (await ion.ask(EVENTS, { id: subscription.id })).webhookEvents.edges.map((edge: { node: Answer }) => edge.node);

const bodies = async (subscription: { id: number }): Promise<Answer[]> =>
  (await eventsOf(subscription)).map(event => JSON.parse(event.requestData));

describe('webhook receiver', () => {
  test('has the documented fields, and defaults that are inferred [docs webhooks, SDL]', async () => {
    expect(await newReceiver()).toMatchObject({ contentType: 'JSON', expectedResponseCode: 200, active: true });
    const given = { sharedSecret: 's3cret', contentType: 'XML', expectedResponseCode: 202, active: false };
    expect(await newReceiver(given)).toMatchObject(given);
  });

  test('is given a secret when none is sent, since it always has one [SDL; that ION makes it is inferred]', async () => {
    expect((await newReceiver()).sharedSecret).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(['http://erp.example/', 'erp.example', 'ftp://erp.example/'])(
    'refuses %s: HTTPS is required [docs webhooks]',
    async webhookUri => {
      expect((await ion.refusedCreate('WebhookReceiver', { name: 'R', webhookUri })).message).toContain('https');
    },
  );

  test('may be on this machine without HTTPS (inferred)', async () => {
    expect(await newReceiver({ webhookUri: 'http://127.0.0.1:9000/ion' })).toHaveProperty('id');
  });

  test('takes its subscriptions along when it is deleted, and leaves headers (inferred)', async () => {
    const receiver = await newReceiver();
    const subscription = await subscribe(receiver.id, 'PARTS', 'CREATE');
    await ion.remove('WebhookReceiver', receiver.id);
    const gone = await ion.refusal('query ($id: ID!) { webhookSubscription(id: $id) { id } }', { id: subscription.id });
    expect(gone.code).toBe('NOT_FOUND');
  });
});

describe('webhook header', () => {
  const ADD =
    'mutation ($input: WebhookReceiverHeaderInput) { addHeaderToWebhookReceiver(input: $input) { webhookReceiver { _etag headers { key value } } } }';
  const REMOVE =
    'mutation ($input: WebhookReceiverHeaderInput) { removeHeaderFromWebhookReceiver(input: $input) { webhookReceiver { headers { key } } } }';

  test('is made by itself and given to receivers, with the etag of the receiver [SDL; whose etag is inferred]', async () => {
    const receiver = await newReceiver();
    const header = await ion.create('WebhookHeader', { key: 'X-Test-Run', value: '1' }, '_etag');
    const input = { webhookReceiverId: receiver.id, webhookHeaderId: header.id, etag: receiver._etag };
    const added = (await ion.ask(ADD, { input })).addHeaderToWebhookReceiver.webhookReceiver;
    expect(added.headers).toEqual([{ key: 'X-Test-Run', value: '1' }]);
    expect((await ion.refusal(ADD, { input })).code).toBe('CONCURRENCY_ERROR');
    expect((await ion.refusal(ADD, { input: { ...input, etag: added._etag } })).message).toContain('already exists');
    expect((await ion.get('WebhookHeader', header.id, 'webhookReceivers { id }')).webhookReceivers).toEqual([
      { id: receiver.id },
    ]);
    const removed = (await ion.ask(REMOVE, { input: { ...input, etag: added._etag } })).removeHeaderFromWebhookReceiver;
    expect(removed.webhookReceiver.headers).toEqual([]);
  });
});

describe('webhook event', () => {
  test('is made for every committed change of a subscribed table, and for nothing else [docs webhooks]', async () => {
    const receiver = await newReceiver();
    const actions = ['CREATE', 'UPDATE', 'DELETE'];
    const subscriptions = [];
    for (const action of actions) subscriptions.push(await subscribe(receiver.id, 'LOCATIONS', action));
    const location = await ion.create('Location', { name: 'Cell 9' });
    await ion.update('Location', location.id, { description: 'Welding' });
    await ion.create('Supplier', { name: ion.unique('Supplier') });
    await ion.remove('Location', location.id);
    const found = [];
    for (const subscription of subscriptions) found.push(await bodies(subscription));
    expect(
      found.map(events =>
        events.map(({ resource, action, data }: Answer) => [resource, action, data.name, data.description]),
      ),
    ).toEqual([
      [['LOCATIONS', 'CREATE', 'Cell 9', null]],
      [['LOCATIONS', 'UPDATE', 'Cell 9', 'Welding']],
      [['LOCATIONS', 'DELETE', 'Cell 9', 'Welding']],
    ]);
  });

  test('ends in a sink: recorded, and nothing sent [docs sandbox; its status is inferred]', async () => {
    const subscription = await subscribe((await newReceiver()).id, 'CURRENCIES', 'CREATE');
    await ion.create('Currency', { type: 'EUR' });
    expect(await eventsOf(subscription)).toMatchObject([
      {
        status: 'SUCCEEDED',
        responseStatusCode: null,
        numberOfRetries: 0,
        responseData: expect.stringContaining('sink'),
      },
    ]);
  });

  test('is not made for a change that was refused', async () => {
    const subscription = await subscribe((await newReceiver()).id, 'PARTS', 'CREATE');
    const partNumber = ion.unique('PN');
    await ion.create('Part', { partNumber });
    await ion.refusedCreate('Part', { partNumber, revision: 'A' });
    expect(await bodies(subscription)).toHaveLength(1);
  });

  test('is made for what ION changes by itself too: no mutation can bypass it [docs webhooks]', async () => {
    const receiver = await newReceiver();
    const steps = await subscribe(receiver.id, 'RUN_STEPS', 'CREATE');
    const { procedure } = (await ion.ask('mutation { createProcedure(title: "Watched") { procedure { id } } }'))
      .createProcedure;
    await ion.create('Step', { procedureId: procedure.id, title: 'One' });
    await ion.create('Step', { procedureId: procedure.id, title: 'Two' });
    await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
    await ion.create('Run', { procedureId: procedure.id, title: 'Run' });
    expect((await bodies(steps)).map(({ data }) => data.title)).toEqual(['One', 'Two']);
  });

  test('is made only while receiver and subscription are active [SDL active]', async () => {
    const receiver = await newReceiver();
    const subscription = await subscribe(receiver.id, 'SUPPLIERS', 'CREATE');
    await ion.update('WebhookSubscription', subscription.id, { active: false });
    await ion.create('Supplier', { name: ion.unique('Supplier') });
    await ion.update('WebhookSubscription', subscription.id, { active: true });
    await ion.update('WebhookReceiver', receiver.id, { active: false });
    await ion.create('Supplier', { name: ion.unique('Supplier') });
    await ion.update('WebhookReceiver', receiver.id, { active: true });
    const { name } = await ion.create('Supplier', { name: ion.unique('Supplier') }, 'name');
    expect((await bodies(subscription)).map(({ data }) => data.name)).toEqual([name]);
  });

  test('is made for changes later in the operation that subscribed', async () => {
    const receiver = await newReceiver();
    const text = `mutation ($receiverId: ID!) {
      before: createLabel(input: { value: "before" }) { label { id } }
      made: createWebhookSubscription(input: { receiverId: $receiverId, resource: LABELS, action: CREATE }) { webhookSubscription { id } }
      after: createLabel(input: { value: "after" }) { label { id } }
    }`;
    const { made } = await ion.ask(text, { receiverId: receiver.id });
    expect((await bodies(made.webhookSubscription)).map(({ data }) => data.value)).toEqual(['after']);
  });

  test('goes with a reset, and the reset makes none', async () => {
    const own = await openIon();
    const receiver = await own.create('WebhookReceiver', { name: 'R', webhookUri: 'https://erp.example/' });
    await own.create('WebhookSubscription', { receiverId: receiver.id, resource: 'PARTS', action: 'DELETE' });
    await own.create('Part', { partNumber: 'PN' });
    await own.sandbox.reset();
    expect((await own.ask('{ webhookEvents { edges { node { id } } } }')).webhookEvents.edges).toEqual([]);
    await own.sandbox.close();
  });
});

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that answers these statuses one after the other, the last one for ever. */
const openReceiver = async (statuses: readonly number[]) => {
  const received: Received[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.writeHead(statuses[received.length] ?? statuses.at(-1) ?? 200).end('noted');
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise<void>(resolve => server.close(() => resolve()));
  return { host, uri: `http://${host}/hook`, received, close };
};

const watching = async (uri: string, options: WebhookOptions, data?: string) => {
  const sandbox = await startSandbox({ webhooks: options, ...(data !== undefined && { data }) });
  const run = await connect(sandbox);
  const made = await run(
    'mutation ($uri: String!) { createWebhookReceiver(input: { name: "R", webhookUri: $uri, sharedSecret: "s3cret" }) { webhookReceiver { id _etag } } createWebhookHeader(input: { key: "X-Test-Run", value: "1" }) { webhookHeader { id } } }',
    { uri },
  );
  const { id, _etag } = made.body.data.createWebhookReceiver.webhookReceiver;
  await run(
    'mutation ($r: Int!, $h: Int!, $etag: String!) { addHeaderToWebhookReceiver(input: { webhookReceiverId: $r, webhookHeaderId: $h, etag: $etag }) { webhookReceiver { id } } }',
    {
      r: id,
      h: made.body.data.createWebhookHeader.webhookHeader.id,
      etag: _etag,
    },
  );
  await run(
    'mutation ($id: ID!) { createWebhookSubscription(input: { receiverId: $id, resource: UNITS_OF_MEASUREMENTS, action: CREATE }) { webhookSubscription { id } } }',
    { id },
  );
  const change = () =>
    run('mutation { createUnitOfMeasurement(input: { type: "test-each" }) { unitOfMeasurement { id } } }');
  const events = async (): Promise<Answer[]> => {
    const { body } = await run(
      '{ webhookEvents { edges { node { status responseStatusCode numberOfRetries responseData responseReceivedAt } } } }',
    );
    return body.data.webhookEvents.edges.map((edge: { node: Answer }) => edge.node);
  };
  return { sandbox, change, events };
};

describe('webhook delivery', () => {
  test('goes to a receiver that the user allows, with its headers and an HMAC of the body [docs webhooks; header and form are inferred]', async () => {
    const receiver = await openReceiver([200]);
    const { sandbox, change, events } = await watching(receiver.uri, { deliverTo: [receiver.host] });
    await change();
    await sandbox.webhooksSettled();
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-test-run': '1' });
    expect(headers['x-ion-signature']).toBe(`sha256=${createHmac('sha256', 's3cret').update(body).digest('hex')}`);
    expect(JSON.parse(body)).toMatchObject({
      resource: 'UNITS_OF_MEASUREMENTS',
      action: 'CREATE',
      data: { type: 'test-each' },
    });
    expect(await events()).toEqual([
      {
        status: 'SUCCEEDED',
        responseStatusCode: 200,
        numberOfRetries: 0,
        responseData: 'noted',
        responseReceivedAt: expect.any(String),
      },
    ]);
    await sandbox.close();
    await receiver.close();
  });

  test('goes nowhere else', async () => {
    const receiver = await openReceiver([200]);
    const { sandbox, change, events } = await watching(receiver.uri, { deliverTo: ['127.0.0.1:1'] });
    await change();
    await sandbox.webhooksSettled();
    expect(receiver.received).toEqual([]);
    expect(await events()).toMatchObject([{ status: 'SUCCEEDED', responseStatusCode: null }]);
    await sandbox.close();
    await receiver.close();
  });

  test('is tried again until the expected status comes, and counts its retries [SDL numberOfRetries; the schedule is inferred]', async () => {
    const receiver = await openReceiver([500, 503, 200]);
    const { sandbox, change, events } = await watching(receiver.uri, {
      deliverTo: [receiver.host],
      retryDelaysMs: [0, 0, 0],
    });
    await change();
    await sandbox.webhooksSettled();
    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(await events()).toMatchObject([{ status: 'SUCCEEDED', responseStatusCode: 200, numberOfRetries: 2 }]);
    await sandbox.close();
    await receiver.close();
  });

  test('fails in the end, with the last answer', async () => {
    const receiver = await openReceiver([500]);
    const { sandbox, change, events } = await watching(receiver.uri, {
      deliverTo: [receiver.host],
      retryDelaysMs: [0],
    });
    await change();
    await sandbox.webhooksSettled();
    expect(await events()).toMatchObject([{ status: 'FAILED', responseStatusCode: 500, numberOfRetries: 1 }]);
    await sandbox.close();
    await receiver.close();
  });

  test('never holds up an answer, nor the end of the sandbox, and goes on when the sandbox is opened again', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const data = temporaryDirectory();
    const options = { deliverTo: [`127.0.0.1:${port}`] };
    const { sandbox, change, events } = await watching(`http://127.0.0.1:${port}/`, options, data);
    expect((await change()).status).toBe(200);
    expect(await events()).toMatchObject([{ status: 'SENDING', responseStatusCode: null }]);
    await sandbox.close();
    silent.closeAllConnections();
    await new Promise<void>(resolve => silent.close(() => resolve()));
    const receiver = createServer((_request, response) => response.end());
    await new Promise<void>(resolve => receiver.listen(port, '127.0.0.1', resolve));
    const again = await startSandbox({ data, webhooks: options });
    await again.webhooksSettled();
    const run = await connect(again);
    expect((await run('{ webhookEvents { edges { node { status } } } }')).body.data.webhookEvents.edges).toEqual([
      { node: { status: 'SUCCEEDED' } },
    ]);
    await again.close();
    receiver.closeAllConnections();
    receiver.close();
  });
});
