import { expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../../src/sandbox/index.ts';
import { CREATE_UNIT, connect, post, tokenFor } from './client.ts';

const start = async () => {
  const sandbox = await startSandbox({ clock: { start: '2026-03-01T08:00:00Z', stepMs: 1 } });
  onTestFinished(() => sandbox.close());
  return { sandbox, run: await connect(sandbox) };
};

it('tells of each operation its name, fields, variable names, status and codes, and no value', async () => {
  const { sandbox, run } = await start();
  await run(CREATE_UNIT.replace('mutation', 'mutation Make'), { type: 'secret-value' });
  await run('{ me { id } again: me { id } parts { edges { node { id } } } }');
  await run('{ part(id: 999) { id } }');
  await run('{ nothing }');
  await post(sandbox.url, '{ }');
  const shared = { status: 200, faults: [], interference: [], errors: [], variables: [] };
  const log = sandbox.log();
  expect(log.map(({ ms, at, number, ...rest }) => rest)).toEqual([
    { ...shared, operation: 'Make', kind: 'mutation', fields: ['createUnitOfMeasurement'], variables: ['type'] },
    { ...shared, operation: null, kind: 'query', fields: ['me', 'parts'] },
    { ...shared, operation: null, kind: 'query', fields: ['part'], errors: ['NOT_FOUND'] },
    { ...shared, operation: null, kind: null, fields: [], errors: ['INVALID_DOCUMENT'] },
    { ...shared, operation: null, kind: null, fields: [], status: 401, errors: ['UNAUTHORIZED'] },
  ]);
  expect(log.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  expect(log[0]?.at).toBe('2026-03-01T08:00:00.001Z');
  expect(log.every(({ ms }) => ms > 0)).toBe(true);
  expect(JSON.stringify([log, sandbox.requests()])).not.toContain('secret-value');
});

it('has one entry for each operation of a batch', async () => {
  const { sandbox } = await start();
  const batch = JSON.stringify([{ query: 'query A { me { id } }' }, { query: 'query B { me { id } }' }]);
  await post(sandbox.url, batch, await tokenFor(sandbox));
  expect(sandbox.log().map(({ operation }) => operation)).toEqual(['A', 'B']);
  expect(sandbox.requests()).toMatchObject({ requests: 1, queries: 2 });
});

it('keeps the last 1,000 operations, and counts all of them', async () => {
  const { sandbox } = await start();
  const token = await tokenFor(sandbox);
  const batch = JSON.stringify(Array.from({ length: 110 }, () => ({ query: '{ me { id } }' })));
  for (let turn = 0; turn < 10; turn += 1) await post(sandbox.url, batch, token);
  const log = sandbox.log();
  expect(log.map(({ number }) => number)).toEqual(Array.from({ length: 1000 }, (_, index) => 101 + index));
  expect(sandbox.log(1098).map(({ number }) => number)).toEqual([1099, 1100]);
  expect(sandbox.requests().operations['me']?.count).toBe(1100);
});

it('counts by 500 names, and the rest together', async () => {
  const { sandbox } = await start();
  const batch = JSON.stringify(Array.from({ length: 503 }, (_, index) => ({ query: `query Q${index} { me { id } }` })));
  await post(sandbox.url, batch, await tokenFor(sandbox));
  const { operations } = sandbox.requests();
  expect(Object.keys(operations)).toHaveLength(501);
  expect(operations['(others)']?.count).toBe(3);
});
