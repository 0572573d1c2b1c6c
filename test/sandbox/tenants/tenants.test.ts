import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  openSandboxTenant,
  resetSandbox,
  type SandboxOptions,
  sandboxStatus,
  startSandbox,
} from '../../../src/sandbox/index.ts';
import { CREATE_UNIT, connect, post, send, testUnits, tokenFor } from '../server/client.ts';
import { temporaryDirectory } from '../server/temporary-directory.ts';

const start = async (options: SandboxOptions = {}) => {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
};

const ME = JSON.stringify({ query: '{ me { id } }' });

it('serves tenants that share nothing: rows, ids, figures, faults and clock are their own', async () => {
  const sandbox = await start();
  const [a, b] = await Promise.all([sandbox.tenant('a'), sandbox.tenant('b')]);
  const [runMain, runA, runB] = await Promise.all([sandbox, a, b].map(connect));
  if (runMain === undefined || runA === undefined || runB === undefined) throw new Error('three were asked for');
  const first = await runA(CREATE_UNIT, { type: 'test-a' });
  const other = await runB(CREATE_UNIT, { type: 'test-b' });
  expect(other.body.data.createUnitOfMeasurement.unitOfMeasurement.id).toBe(
    first.body.data.createUnitOfMeasurement.unitOfMeasurement.id,
  );
  a.faults.add({ effect: { type: 'answer', status: 503 } });
  a.advanceClock(60_000);
  expect((await runA('{ me { id } }')).status).toBe(503);
  expect([await testUnits(runMain), await testUnits(runB)]).toEqual([[], ['test-b']]);
  expect([sandbox, a, b].map(tenant => tenant.requests().mutations)).toEqual([0, 1, 1]);
  expect(a.now().getTime() - b.now().getTime()).toBeGreaterThan(50_000);
  await b.reset();
  a.faults.clear();
  expect([await testUnits(runA), await testUnits(runB)]).toEqual([['test-a'], []]);
});

it('gives each tenant addresses and a key of its own, and the same tenant for the same name', async () => {
  const sandbox = await start({ tenants: ['first'] });
  const tenant = await sandbox.tenant('first');
  const origin = `http://127.0.0.1:${sandbox.port}`;
  expect(tenant).toMatchObject({
    url: `${origin}/t/first/graphql`,
    tokenUrl: `${origin}/t/first/realms/api-keys/protocol/openid-connect/token`,
    clientId: 'sandbox-first',
    clientSecret: 'sandbox-secret-first',
  });
  await (await connect(tenant))(CREATE_UNIT, { type: 'test-first' });
  const same = await sandbox.tenant('first');
  expect(await testUnits(await connect(same))).toEqual(['test-first']);
});

it.each<SandboxOptions>([{}, { seed: 1 }, { seed: 1, from: 'blank' }])(
  "answers 401 with ION's sentence to the token of another tenant, and to its key, started with %j",
  async options => {
    const sandbox = await start(options);
    const [a, b] = await Promise.all([sandbox.tenant('a'), sandbox.tenant('b')]);
    const tokens = await Promise.all([sandbox, a].map(tokenFor));
    for (const token of tokens) {
      const { status, body } = await post(b.url, ME, `Bearer ${token}`);
      expect(status).toBe(401);
      expect(body.errors).toEqual([
        { message: 'Unable to validate authentication token', extensions: { code: 'UNAUTHORIZED' } },
      ]);
    }
    expect((await post(sandbox.url, ME, `Bearer ${tokens[1]}`)).status).toBe(401);
    expect(await tokenFor({ ...b, clientId: a.clientId, clientSecret: a.clientSecret })).toBeUndefined();
  },
);

it('keeps tenants in directories of their own and serves them again after a restart, when they are asked for', async () => {
  const data = temporaryDirectory();
  const first = await startSandbox({ data });
  const tenant = await first.tenant('kept');
  const token = await tokenFor(tenant);
  await (await connect(tenant))(CREATE_UNIT, { type: 'test-kept' });
  await tenant.snapshot('here');
  await first.close();
  expect(existsSync(join(data, 'tenants', 'kept', 'snapshots', 'here.db'))).toBe(true);
  const second = await start({ data });
  const url = `http://127.0.0.1:${second.port}/t/kept/graphql`;
  expect((await post(url, ME, token)).status).toBe(200);
  await resetSandbox(data, { tenant: 'kept' });
  expect(await testUnits(await connect(await second.tenant('kept')))).toEqual([]);
  await second.close();
  await resetSandbox(data, { tenant: 'kept' });
  await expect(resetSandbox(data, { tenant: 'unknown' })).rejects.toMatchObject({ code: 'no-tenant' });
});

it('answers 404 for a tenant that nobody made, and refuses names that are none', async () => {
  const sandbox = await start();
  const { status } = await post(sandbox.url.replace('/graphql', '/t/nobody/graphql'), ME);
  expect(status).toBe(404);
  for (const name of ['', 'a/b', '..', 'a b']) {
    await expect(sandbox.tenant(name)).rejects.toMatchObject({ code: 'bad-name' });
  }
});

it('makes tenants over HTTP when control is open', async () => {
  const sandbox = await start({ control: true });
  const base = sandbox.url.replace('/graphql', '/sandbox/tenants');
  const { body } = await send(base, { method: 'POST', body: JSON.stringify({ name: 'by-http' }) });
  await (await connect(body))(CREATE_UNIT, { type: 'test-http' });
  expect((await send(base, { method: 'GET' })).body).toEqual(['by-http']);
  expect(await testUnits(await connect(await sandbox.tenant('by-http')))).toEqual(['test-http']);
});

it('runs parallel work in many tenants without one meeting another', async () => {
  const sandbox = await start();
  const names = Array.from({ length: 8 }, (_, index) => `t${index}`);
  await Promise.all(
    names.map(async name => {
      const run = await connect(await sandbox.tenant(name));
      await Promise.all([1, 2, 3].map(index => run(CREATE_UNIT, { type: `test-${index}` })));
      expect((await testUnits(run)).sort()).toEqual(['test-1', 'test-2', 'test-3']);
    }),
  );
});

it('tells of each tenant where it is, and whether it is there, and has the running server open one', async () => {
  const data = temporaryDirectory();
  await start({ data, tenants: ['a'] });
  expect(await sandboxStatus(data, { tenant: 'b' })).toEqual({ state: 'absent' });
  const access = await openSandboxTenant(data, 'b');
  await (await connect(access))(CREATE_UNIT, { type: 'test-b' });
  expect(await sandboxStatus(data, { tenant: 'b' })).toMatchObject({
    state: 'running',
    url: access.url,
    tokenUrl: access.tokenUrl,
    tenants: ['a', 'b'],
    requests: { mutations: 1 },
  });
  await expect(openSandboxTenant(data, 'a b')).rejects.toMatchObject({ code: 'bad-name' });
  await expect(openSandboxTenant(temporaryDirectory(), 'a')).rejects.toMatchObject({ code: 'bad-data-directory' });
});

it('begins with the snapshot that the sandbox begins with, and has its own key all the same', async () => {
  const data = temporaryDirectory();
  const first = await startSandbox({ data });
  await (await connect(first))(CREATE_UNIT, { type: 'test-saved' });
  await first.snapshot('seeded');
  await first.close();
  const sandbox = await start({ data, from: 'seeded', tenants: ['a'] });
  const tenant = await sandbox.tenant('a');
  const run = await connect(tenant);
  expect([await testUnits(run), await testUnits(await connect(sandbox))]).toEqual([['test-saved'], ['test-saved']]);
  const { body } = await run('{ apiKeys { edges { node { clientId enabled } } } }');
  expect(body.data.apiKeys.edges).toEqual([{ node: { clientId: 'sandbox-a', enabled: true } }]);
  expect(await tokenFor({ ...tenant, clientId: 'sandbox', clientSecret: 'sandbox-secret' })).toBeUndefined();
  await run(CREATE_UNIT, { type: 'test-more' });
  await tenant.reset();
  expect(await testUnits(await connect(tenant))).toEqual(['test-saved']);
});

it('begins with that snapshot in a later process too, when it is new', async () => {
  const data = temporaryDirectory();
  const first = await startSandbox({ data });
  await (await connect(first))(CREATE_UNIT, { type: 'test-saved' });
  await first.snapshot('seeded');
  await first.close();
  const begun = await startSandbox({ data, from: 'seeded', tenants: ['a'] });
  await (await connect(await begun.tenant('a')))(CREATE_UNIT, { type: 'test-a' });
  await begun.close();

  const sandbox = await start({ data });
  const [a, b] = await Promise.all([sandbox.tenant('a'), sandbox.tenant('b')]);
  expect(await testUnits(await connect(a))).toEqual(['test-saved', 'test-a']);
  const run = await connect(b);
  await run(CREATE_UNIT, { type: 'test-b' });
  await b.reset();
  expect(await testUnits(run)).toEqual(['test-saved']);
});

it.each([
  ['is gone once it is closed, and its name is free for a new one', undefined, []],
  ['is kept in its directory when it is closed, and opens again', 'data', ['test-a']],
])('%s', async (_, place, left) => {
  const sandbox = await start(place === undefined ? {} : { data: temporaryDirectory() });
  const tenant = await sandbox.tenant('a');
  const run = await connect(tenant);
  await run(CREATE_UNIT, { type: 'test-a' });
  await Promise.all([tenant.close(), tenant.close()]);
  expect((await post(tenant.url, ME)).status).toBe(place === undefined ? 404 : 401);
  const again = await sandbox.tenant('a');
  expect(await testUnits(await connect(again))).toEqual(left);
  await again.close();
  expect(await testUnits(await connect(sandbox))).toEqual([]);
});

it('answers what is under way when it is closed', async () => {
  const sandbox = await start();
  const tenant = await sandbox.tenant('a');
  const run = await connect(tenant);
  const answers = Array.from({ length: 20 }, (_, index) => run(CREATE_UNIT, { type: `test-${index}` }));
  await answers[0];
  const closed = tenant.close();
  expect((await Promise.all(answers)).filter(({ status }) => status === 500)).toEqual([]);
  await closed;
});
