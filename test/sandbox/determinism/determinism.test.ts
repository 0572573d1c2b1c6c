import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../../src/sandbox/index.ts';
import { CREATE_UNIT, connect, send, tokenFor } from '../server/client.ts';
import { temporaryDirectory } from '../server/temporary-directory.ts';

const CLOCK = { start: '2026-03-01T08:00:00Z', stepMs: 1000 };
const CONTROLLED: SandboxOptions = { seed: 'seven', clock: CLOCK, tokenLifetimeSeconds: 86_400 };

const start = async (options: SandboxOptions = {}) => {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
};

const UNITS = '{ unitsOfMeasurement { edges { cursor node { id type _etag _created _updated } } } }';
const DEFINE = `mutation ($id: ID!, $etag: String!, $key: String!) {
  updateOrganizationPartAttributes(input: { id: $id, etag: $etag, key: $key, type: STRING }) { organization { _etag } }
}`;

/** 200 requests of every kind: creates, refusals, updates by etag, lists, invalid documents, broken bodies. */
const converse = async ({ url, tokenUrl, clientId, clientSecret }: Awaited<ReturnType<typeof startSandbox>>) => {
  const answers: string[] = [];
  const token = await tokenFor({ url, tokenUrl, clientId, clientSecret });
  answers.push(token);
  const ask = async (body: string): Promise<string> => {
    const headers = { 'content-type': 'application/json', authorization: token };
    const text = await (await fetch(url, { method: 'POST', headers, body })).text();
    answers.push(text);
    return text;
  };
  const run = (query: string, variables: Record<string, unknown> = {}) => ask(JSON.stringify({ query, variables }));
  for (let turn = 0; turn < 25; turn += 1) {
    await run(CREATE_UNIT, { type: `unit-${turn}` });
    const created = JSON.parse(
      await run(
        'mutation ($n: String!) { createPart(input: { partNumber: $n }) { part { id _etag _created entityId } } }',
        {
          n: `PN-${turn % 20}`,
        },
      ),
    );
    const part = created.data?.createPart?.part ?? { id: 1, _etag: 'stale' };
    await run(
      'mutation ($id: ID!, $etag: String!, $d: String) { updatePart(input: { id: $id, etag: $etag, description: $d }) { part { id _etag _updated } } }',
      { id: part.id, etag: part._etag, d: `turn ${turn}` },
    );
    await run(UNITS);
    await run('{ me { id name organization { id _etag } } }');
    const organization = JSON.parse(await run('{ me { organization { id _etag } } }')).data.me.organization;
    await run(DEFINE, { id: organization.id, etag: organization._etag, key: `Key ${turn}` });
    await ask(turn % 2 === 0 ? '{"query": ' : JSON.stringify([{ query: '{ nothing }' }, { query: UNITS }]));
  }
  return answers;
};

it('gives the same answers to the same 200 requests, byte for byte, in two fresh sandboxes', async () => {
  const [first, second] = await Promise.all([start(CONTROLLED), start(CONTROLLED)]);
  const answers = await converse(first);
  expect(answers).toHaveLength(201);
  for (const sign of [
    'already exists',
    '"updateOrganizationPartAttributes":{',
    '"updatePart":{',
    'Cannot query field',
  ]) {
    expect(answers.some(answer => answer.includes(sign))).toBe(true);
  }
  expect(await converse(second)).toEqual(answers);
});

it('gives them again after a reset, and from a snapshot on', async () => {
  const sandbox = await start({ ...CONTROLLED, data: temporaryDirectory() });
  const fromBlank = await converse(sandbox);
  await sandbox.snapshot('later');
  const fromLater = await converse(sandbox);
  expect(fromLater).not.toEqual(fromBlank);
  await sandbox.reset();
  expect(await converse(sandbox)).toEqual(fromBlank);
  await sandbox.restore('later');
  expect(await converse(sandbox)).toEqual(fromLater);
});

it('gives others with another seed, and in another tenant', async () => {
  const etags = async (options: SandboxOptions, tenant?: string) => {
    const sandbox = await start(options);
    const run = await connect(tenant === undefined ? sandbox : await sandbox.tenant(tenant));
    await run(CREATE_UNIT, { type: 'x' });
    return JSON.stringify((await run(UNITS)).body);
  };
  const [seven, again, eight, tenant] = await Promise.all([
    etags({ ...CONTROLLED, seed: 7 }),
    etags({ ...CONTROLLED, seed: 7 }),
    etags({ ...CONTROLLED, seed: 8 }),
    etags({ ...CONTROLLED, seed: 7 }, 'other'),
  ]);
  expect(again).toBe(seven);
  expect(new Set([seven, eight, tenant]).size).toBe(3);
});

it('never repeats an etag when a seeded directory is opened again', async () => {
  const data = temporaryDirectory();
  for (const type of ['a', 'b', 'c']) {
    const sandbox = await startSandbox({ ...CONTROLLED, data });
    await (await connect(sandbox))(CREATE_UNIT, { type });
    await sandbox.close();
  }
  const { body } = await (await connect(await start({ ...CONTROLLED, data })))(UNITS);
  const etags = body.data.unitsOfMeasurement.edges.map((edge: { node: { _etag: string } }) => edge.node._etag);
  expect(new Set(etags).size).toBe(3);
});

it('moves a fixed clock by its step with each request and forward by command', async () => {
  const sandbox = await start({ clock: CLOCK });
  const run = await connect(sandbox);
  const created = async (type: string) => {
    await run(CREATE_UNIT, { type });
    const { body } = await run(UNITS);
    return body.data.unitsOfMeasurement.edges.at(-1).node._created;
  };
  expect(await created('a')).toBe('2026-03-01T08:00:01.000Z');
  expect(await created('b')).toBe('2026-03-01T08:00:03.000Z');
  sandbox.advanceClock(60_000);
  expect(await created('c')).toBe('2026-03-01T08:01:05.000Z');
  sandbox.advanceClock(300_000);
  expect((await run('{ me { id } }')).body.errors[0].message).toBe('Token is expired.');
});

it('moves the clock over HTTP for whoever has control', async () => {
  const sandbox = await start({ clock: { start: '2026-03-01T08:00:00Z' }, control: true });
  const clock = sandbox.url.replace('/graphql', '/sandbox/clock');
  const { body } = await send(clock, { method: 'POST', body: JSON.stringify({ advanceMs: 1500 }) });
  expect(body).toEqual({ now: '2026-03-01T08:00:01.500Z' });
  const refused = await send(clock, { method: 'POST', body: JSON.stringify({ advanceMs: 'a while' }) });
  expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([400, 'bad-option']);
});

it('moves its clock forward only, and to no time that there is not', async () => {
  const sandbox = await start({ clock: { start: '2026-03-01T08:00:00Z' }, control: true });
  for (const milliseconds of [-1, Number.NaN, 1e300]) {
    expect(() => sandbox.advanceClock(milliseconds)).toThrow('A clock moves forward by milliseconds from 0');
  }
  const clock = sandbox.url.replace('/graphql', '/sandbox/clock');
  const refused = await send(clock, { method: 'POST', body: JSON.stringify({ advanceMs: 1e300 }) });
  expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([400, 'bad-option']);
  expect(sandbox.now().toISOString()).toBe('2026-03-01T08:00:00.000Z');
});

it('gives delivered webhook events the same etags after a reset', async () => {
  const receiver = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
  onTestFinished(() => void receiver.close());
  await new Promise(resolve => receiver.once('listening', resolve));
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const sandbox = await start({ ...CONTROLLED, webhooks: { deliverTo: [host] } });
  const run = await connect(sandbox);
  const deliver = async () => {
    await run(
      `mutation { createWebhookReceiver(input: { name: "r", webhookUri: "http://${host}" }) { webhookReceiver { id } } }`,
    );
    await run(
      'mutation { createWebhookSubscription(input: { resource: PARTS, action: CREATE, receiverId: 1 }) { webhookSubscription { id } } }',
    );
    for (const n of ['A', 'B']) await run(`mutation { createPart(input: { partNumber: "${n}" }) { part { id } } }`);
    await sandbox.webhooksSettled();
    return (await run('{ webhookEvents { edges { node { id status _etag } } } }')).body.data.webhookEvents.edges;
  };
  await sandbox.reset();
  const first = await deliver();
  expect(first).toMatchObject([{ node: { status: 'SUCCEEDED' } }, { node: { status: 'SUCCEEDED' } }]);
  await sandbox.reset();
  expect(await deliver()).toEqual(first);
});
