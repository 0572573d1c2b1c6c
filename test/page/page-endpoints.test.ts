/** What the sandbox serves for its page, over HTTP: to whom, under which policy, and without leaving a trace. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { askTenant, write } from './rover-tenant.ts';

let sandbox: Sandbox;
let origin: string;

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 1, clock: { start: '2026-01-01T00:00:00Z', stepMs: 1000 } });
  origin = new URL(sandbox.url).origin;
});

afterAll(() => sandbox.close());

/** `fetch` does not let anyone choose the Host header. */
const statusFor = (path: string, headers: Record<string, string>, method = 'GET'): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = request(`${origin}${path}`, { method, headers }, response => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? JSON.stringify({ query: '{ __typename }' }) : undefined);
  });

const read = (query: string): Promise<Response> =>
  fetch(`${origin}/page/read`, { method: 'POST', body: JSON.stringify({ query }) });

const FILES = [
  '/',
  '/graphiql',
  '/page/page.js',
  '/page/page.css',
  '/page/graphiql.js',
  '/page/graphiql.css',
  '/page/icon.svg',
];

describe('the files of the page', () => {
  it.each(FILES)('serves %s from the package, and lets nothing be asked of another host', async path => {
    const response = await fetch(origin + path);
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100);
  });

  it('names no other host in what it makes the browser load', async () => {
    for (const path of ['/', '/graphiql']) {
      const html = await (await fetch(origin + path)).text();
      expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    }
    expect(await (await fetch(`${origin}/page/graphiql.css`)).text()).not.toMatch(/url\(["']?(https?:)?\/\/|@import/);
  });

  it('takes only GET', async () => {
    expect(await statusFor('/', { host: 'localhost' }, 'POST')).toBe(405);
  });
});

const OWN = ['/page/session', '/page/activity'];

describe('what the page asks for', () => {
  it.each(OWN)('answers %s to loopback names', async path => {
    for (const host of ['127.0.0.1:1', 'localhost', 'LOCALHOST:80', '[::1]:1']) {
      expect(await statusFor(path, { host })).toBe(200);
    }
  });

  it.each([...OWN, '/', '/page/page.js'])('refuses %s to a name that merely leads here', async path => {
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', '192.168.1.7']) {
      expect(await statusFor(path, { host })).toBe(403);
    }
  });

  it.each(OWN)('refuses %s to pages of other origins, and invites none', async path => {
    for (const site of ['cross-site', 'same-site']) {
      expect(await statusFor(path, { 'sec-fetch-site': site })).toBe(403);
    }
    const response = await fetch(origin + path, { headers: { origin: 'https://evil.example' } });
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('refuses reading to other origins and other names too', async () => {
    expect(await statusFor('/page/read', { 'sec-fetch-site': 'cross-site' }, 'POST')).toBe(403);
    expect(await statusFor('/page/read', { host: 'evil.example' }, 'POST')).toBe(403);
    expect(await statusFor('/page/read', {}, 'POST')).toBe(200);
  });

  it('lets a link from anywhere lead to the page', async () => {
    expect(await statusFor('/', { 'sec-fetch-site': 'cross-site' })).toBe(200);
  });

  it('gives a token that the GraphQL endpoint takes', async () => {
    const { token } = (await (await fetch(`${origin}/page/session`)).json()) as { token: string };
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(sandbox.url, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
    expect(response.status).toBe(200);
  });
});

describe('reading for the page', () => {
  it('leaves no trace in figures, log, clock and faults, and is not disturbed by faults', async () => {
    sandbox.faults.add({ name: 'down', effect: { type: 'answer', status: 503 } });
    const before = [sandbox.requests(), sandbox.log(), sandbox.now(), sandbox.faults.list()];
    const response = await read('{ unitsOfMeasurement(first: 1) { pageInfo { totalCount } } }');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ data: { unitsOfMeasurement: { pageInfo: {} } } });
    expect([sandbox.requests(), sandbox.log(), sandbox.now(), sandbox.faults.list()]).toEqual(before);
    sandbox.faults.clear();
  });

  it('refuses mutations and batches, and changes nothing', async () => {
    const mutation = 'mutation { createUnitOfMeasurement(input: { type: "page" }) { unitOfMeasurement { id } } }';
    expect((await read(mutation)).status).toBe(403);
    const batch = JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
    expect((await fetch(`${origin}/page/read`, { method: 'POST', body: batch })).status).toBe(403);
    const found = await read('{ unitsOfMeasurement(filters: { type: { eq: "page" } }) { edges { node { id } } } }');
    expect(await found.json()).toEqual({ data: { unitsOfMeasurement: { edges: [] } } });
  });

  it('answers errors as the GraphQL endpoint does', async () => {
    const wrong = '{ parts { nothing } }';
    expect(await (await read(wrong)).json()).toEqual(await (await askTenant(sandbox, wrong)).json());
  });

  it('shows another revision after every write and every reset, and the same one after reads', async () => {
    const revision = async () =>
      ((await (await fetch(`${origin}/page/activity`)).json()) as { revision: number }).revision;
    const first = await revision();
    await askTenant(sandbox, '{ parts { edges { node { id } } } }');
    expect(await revision()).toBe(first);
    await write(sandbox, 'mutation { createUnitOfMeasurement(input: { type: "rev" }) { unitOfMeasurement { id } } }');
    const second = await revision();
    expect(second).not.toBe(first);
    await sandbox.reset();
    expect(await revision()).not.toBe(second);
  });

  it('shows each tenant its own', async () => {
    const tenant = await sandbox.tenant('other');
    await write(tenant, 'mutation { createUnitOfMeasurement(input: { type: "theirs" }) { unitOfMeasurement { id } } }');
    const query = '{ unitsOfMeasurement(filters: { type: { eq: "theirs" } }) { pageInfo { totalCount } } }';
    const countAt = async (prefix: string) =>
      (await fetch(`${origin}${prefix}/page/read`, { method: 'POST', body: JSON.stringify({ query }) })).json();
    expect(await countAt('/t/other')).toEqual({ data: { unitsOfMeasurement: { pageInfo: { totalCount: 1 } } } });
    expect(await countAt('')).toEqual({ data: { unitsOfMeasurement: { pageInfo: { totalCount: 0 } } } });
    expect(await (await fetch(`${origin}/t/other/page/activity`)).json()).toMatchObject({ tenant: 'other' });
  });
});
