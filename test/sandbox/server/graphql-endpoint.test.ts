import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts';
import { type Answer, CREATE_UNIT, connect, post, send, testUnits, tokenFor } from './client.ts';

let sandbox: Sandbox;
let token: string;
let run: Awaited<ReturnType<typeof connect>>;

beforeAll(async () => {
  sandbox = await startSandbox();
  token = await tokenFor(sandbox);
  run = await connect(sandbox);
});
afterAll(() => sandbox.close());

const postRaw = (body: string): Promise<Answer> => post(sandbox.url, body, token);

const createUnit = (type: string) => ({ query: CREATE_UNIT, variables: { type } });

it('answers a batch with an array in its order, each entry with its own data or errors', async () => {
  const batch = [createUnit('test-first'), { query: '{ nothing }' }, createUnit('test-second')];
  const { status, body } = await postRaw(JSON.stringify(batch));
  expect(status).toBe(200);
  expect(body).toHaveLength(3);
  expect(body[0].data.createUnitOfMeasurement.unitOfMeasurement.type).toBe('test-first');
  expect(body[1].errors[0].message).toMatch(/Cannot query field "nothing"/);
  expect(body[2].data.createUnitOfMeasurement.unitOfMeasurement.type).toBe('test-second');
  expect(await testUnits(run)).toEqual(['test-first', 'test-second']);
});

it('says that a document is nested too deeply instead of failing', async () => {
  const { status, body } = await run(`${'{ me '.repeat(20_000)}${'}'.repeat(20_000)}`);
  expect([status, body]).toEqual([200, { errors: [{ message: 'The document is nested too deeply.' }] }]);
});

it('says so of variables too', async () => {
  const filters = `${'{"or_":['.repeat(30_000)}{}${']}'.repeat(30_000)}`;
  const query = 'query ($filters: PartsInputFilters) { parts(filters: $filters) { edges { cursor } } }';
  const { status, body } = await postRaw(`{"query":"${query}","variables":{"filters":${filters}}}`);
  expect([status, body]).toEqual([200, { errors: [{ message: 'The variables are nested too deeply.' }] }]);
});

it.each([
  ['a syntax error', '{ me { id }'],
  ['an unknown field', '{ me { shoeSize } }'],
  ['a missing variable', 'query ($id: ID!) { part(id: $id) { id } }'],
  ['an unknown operation name', 'query A { me { id } } query B { me { id } }'],
])('answers %s with HTTP 200 and errors', async (_, query) => {
  const { status, body } = await run(query);
  expect(status).toBe(200);
  expect(body.errors[0].message).toEqual(expect.any(String));
});

it('executes the operation that operationName names', async () => {
  const query = 'query A { me { id } } query B { me { email } }';
  const { body } = await postRaw(JSON.stringify({ query, operationName: 'A' }));
  expect(body).toEqual({ data: { me: { id: 1 } } });
});

it.each([
  ['left out', ''],
  ['null', ', "variables": null'],
  ['an empty text [EX download-supplier-attribute-files in its first version]', ', "variables": ""'],
])('takes variables that are %s', async (_, variables) => {
  const { body } = await postRaw(`{"query": "{ me { id } }"${variables}}`);
  expect(body).toEqual({ data: { me: { id: 1 } } });
});

it.each([
  ['text that is not JSON', '{"query": '],
  ['an empty body', ''],
  ['a body without a query', '{"variables": {}}'],
  ['variables that are a list', '{"query": "{ me { id } }", "variables": []}'],
  ['variables that are a text', '{"query": "{ me { id } }", "variables": "{}"}'],
  ['a batch with an entry that is no operation', '[{"query": "{ me { id } }"}, 7]'],
])('answers %s with 400 and a message', async (_, body) => {
  const answer = await postRaw(body);
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({ errors: [{ message: expect.any(String) }] });
});

it('takes no multipart bodies, and says how files come instead', async () => {
  const form = new FormData();
  form.set('operations', '{"query": "{ me { id } }"}');
  const { status, body } = await send(sandbox.url, { method: 'POST', headers: { authorization: token }, body: form });
  expect([status, body.errors[0].message]).toEqual([415, expect.stringContaining('by PUT to the uploadUrl')]);
});

it('takes POST only', async () => {
  const { status, headers, body } = await send(`${sandbox.url}?query={me{id}}`, { method: 'GET' });
  expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  expect(body.errors).toHaveLength(1);
});

it('refuses file uploads with 415', async () => {
  const form = new FormData();
  form.set('operations', '{}');
  expect((await send(sandbox.url, { method: 'POST', body: form })).status).toBe(415);
});

it('refuses a body of more than 16 MB with 413', async () => {
  const { status } = await postRaw(JSON.stringify({ query: 'x'.repeat(16 * 1024 * 1024) }));
  expect(status).toBe(413);
});

it('answers 404 at an unknown path and names the paths there are', async () => {
  const { status, body } = await post(sandbox.url.replace('graphql', 'rest'), '{}', token);
  expect(status).toBe(404);
  expect(body).toEqual({ error: expect.stringContaining('/graphql') });
});

it('keeps its own endpoints from those without the secret', async () => {
  const base = sandbox.url.replace('/graphql', '/sandbox');
  const authorization = `Bearer ${token}`;
  const status = await send(`${base}/status`, { headers: { authorization } });
  const reset = await send(`${base}/reset`, { method: 'POST', headers: { authorization } });
  expect([status.status, reset.status]).toEqual([403, 403]);
});

it('says of an operation without behaviour that it is not emulated', async () => {
  const { status, body } = await run('{ prismaticIntegration { __typename } }');
  expect(status).toBe(200);
  expect(body.errors[0].extensions.code).toBe('NOT_EMULATED');
  expect(body.errors[0].message).toContain('prismaticIntegration');
});

it('takes an id as a string and as an integer', async () => {
  for (const id of ['9999', 9999]) {
    const { body } = await run('query ($id: ID!) { unitOfMeasurement(id: $id) { id } }', { id });
    expect(JSON.stringify(body)).not.toContain('cannot represent');
  }
});

it('counts requests, operations and the most answered at once', async () => {
  const counted = await startSandbox({ latencyMs: 300 });
  const runCounted = await connect(counted);
  await Promise.all([1, 2, 3].map(() => runCounted('{ me { id } }')));
  await post(counted.url, '{}');
  await runCounted(CREATE_UNIT, { type: 'test-counted' });
  await counted.close();
  const { operations, ...totals } = counted.requests();
  expect(totals).toEqual({ requests: 5, queries: 3, mutations: 1, peakInFlight: 3 });
  const counts = Object.entries(operations).map(([name, { count }]) => [name, count]);
  expect(Object.fromEntries(counts)).toEqual({ me: 3, createUnitOfMeasurement: 1, '(none)': 1 });
  const { p50, p95, max } = operations['me'] ?? { p50: 0, p95: 0, max: 0 };
  expect([p50 > 0, p95 >= p50, max >= p95]).toEqual([true, true, true]);
});
