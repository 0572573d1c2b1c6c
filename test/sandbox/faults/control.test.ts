import { expect, it } from 'vitest';
import { addSandboxFault, clearSandboxFaults, type FaultRule, listSandboxFaults } from '../../../src/sandbox/index.ts';
import { readRecord } from '../../../src/sandbox/server/data-directory.ts';
import { send } from '../server/client.ts';
import { temporaryDirectory } from '../server/temporary-directory.ts';
import { open, PARTS } from './ion.ts';

const controls = (url: string) => {
  const base = url.replace('/graphql', '/sandbox');
  return (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    send(`${base}${path}`, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
};

const DOWN = { effect: { type: 'answer', status: 503 } } as const;

it('adds, lists and clears rules over HTTP when control is open', async () => {
  const { sandbox, run } = await open({ control: true });
  const ask = controls(sandbox.url);
  expect((await ask('POST', '/faults', { name: 'down', ...DOWN })).body).toEqual({ name: 'down' });
  await ask('POST', '/faults', { effect: { type: 'latency', ms: 1 } });
  expect((await run(PARTS)).status).toBe(503);
  expect((await ask('GET', '/faults')).body).toMatchObject([
    { name: 'down', selected: 1, fired: 1 },
    { name: 'fault-2', selected: 0 },
  ]);
  await ask('DELETE', '/faults?name=down');
  expect((await run(PARTS)).status).toBe(200);
  await ask('DELETE', '/faults');
  expect((await ask('GET', '/faults')).body).toEqual([]);
});

it('is closed unless asked for, and open to the secret of the data directory', async () => {
  const data = temporaryDirectory();
  const { sandbox, run } = await open({ data });
  const ask = controls(sandbox.url);
  for (const path of ['/faults', '/status', '/log', '/snapshots', '/clock', '/tenants']) {
    expect((await ask('GET', path)).status).toBe(403);
  }
  const authorization = `Bearer ${readRecord(data)?.secret}`;
  expect((await ask('POST', '/faults', DOWN, { authorization })).status).toBe(200);
  expect((await run(PARTS)).status).toBe(503);
});

it('stays closed to a web page of somebody else, and to a name that was bound to this machine', async () => {
  const { sandbox } = await open({ control: true });
  const ask = controls(sandbox.url);
  expect((await ask('POST', '/faults', DOWN, { origin: 'https://elsewhere.example' })).status).toBe(403);
  expect(sandbox.faults.list()).toEqual([]);
});

it('takes snapshots, resets and tells status and log over HTTP', async () => {
  const { sandbox, createPart, numbers } = await open({ control: true });
  const ask = controls(sandbox.url);
  await createPart('A');
  expect((await ask('POST', '/snapshots', { name: 'one' })).status).toBe(200);
  await ask('POST', '/reset');
  expect(await numbers()).toEqual([]);
  await ask('POST', '/restore', { name: 'one' });
  expect(await numbers()).toEqual(['A']);
  expect((await ask('GET', '/snapshots')).body).toMatchObject([{ name: 'one' }]);
  const { body: status } = await ask('GET', '/status');
  expect(status).toMatchObject({ requests: { mutations: 1, operations: { Create: { count: 1 } } }, faults: [] });
  const { body: log } = await ask('GET', '/log?after=1');
  expect(log.map((entry: { number: number; operation: string }) => [entry.number, entry.operation])).toEqual([
    [2, 'Parts'],
    [3, 'Parts'],
  ]);
  const missing = await ask('POST', '/restore', { name: 'two' });
  expect([missing.status, missing.body.errors[0].extensions.code]).toEqual([400, 'no-snapshot']);
});

it.each<[string, unknown, RegExp]>([
  ['no effect', {}, /needs an effect/],
  ['an unknown effect', { effect: { type: 'explode' } }, /unknown effect\.type "explode"; known are latency,/],
  ['a name from the prototype', { effect: { type: 'constructor' } }, /unknown effect\.type/],
  ['an unknown field', { ...DOWN, often: 3 }, /unknown field often/],
  ['an unknown field of the effect', { effect: { ...DOWN.effect, code: 1 } }, /unknown field effect\.code/],
  ['a missing field', { effect: { type: 'slow-body' } }, /needs effect\.bytesPerSecond/],
  ['a wrong type', { ...DOWN, count: 'twice' }, /count: it must be a whole number/],
  ['a number out of bounds', { ...DOWN, probability: 2 }, /probability: it must be a number from 0 to 1/],
  ['a status that is no error', { effect: { type: 'answer', status: 200 } }, /effect\.status: it must be/],
  ['a range the wrong way round', { effect: { type: 'latency', minMs: 5, maxMs: 1 } }, /minMs above effect\.maxMs/],
  ['a limit without a limit', { effect: { type: 'rate-limit', burst: 1 } }, /needs effect\.perSecond or/],
  ['a document that is none', { effect: { type: 'interfere', document: '{ parts' } }, /must be a GraphQL document/],
])('refuses a rule with %s and says what is wrong', async (_, rule, expected) => {
  const { sandbox } = await open({ control: true });
  const { status, body } = await controls(sandbox.url)('POST', '/faults', rule);
  expect([status, body.errors[0].extensions.code]).toEqual([400, 'bad-fault']);
  expect(body.errors[0].message).toMatch(expected);
  expect(() => sandbox.faults.add(rule as FaultRule)).toThrow(expected);
  expect(sandbox.faults.list()).toEqual([]);
});

it('refuses a second rule of the same name, and a body that is no object', async () => {
  const { sandbox } = await open({ control: true });
  sandbox.faults.add({ name: 'down', ...DOWN });
  expect(() => sandbox.faults.add({ name: 'down', ...DOWN })).toThrow(/called down already/);
  expect((await controls(sandbox.url)('POST', '/faults', [DOWN])).status).toBe(400);
});

it('commands the server that runs on a directory, by tenant, and says when none does', async () => {
  const data = temporaryDirectory();
  const { sandbox, run } = await open({ data });
  const tenant = await sandbox.tenant('other');
  expect(await addSandboxFault(data, { name: 'down', ...DOWN })).toBe('down');
  await addSandboxFault(data, DOWN, { tenant: 'other' });
  expect((await run(PARTS)).status).toBe(503);
  expect(await listSandboxFaults(data)).toMatchObject([{ name: 'down', fired: 1 }]);
  await clearSandboxFaults(data, 'down');
  expect([sandbox.faults.list().length, tenant.faults.list().length]).toEqual([0, 1]);
  await expect(addSandboxFault(data, {} as FaultRule)).rejects.toMatchObject({ code: 'bad-fault' });
  await sandbox.close();
  await expect(listSandboxFaults(data)).rejects.toMatchObject({ code: 'not-running' });
});
