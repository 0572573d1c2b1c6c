import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { startSandbox } from '../../../src/sandbox/index.ts';
import { connect } from './client.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const EVENTS = '{ webhookEvents { edges { node { status } } } }';
const RECEIVER =
  'mutation ($uri: String!) { createWebhookReceiver(input: { name: "R", webhookUri: $uri }) { webhookReceiver { id } } }';
const SUBSCRIPTION =
  'mutation ($id: ID!) { createWebhookSubscription(input: { receiverId: $id, resource: SUPPLIERS, action: CREATE }) { webhookSubscription { id } } }';

it('holds up no answer and no end for a webhook, and delivers it when it is opened again', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const options = { data: temporaryDirectory(), webhooks: { deliverTo: [`127.0.0.1:${port}`] } };
  const sandbox = await startSandbox(options);
  const run = await connect(sandbox);
  const { body } = await run(RECEIVER, { uri: `http://127.0.0.1:${port}/` });
  await run(SUBSCRIPTION, { id: body.data.createWebhookReceiver.webhookReceiver.id });
  expect((await run('mutation { createSupplier(input: { name: "S" }) { supplier { id } } }')).status).toBe(200);
  expect((await run(EVENTS)).body.data.webhookEvents.edges).toEqual([{ node: { status: 'SENDING' } }]);
  await sandbox.close();
  silent.closeAllConnections();
  await new Promise<void>(resolve => silent.close(() => resolve()));
  const receiver = createServer((_request, response) => response.end());
  await new Promise<void>(resolve => receiver.listen(port, '127.0.0.1', resolve));
  const again = await startSandbox(options);
  await again.webhooksSettled();
  expect((await (await connect(again))(EVENTS)).body.data.webhookEvents.edges).toEqual([
    { node: { status: 'SUCCEEDED' } },
  ]);
  await again.close();
  receiver.closeAllConnections();
  receiver.close();
});

it('waits for no delivery that went with a reset, and takes up those that a restore brings back', async () => {
  const answers = [500, 500, 200];
  const receiver = createServer((_request, response) => response.writeHead(answers.shift() ?? 500).end());
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const webhooks = { deliverTo: [`127.0.0.1:${port}`], retryDelaysMs: [10, 3_600_000] };
  const sandbox = await startSandbox({ webhooks });
  const run = await connect(sandbox);
  const { body } = await run(RECEIVER, { uri: `http://127.0.0.1:${port}/` });
  await run(SUBSCRIPTION, { id: body.data.createWebhookReceiver.webhookReceiver.id });
  await run('mutation { createSupplier(input: { name: "S" }) { supplier { id } } }');
  const events = async () => (await run(EVENTS)).body.data.webhookEvents.edges;
  await expect.poll(() => answers).toEqual([200]);
  await expect.poll(events).toEqual([{ node: { status: 'RETRYING' } }]);
  await sandbox.snapshot('retrying');
  await sandbox.reset();
  await sandbox.webhooksSettled();
  expect(await events()).toEqual([]);
  await sandbox.restore('retrying');
  await sandbox.webhooksSettled();
  expect(await events()).toEqual([{ node: { status: 'SUCCEEDED' } }]);
  await sandbox.close();
  receiver.closeAllConnections();
  receiver.close();
});
