import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDialect } from '../../src/remote/dialect.ts';
import { checkGuard, confirmDomain } from '../../src/remote/guard.ts';
import { tokenSource } from '../../src/remote/token.ts';
import { createTransport, type Transport } from '../../src/remote/transport.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';

const CREATE = 'mutation ($input: CreatePartInput!) { createPart(input: $input) { part { id partNumber } } }';

let sandbox: Sandbox;
let transport: Transport;
let date = new Date('2026-01-05T12:00:00Z');

beforeAll(async () => {
  sandbox = await startSandbox({ clock: () => date });
  const { url, tokenUrl, clientId, clientSecret } = sandbox;
  const token = tokenSource({ kind: 'client', tokenUrl, clientId, clientSecret });
  transport = createTransport({ url, token, concurrency: 4, timeoutMs: 10_000, readOnly: false });
});
afterAll(async () => {
  transport.close();
  await sandbox.close();
});

test('the sandbox takes what the transport sends', async () => {
  const input = { partNumber: 'PN-1' };
  expect(await transport.request(CREATE, { input })).toMatchObject({ createPart: { part: { partNumber: 'PN-1' } } });
});

test('an object that is there already is told apart from an input that is wrong', async () => {
  await expect(transport.request(CREATE, { input: { partNumber: 'PN-1' } })).rejects.toMatchObject({ kind: 'exists' });
  await expect(transport.request(CREATE, { input: { nope: 1 } })).rejects.toMatchObject({ kind: 'invalid' });
});

test('what the target calls deprecated is still there', async () => {
  const dialect = await readDialect(transport, []);
  expect(dialect.arguments('mergeRunStep')?.get('input')).toBe('MergeRunStepInput!');
});

test('a token that has expired there is replaced without the caller noticing', async () => {
  const before = transport.stats.retries;
  date = new Date(date.getTime() + 3_600_000);
  const input = { partNumber: 'PN-2' };
  expect(await transport.request(CREATE, { input })).toMatchObject({ createPart: { part: { partNumber: 'PN-2' } } });
  expect(transport.stats.retries).toBe(before + 1);
});

test('a wrong secret is told as ION says it', async () => {
  const { url, tokenUrl, clientId } = sandbox;
  const token = tokenSource({ kind: 'client', tokenUrl, clientId, clientSecret: 'not-the-secret' });
  const stranger = createTransport({ url, token, concurrency: 1, timeoutMs: 10_000, readOnly: true });
  await expect(stranger.request('{ me { id } }')).rejects.toMatchObject({
    kind: 'unauthorized',
    message: expect.stringContaining('Invalid client or Invalid client credentials'),
  });
  stranger.close();
});

test('the guard allows it by its address, and its domain can be asked for', async () => {
  expect(checkGuard({ kind: 'remote', url: sandbox.url })).toEqual({ allowed: true });
  const { me } = await transport.request<{ me: { organization: { domain: string } } }>(
    '{ me { organization { domain } } }',
  );
  expect(await confirmDomain(transport, me.organization.domain)).toEqual({ allowed: true });
  expect(await confirmDomain(transport, 'acme.com')).toMatchObject({ allowed: false });
});
