import { describe, expect, test } from 'vitest';
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

  test('is refused when no webhook could be sent with it (inferred)', async () => {
    for (const [key, value] of [
      ['X Test', '1'],
      ['X-Test', 'one\r\nX-Other: two'],
      ['X-Test', '☃'],
      ['Content-Length', '3'],
    ]) {
      expect((await ion.refusedCreate('WebhookHeader', { key, value })).message).toContain('cannot be sent with');
    }
    const header = await ion.create('WebhookHeader', { key: 'X-Test', value: 'é' });
    expect((await ion.refusedUpdate('WebhookHeader', header.id, { value: '\n' })).code).toBe('VALIDATION_ERROR');
    expect(await ion.update('WebhookHeader', header.id, { value: 'two' }, 'value')).toEqual({ value: 'two' });
  });
});

describe('webhook subscription', () => {
  test('is of a receiver, to one action on one resource, and active [SDL; that it begins active is inferred]', async () => {
    const receiver = await newReceiver();
    const { id } = await subscribe(receiver.id, 'PARTS', 'UPDATE');
    const fields = 'resource action active receiver { name } events { id }';
    expect(await ion.get('WebhookSubscription', id, fields)).toEqual({
      resource: 'PARTS',
      action: 'UPDATE',
      active: true,
      receiver: { name: receiver.name },
      events: [],
    });
    const filters = { receiverId: { eq: receiver.id } };
    expect(await ion.find('webhookSubscriptions', 'WebhookSubscriptionsInputFilters', filters)).toEqual([{ id }]);
  });

  test('goes with its events (inferred)', async () => {
    const { id } = await subscribe((await newReceiver()).id, 'CONTACTS', 'CREATE');
    await ion.create('Contact', { name: 'Kim' });
    const [event] = await eventsOf({ id });
    await ion.remove('WebhookSubscription', id);
    expect((await ion.refusal(`{ webhookEvent(id: ${event.id}) { id } }`)).code).toBe('NOT_FOUND');
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

  test('is not made for a change that was refused [docs webhooks]', async () => {
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

  test('is made for lines that move with their order, though their etags stay [docs webhooks]', async () => {
    const order = await ion.create('PurchaseOrder', {});
    const line = await ion.create('PurchaseOrderLine', { purchaseOrderId: order.id }, '_etag');
    const subscription = await subscribe((await newReceiver()).id, 'PURCHASE_ORDER_LINES', 'UPDATE');
    await ion.update('PurchaseOrder', order.id, { status: 'ORDERED' });
    const found = await bodies(subscription);
    expect(found.map(({ data }: Answer) => [data.id, data.status, data._etag])).toEqual([
      [line.id, 'ORDERED', line._etag],
    ]);
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

  test('is made for changes later in the operation that subscribed (inferred)', async () => {
    const receiver = await newReceiver();
    const text = `mutation ($receiverId: ID!) {
      before: createLabel(input: { value: "before" }) { label { id } }
      made: createWebhookSubscription(input: { receiverId: $receiverId, resource: LABELS, action: CREATE }) { webhookSubscription { id } }
      after: createLabel(input: { value: "after" }) { label { id } }
    }`;
    const { made } = await ion.ask(text, { receiverId: receiver.id });
    expect((await bodies(made.webhookSubscription)).map(({ data }) => data.value)).toEqual(['after']);
  });

  test('goes with a reset, and the reset makes none (ours)', async () => {
    const own = await openIon();
    const receiver = await own.create('WebhookReceiver', { name: 'R', webhookUri: 'https://erp.example/' });
    await own.create('WebhookSubscription', { receiverId: receiver.id, resource: 'PARTS', action: 'DELETE' });
    await own.create('Part', { partNumber: 'PN' });
    await own.sandbox.reset();
    expect((await own.ask('{ webhookEvents { edges { node { id } } } }')).webhookEvents.edges).toEqual([]);
    await own.sandbox.close();
  });
});
