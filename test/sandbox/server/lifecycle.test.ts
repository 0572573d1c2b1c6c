import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  listSandboxSnapshots,
  resetSandbox,
  type SandboxOptions,
  sandboxStatus,
  startSandbox,
} from '../../../src/sandbox/index.ts';
import { openStore } from '../../../src/sandbox/store/store.ts';
import { CREATE_UNIT, connect, post, testUnits, tokenFor } from './client.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const start = async (options: SandboxOptions) => {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
};

it('keeps objects and tokens across a restart', async () => {
  const data = temporaryDirectory();
  const first = await start({ data });
  const token = await tokenFor(first);
  await post(first.url, JSON.stringify({ query: CREATE_UNIT, variables: { type: 'test-kept' } }), token);
  await first.close();
  const second = await start({ data });
  const { status } = await post(second.url, JSON.stringify({ query: '{ me { id } }' }), token);
  expect(status).toBe(200);
  expect(await testUnits(await connect(second))).toEqual(['test-kept']);
});

it('starts empty each time without a data directory', async () => {
  const first = await start({});
  await (await connect(first))(CREATE_UNIT, { type: 'test-gone' });
  await first.close();
  expect(await testUnits(await connect(await start({})))).toEqual([]);
});

it('refuses a second server on a data directory and says where the first one is', async () => {
  const data = temporaryDirectory();
  const first = await start({ data });
  await expect(startSandbox({ data })).rejects.toMatchObject({
    code: 'already-running',
    message: `A sandbox already serves ${data} at ${first.url} (process ${process.pid}); stop it first.`,
  });
  const run = await connect(first);
  expect((await run('{ me { id } }')).status).toBe(200);
});

it('takes over a directory whose server died without a word', async () => {
  const data = temporaryDirectory();
  const record = { pid: 1, port: 9, url: 'http://127.0.0.1:9/graphql', secret: 'stale' };
  await (await startSandbox({ data })).close();
  writeFileSync(join(data, 'sandbox.json'), JSON.stringify(record));
  expect(await sandboxStatus(data)).toEqual({ state: 'stopped' });
  const sandbox = await start({ data });
  expect(JSON.parse(readFileSync(join(data, 'sandbox.json'), 'utf8'))).toMatchObject({ url: sandbox.url });
});

it('refuses a port in use in one sentence and leaves the directory free', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await new Promise(resolve => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const data = temporaryDirectory();
  await expect(startSandbox({ data, port })).rejects.toMatchObject({
    code: 'port-in-use',
    message: `Port ${port} on 127.0.0.1 cannot be used (EADDRINUSE): choose another, or 0 for any free one.`,
  });
  expect((await start({ data })).port).not.toBe(port);
});

it('refuses a data directory that is a file, and a database that is none', async () => {
  const data = temporaryDirectory();
  const file = join(data, 'file');
  writeFileSync(file, '');
  await expect(startSandbox({ data: file })).rejects.toMatchObject({ code: 'bad-data-directory' });
  writeFileSync(join(data, 'sandbox.db'), 'this is no database, whatever it is called '.repeat(100));
  await expect(startSandbox({ data })).rejects.toMatchObject({
    code: 'bad-data-directory',
    message: expect.stringContaining('sandbox.db cannot be opened (file is not a database)'),
  });
});

it('refuses a data directory that it cannot use as such, whatever it is asked to do there', async () => {
  const refusal = { code: 'bad-data-directory' };
  // Nothing can be made there; Node's own way of making folders tries for ever.
  const nowhere = startSandbox({ data: '/proc/nowhere/sandbox' });
  await expect(nowhere).rejects.toMatchObject({
    ...refusal,
    message: expect.stringMatching(/cannot be made \(E\w+\)/),
  });
  const locked = temporaryDirectory();
  mkdirSync(join(locked, 'sandbox.lock'));
  await expect(startSandbox({ data: locked })).rejects.toMatchObject(refusal);
  const circular = temporaryDirectory();
  symlinkSync('sandbox.db', join(circular, 'sandbox.db'));
  await expect(sandboxStatus(circular)).rejects.toMatchObject(refusal);
  const odd = temporaryDirectory();
  await (await startSandbox({ data: odd })).close();
  writeFileSync(join(odd, 'snapshots'), 'a file, not a folder');
  expect(() => listSandboxSnapshots(odd)).toThrow(expect.objectContaining(refusal));
});

it('lets a running request finish before it closes', async () => {
  const sandbox = await start({ latencyMs: 300 });
  const run = await connect(sandbox);
  let closing: Promise<void> | undefined;
  const answer = run('{ me { id } }').then(({ body }) => ({ body, closing }));
  while (sandbox.requests().peakInFlight === 0) await post(sandbox.tokenUrl, '{}');
  closing = sandbox.close();
  expect(await answer).toEqual({ body: { data: { me: { id: 1 } } }, closing: expect.any(Promise) });
  await closing;
});

it('keeps the secret of its control endpoints from other users of the machine', async () => {
  const data = temporaryDirectory();
  await start({ data });
  expect(statSync(join(data, 'sandbox.json')).mode & 0o777).toBe(0o600);
});

it('reports absent, running with its address and counts, and stopped', async () => {
  const data = temporaryDirectory();
  expect(await sandboxStatus(data)).toEqual({ state: 'absent' });
  const sandbox = await start({ data });
  const { url, tokenUrl, port } = sandbox;
  const counts = { requests: 0, queries: 0, mutations: 0, peakInFlight: 0, operations: {} };
  const running = { state: 'running', url, tokenUrl, port, pid: process.pid, tenants: [], requests: counts };
  expect(await sandboxStatus(data)).toEqual(running);
  await sandbox.close();
  expect(await sandboxStatus(data)).toEqual({ state: 'stopped' });
});

it('has no state to save or bring back once it is closed', async () => {
  const sandbox = await start({});
  await sandbox.close();
  const refusal = { name: 'SandboxError', code: 'not-running', message: 'The sandbox was closed; start another one.' };
  await expect(sandbox.reset()).rejects.toMatchObject(refusal);
  await expect(sandbox.snapshot('late')).rejects.toMatchObject(refusal);
  await expect(sandbox.restore('late')).rejects.toMatchObject(refusal);
});

it('resets through the running server, whose tokens stay good', async () => {
  const data = temporaryDirectory();
  const run = await connect(await start({ data }));
  await run(CREATE_UNIT, { type: 'test-before' });
  await resetSandbox(data);
  expect(await testUnits(run)).toEqual([]);
  await run(CREATE_UNIT, { type: 'test-after' });
  expect(await testUnits(run)).toEqual(['test-after']);
});

it('resets a directory that no server runs on', async () => {
  const data = temporaryDirectory();
  const sandbox = await start({ data });
  await (await connect(sandbox))(CREATE_UNIT, { type: 'test-before' });
  await sandbox.close();
  await resetSandbox(data);
  expect(await testUnits(await connect(await start({ data })))).toEqual([]);
});

it('refuses to reset a directory in which no sandbox was ever started', async () => {
  await expect(resetSandbox(temporaryDirectory())).rejects.toMatchObject({ code: 'bad-data-directory' });
});

it('answers every request that a reset overtakes, and holds only what came after it', async () => {
  const sandbox = await start({});
  const run = await connect(sandbox);
  const creates = (batch: string) =>
    Array.from({ length: 40 }, (_, index) => run(CREATE_UNIT, { type: `test-${batch}-${index}` }));
  const [answers] = await Promise.all([Promise.all(creates('during')), sandbox.reset(), sandbox.reset()]);
  expect(answers.map(answer => answer.status)).toEqual(Array(40).fill(200));
  await sandbox.reset();
  await Promise.all(creates('after'));
  const units = await testUnits(run);
  expect(units).toHaveLength(40);
  expect(units.every(unit => unit.startsWith('test-after-'))).toBe(true);
});

it('makes the indexes with the first write, be it in a later process', async () => {
  const data = temporaryDirectory();
  const indexes = (): number => {
    const store = openStore(join(data, 'sandbox.db'));
    const row = store
      .prepare("SELECT count(*) AS found FROM sqlite_master WHERE name LIKE 'Part\\_%' ESCAPE '\\'")
      .get();
    store.close();
    return Number(row?.['found']);
  };
  await (await startSandbox({ data })).close();
  const sandbox = await startSandbox({ data });
  const run = await connect(sandbox);
  await run('{ parts { edges { node { id } } } }');
  await run(CREATE_UNIT, { type: 'test-indexed' });
  await sandbox.close();
  expect(indexes()).toBeGreaterThan(2);
  const again = await start({ data });
  expect(await testUnits(await connect(again))).toEqual(['test-indexed']);
});

it.each([
  [{ latency: 5 }, 'has an unknown field latency; known are port, data'],
  [{ port: 70_000 }, 'is wrong in port: it must be a whole number from 0 to 65535'],
  [{ latencyMs: Number.NaN }, 'is wrong in latencyMs: it must be a number from 0 to 3600000'],
  [{ errors: 'http-300' }, 'is wrong in errors: it must be "http-200" or "http-status"'],
  [{ tenants: 'line-1' }, 'is wrong in tenants: it must be a list'],
  [{ rules: { approvals: 2 } }, 'is wrong in rules: it is wrong in approvals: it must be 0 or 1'],
  [{ clock: { start: 'yesterday' } }, 'is wrong in clock: it is wrong in start: it must be a time'],
  [{ webhooks: { deliverTo: [9000] } }, 'it is wrong in deliverTo: it must be a list, of which each must be a text'],
  [{ tls: { names: 'ion.example' } }, 'is wrong in tls: it must be true, false, or an object with a list of names'],
])('refuses to start with %j, and says what is wrong', async (options, sentence) => {
  const starting = startSandbox(options as unknown as SandboxOptions);
  await expect(starting).rejects.toMatchObject({ code: 'bad-option', message: expect.stringContaining(sentence) });
});

it('takes an option that is undefined for one that is left out', async () => {
  const options = { port: undefined, clock: undefined, rules: { approvals: undefined } };
  expect((await start(options as unknown as SandboxOptions)).port).toBeGreaterThan(0);
});
