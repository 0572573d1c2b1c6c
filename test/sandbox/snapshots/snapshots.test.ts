import { once } from 'node:events';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  listSandboxSnapshots,
  resetSandbox,
  restoreSandbox,
  type SandboxOptions,
  snapshotSandbox,
  startSandbox,
} from '../../../src/sandbox/index.ts';
import { writeSetting } from '../../../src/sandbox/store/settings.ts';
import { openStore } from '../../../src/sandbox/store/store.ts';
import { CREATE_UNIT, connect, post, testUnits, tokenFor } from '../server/client.ts';
import { temporaryDirectory } from '../server/temporary-directory.ts';

const start = async (options: SandboxOptions = {}) => {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return { sandbox, run: await connect(sandbox) };
};

const UNITS = '{ unitsOfMeasurement { edges { node { id type _etag _updated } } } }';

it('brings back every row, id and etag of a snapshot, and keeps tokens good', async () => {
  const { sandbox, run } = await start();
  await run(CREATE_UNIT, { type: 'test-kept' });
  const before = await run(UNITS);
  await sandbox.snapshot('one');
  await run(CREATE_UNIT, { type: 'test-lost' });
  await sandbox.restore('one');
  expect((await run(UNITS)).body).toEqual(before.body);
  const [kept, next] = await Promise.all([before, run(CREATE_UNIT, { type: 'test-next' })]);
  const ids = kept.body.data.unitsOfMeasurement.edges.map((edge: { node: { id: number } }) => edge.node.id);
  expect(next.body.data.createUnitOfMeasurement.unitOfMeasurement.id).toBe(Math.max(...ids) + 1);
});

it('restores again and again, over whatever is there, and blank at any time', async () => {
  const { sandbox, run } = await start();
  await run(CREATE_UNIT, { type: 'test-a' });
  await sandbox.snapshot('a');
  await sandbox.restore('blank');
  expect(await testUnits(run)).toEqual([]);
  await run(CREATE_UNIT, { type: 'test-b' });
  await sandbox.snapshot('b');
  for (const name of ['a', 'b', 'a', 'a', 'b']) {
    await sandbox.restore(name);
    expect(await testUnits(run)).toEqual([`test-${name}`]);
  }
});

it('saves what was acknowledged a moment ago, and replaces a snapshot of the same name', async () => {
  const { sandbox, run } = await start({ data: temporaryDirectory() });
  await Promise.all([run(CREATE_UNIT, { type: 'test-1' }).then(() => sandbox.snapshot('same'))]);
  await run(CREATE_UNIT, { type: 'test-2' });
  await sandbox.snapshot('same');
  await sandbox.reset();
  await sandbox.restore('same');
  expect(await testUnits(run)).toEqual(['test-1', 'test-2']);
});

it('lists snapshots by name with path, size and date', async () => {
  const data = temporaryDirectory();
  const { sandbox } = await start({ data });
  expect(sandbox.listSnapshots()).toEqual([]);
  await sandbox.snapshot('b');
  await sandbox.snapshot('a');
  const listed = sandbox.listSnapshots();
  expect(listed.map(({ name, path }) => [name, path])).toEqual([
    ['a', join(data, 'snapshots', 'a.db')],
    ['b', join(data, 'snapshots', 'b.db')],
  ]);
  for (const { bytes, saved } of listed) {
    expect(bytes).toBeGreaterThan(10_000);
    expect(new Date(saved).toISOString()).toBe(saved);
  }
});

it('keeps the snapshots of a sandbox in memory until it closes', async () => {
  const sandbox = await startSandbox();
  await sandbox.snapshot('short-lived');
  const [snapshot] = sandbox.listSnapshots();
  expect(existsSync(snapshot?.path ?? '')).toBe(true);
  await sandbox.close();
  expect(existsSync(snapshot?.path ?? '')).toBe(false);
});

it('shows requests under way either all of the old state or all of the new', async () => {
  const { sandbox } = await start();
  const authorization = await tokenFor(sandbox);
  const postBatch = (queries: string[]) =>
    post(sandbox.url, JSON.stringify(queries.map(query => ({ query }))), authorization);
  const create = (type: string) =>
    `mutation { createUnitOfMeasurement(input: { type: "${type}" }) { unitOfMeasurement { id } } }`;
  await postBatch(['test-a1', 'test-a2', 'test-a3'].map(create));
  await sandbox.snapshot('a');
  await sandbox.reset();
  await postBatch(['test-b1', 'test-b2'].map(create));
  await sandbox.snapshot('b');

  const read = () => postBatch([UNITS, UNITS, UNITS, UNITS]);
  const moves = Array.from({ length: 20 }, (_, turn) => sandbox.restore(turn % 2 === 0 ? 'a' : 'b'));
  const answers = [];
  for (let round = 0; round < 10; round += 1) {
    answers.push(...(await Promise.all([read(), read(), read(), sandbox.restore(round % 2 === 0 ? 'a' : 'b')])));
  }
  await Promise.all(moves);
  const states = answers.flatMap(answer => (answer === undefined ? [] : [answer.body.map(JSON.stringify)]));
  expect(states).toHaveLength(30);
  for (const parts of states) expect(new Set(parts).size).toBe(1);
});

it('lets a mutation that a reset overtakes finish before it, as a whole', async () => {
  const { sandbox, run } = await start();
  const creates = (batch: string) =>
    `mutation { ${Array.from({ length: 20 }, (_, index) => `m${index}: createUnitOfMeasurement(input: { type: "test-${batch}-${index}" }) { unitOfMeasurement { id } }`).join(' ')} }`;
  const answers = Promise.all(['x', 'y', 'z'].map(batch => run(creates(batch))));
  await sandbox.reset();
  const after = await testUnits(run);
  for (const { body } of await answers) expect(body.errors).toBeUndefined();
  const left = ['x', 'y', 'z'].map(batch => after.filter(type => type.startsWith(`test-${batch}-`)).length);
  for (const count of left) expect([0, 20]).toContain(count);
});

it('waits for a batch that has begun, whatever of it is still to come', async () => {
  let resets: Promise<void> | undefined;
  let readings = 0;
  // The clock is asked with every row that is written: so the reset comes in the middle.
  const clock = () => {
    if (++readings === 10) resets = sandbox.reset();
    return new Date();
  };
  const { sandbox } = await start({ clock });
  const authorization = await tokenFor(sandbox);
  readings = 0;
  const batch = Array.from({ length: 20 }, (_, index) => ({
    query: CREATE_UNIT,
    variables: { type: `test-${index}` },
  }));
  const { body } = await post(sandbox.url, JSON.stringify(batch), authorization);
  expect(body.flatMap(({ errors = [] }) => errors)).toEqual([]);
  expect(resets).toBeDefined();
  await resets;
  expect(await testUnits(await connect(sandbox))).toEqual([]);
});

it('starts from a snapshot by name or path, and resets to it ever after', async () => {
  const data = temporaryDirectory();
  const first = await startSandbox({ data });
  await (await connect(first))(CREATE_UNIT, { type: 'test-base' });
  await first.snapshot('base');
  const [{ path } = { path: '' }] = first.listSnapshots();
  await first.reset();
  await first.close();

  const { sandbox, run } = await start({ data, from: 'base' });
  expect(await testUnits(run)).toEqual(['test-base']);
  await run(CREATE_UNIT, { type: 'test-more' });
  await sandbox.reset();
  expect(await testUnits(run)).toEqual(['test-base']);
  await run(CREATE_UNIT, { type: 'test-more' });
  await sandbox.close();
  await resetSandbox(data);

  const inMemory = await start({ from: path });
  expect(await testUnits(inMemory.run)).toEqual(['test-base']);
  const again = await start({ data });
  expect(await testUnits(again.run)).toEqual(['test-base']);
  await again.sandbox.close();
  const blank = await start({ data, from: 'blank' });
  expect(await testUnits(blank.run)).toEqual([]);
});

it('resets to the snapshot that it began with after the directory was moved, tenants too', async () => {
  const data = join(temporaryDirectory(), 'here');
  const first = await startSandbox({ data });
  await (await connect(first))(CREATE_UNIT, { type: 'test-base' });
  await first.snapshot('base');
  await first.close();
  const begun = await startSandbox({ data, from: 'base', tenants: ['a'] });
  await begun.close();

  const moved = join(temporaryDirectory(), 'there');
  renameSync(data, moved);
  const { sandbox } = await start({ data: moved });
  for (const tenant of [sandbox, await sandbox.tenant('a')]) {
    const run = await connect(tenant);
    await run(CREATE_UNIT, { type: 'test-more' });
    await tenant.reset();
    expect(await testUnits(run)).toEqual(['test-base']);
  }
});

it.each([
  ['on a running server', true],
  ['in a directory that nobody serves', false],
])('snapshots, restores and lists %s', async (_, running) => {
  const data = temporaryDirectory();
  const { sandbox, run } = await start({ data });
  await run(CREATE_UNIT, { type: 'test-saved' });
  if (!running) await sandbox.close();
  await snapshotSandbox(data, 'saved');
  await resetSandbox(data);
  await restoreSandbox(data, 'saved');
  expect(listSandboxSnapshots(data).map(({ name }) => name)).toEqual(['saved']);
  await expect(restoreSandbox(data, 'unknown')).rejects.toMatchObject({ code: 'no-snapshot' });
  const reader = running ? run : (await start({ data })).run;
  expect(await testUnits(reader)).toEqual(['test-saved']);
});

it('refuses names that are none, snapshots that are missing, and files that hold something else', async () => {
  const data = temporaryDirectory();
  const { sandbox, run } = await start({ data });
  await run(CREATE_UNIT, { type: 'test-safe' });
  for (const name of ['blank', '', '../x', 'a/b', '.hidden', 'x'.repeat(65)]) {
    await expect(sandbox.snapshot(name)).rejects.toMatchObject({ code: 'bad-name' });
  }
  await expect(sandbox.restore('nowhere')).rejects.toMatchObject({
    code: 'no-snapshot',
    message: `There is no snapshot ${join(data, 'snapshots', 'nowhere.db')}. Its folder has none.`,
  });
  await sandbox.snapshot('one');
  await sandbox.snapshot('two');
  await expect(sandbox.restore('nowhere')).rejects.toThrow(/nowhere\.db\. Its folder has one, two\.$/);
  const text = join(data, 'text.db');
  writeFileSync(text, 'no database at all '.repeat(100));
  await expect(sandbox.restore(text)).rejects.toMatchObject({ code: 'bad-snapshot' });
  expect(await testUnits(run)).toEqual(['test-safe']);
  await expect(startSandbox({ from: text })).rejects.toMatchObject({ code: 'bad-snapshot' });
});

const changeLayout = (path: string): void => {
  const store = openStore(path);
  writeSetting(store, 'layout', Buffer.from('the tables of another version'));
  store.close();
};

it('refuses a data directory and a snapshot with other tables, says what to do, and leaves both as they are', async () => {
  const data = temporaryDirectory();
  const { sandbox, run } = await start({ data });
  await sandbox.snapshot('old');
  changeLayout(join(data, 'snapshots', 'old.db'));
  await expect(sandbox.restore('old')).rejects.toMatchObject({
    code: 'other-layout',
    message: expect.stringContaining('Make it anew'),
  });
  expect((await run('{ me { id } }')).status).toBe(200);
  await sandbox.close();
  changeLayout(join(data, 'sandbox.db'));
  await expect(startSandbox({ data })).rejects.toMatchObject({
    code: 'other-layout',
    message: expect.stringMatching(/made by another version .* Reset it/),
  });
});

it('makes a database of another version anew when it is reset', async () => {
  const data = temporaryDirectory();
  const { sandbox } = await start({ data });
  await sandbox.close();
  changeLayout(join(data, 'sandbox.db'));
  await resetSandbox(data);
  const again = await start({ data });
  expect((await again.run('{ me { id } }')).status).toBe(200);
  await again.sandbox.close();
});

it('does not wait for an upload that somebody never finishes', async () => {
  const { sandbox, run } = await start();
  const made = await run('mutation { createFileAttachment(input: { filename: "slow.txt" }) { uploadUrl } }');
  const upload = request(made.body.data.createFileAttachment.uploadUrl, {
    method: 'PUT',
    headers: { 'content-type': 'text/plain', 'content-length': '8', expect: '100-continue' },
  });
  upload.flushHeaders();
  await once(upload, 'continue');
  upload.write('half');
  await sandbox.reset();
  expect(await testUnits(run)).toEqual([]);
  upload.end('half');
  const [answer] = (await once(upload, 'response')) as [IncomingMessage];
  answer.resume();
  expect(answer.statusCode).toBe(404);
});
