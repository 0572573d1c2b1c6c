import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeParts } from './fixture-files.ts';
import { emptyFolder, runCli } from './run-cli.ts';
import { ask, countParts, type Started, serve } from './serve-sandbox.ts';

const CREATE = 'mutation { createPart(input: { partNumber: "A" }) { part { id } } }';
const FAULT = '{"name":"down","operation":"createPart","effect":{"type":"answer","status":503}}';

/** A server with the tenants `a` and `b`, and commands on its directory. */
const open = async () => {
  const cwd = await emptyFolder();
  const { started, child, ended } = await serve(['--tenant', 'a', '--tenant', 'b'], cwd);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const run = (...args: string[]) => runCli(['sandbox', ...args], { cwd });
  const record = async (...args: string[]) => JSON.parse((await run(...args, '--format', 'json')).stdout);
  const [a, b] = started.tenants.map((tenant): Started => ({ ...started, ...tenant }));
  if (a === undefined || b === undefined) throw new Error('two tenants were asked for');
  return { cwd, started, a, b, stop, run, record };
};

it('opens the tenants that --tenant names, and prints where each is and how to get in', async () => {
  const { started, a, b, record } = await open();
  expect(started.tenants).toEqual([
    {
      name: 'a',
      url: `http://127.0.0.1:${started.port}/t/a/graphql`,
      tokenUrl: `http://127.0.0.1:${started.port}/t/a/realms/api-keys/protocol/openid-connect/token`,
      clientId: 'sandbox-a',
      clientSecret: 'sandbox-secret-a',
    },
    expect.objectContaining({ name: 'b', clientId: 'sandbox-b' }),
  ]);
  await ask(a, CREATE);
  expect(await Promise.all([a, b, started].map(each => countParts(each)))).toEqual([1, 0, 0]);
  expect(await record('status')).toMatchObject({ url: started.url, tenants: ['a', 'b'], requests: { mutations: 0 } });
  expect(await record('status', '--tenant', 'a')).toMatchObject({
    tenant: 'a',
    url: a.url,
    tokenUrl: a.tokenUrl,
    requests: { mutations: 1 },
  });
});

it('saves, resets and restores one tenant and leaves the others alone, served or not', {
  timeout: 90_000,
}, async () => {
  const { started, a, b, stop, run, record, cwd } = await open();
  await Promise.all([a, b, started].map(each => ask(each, CREATE)));
  const saved = await run('snapshot', 'one', '--tenant', 'a');
  expect(saved.stdout).toBe(
    'The state of the tenant a of the sandbox in .seedbed is saved; seedbed sandbox restore one --tenant a brings it back.\n',
  );
  expect((await run('reset', '--tenant', 'a')).stdout).toBe(
    'The tenant a of the sandbox in .seedbed is back to its starting state.\n',
  );
  expect(await Promise.all([a, b, started].map(each => countParts(each)))).toEqual([0, 1, 1]);
  expect((await record('list', '--tenant', 'a')).snapshots).toMatchObject([{ name: 'one' }]);
  expect((await record('list')).snapshots).toEqual([]);
  await stop();
  expect(await record('restore', 'one', '--tenant', 'a')).toMatchObject({ tenant: 'a', restored: 'one' });
  expect((await run('reset', '--tenant', 'b')).code).toBe(0);
  const again = await serve(['--tenant', 'a', 'b'], cwd);
  const tenants = again.started.tenants.map((tenant): Started => ({ ...again.started, ...tenant }));
  expect(await Promise.all([...tenants, again.started].map(each => countParts(each)))).toEqual([1, 0, 1]);
});

it('lets one tenant fail and not the others', async () => {
  const { started, a, run, record } = await open();
  expect(await record('fault', 'add', FAULT, '--tenant', 'a')).toMatchObject({
    tenant: 'a',
    faults: [{ name: 'down' }],
  });
  expect([(await ask(a, CREATE)).status, (await ask(started, CREATE)).status]).toEqual([503, 200]);
  expect((await run('fault', 'list')).stdout).toBe('No fault stands.\n');
  expect((await run('fault', 'list', '--tenant', 'a')).stdout).toContain(
    'Faults of the tenant a of the sandbox in .seedbed\n\n  down\n',
  );
  expect(await record('fault', 'clear', 'down', '--tenant', 'a')).toMatchObject({ cleared: ['down'] });
  expect((await ask(a, CREATE)).status).toBe(200);
});

it('says of a tenant that is not there that it is not, and which there are', async () => {
  const { run } = await open();
  for (const args of [
    ['snapshot', 'one'],
    ['restore', 'blank'],
    ['fault', 'list'],
  ]) {
    const { code, stderr } = await run(...args, '--tenant', 'c');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: The sandbox in .*\.seedbed has no tenant c: it has a, b\.\n$/);
  }
  expect(await run('reset', '--tenant', 'c')).toMatchObject({
    code: 0,
    stdout: 'Nothing to reset: there is no tenant c of the sandbox in .seedbed yet.\n',
  });
  expect((await run('status', '--tenant', 'c')).stdout).toBe(
    'There is no tenant c of the sandbox in .seedbed yet; seedbed sandbox start --tenant c makes one.\n',
  );
  expect((await run('status', '--tenant', 'a b')).code).toBe(2);
});

it('can be the target of fixtures, in a directory that nobody serves and on a running server', {
  timeout: 90_000,
}, async () => {
  const cwd = await emptyFolder();
  await writeParts(cwd, 'Steel');
  const entries = ['line-1', 'line-2'].map(name => `  ${name}: { sandbox: .seedbed, tenant: ${name} }\n`);
  await writeFile(join(cwd, 'seedbed.config.yaml'), `target: line-1\ntargets:\n${entries.join('')}`);
  const run = async (...args: string[]) => (await runCli(args, { cwd })).code;
  expect(await run('apply', 'parts.yaml', '--yes')).toBe(0);
  expect((await runCli(['sandbox', 'status'], { cwd })).stdout).toBe(
    'The tenant line-1 of the sandbox in .seedbed does not run; commands start it as they need it.\n',
  );
  const { started } = await serve([], cwd);
  expect(await run('verify', 'parts.yaml')).toBe(0);
  expect(await run('verify', 'parts.yaml', '--target', 'line-2')).toBe(4);
  expect(await run('apply', 'parts.yaml', '--yes', '--target', 'line-2')).toBe(0);
  expect(await run('sandbox', 'reset')).toBe(0);
  expect([await run('verify', 'parts.yaml'), await run('verify', 'parts.yaml', '--target', 'line-2')]).toEqual([4, 0]);
  expect(await countParts(started)).toBe(0);
});
