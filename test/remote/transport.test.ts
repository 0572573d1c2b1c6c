import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { Failure } from '../../src/remote/failure.ts';
import { fixedToken } from '../../src/remote/token.ts';
import { createTransport, type Transport, type TransportOptions } from '../../src/remote/transport.ts';
import { type HandClock, handClock, START_DATE } from './hand-clock.ts';
import {
  type Answer,
  json,
  ok,
  page,
  resetBefore,
  resetWithin,
  type ScriptedServer,
  stall,
  startScripted,
  status,
} from './scripted-server.ts';

const QUERY = 'query Read($secretName: String) { parts(filters: {partNumber: {eq: $secretName}}) { id } }';
const MUTATION = 'mutation Write($input: CreatePartInput!) { createPart(input: $input) { part { id } } }';
const VARIABLES = { input: { partNumber: 'PN-TOP-SECRET-1' }, secretName: 'PN-TOP-SECRET-2' };
const TOKEN = 'tok-0123456789';
/** Where nobody listens; a port that was free a moment ago another test may have by now. */
const DEAD_URL = 'http://127.0.0.1:1/graphql';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

interface Bench {
  readonly server: ScriptedServer;
  readonly transport: Transport;
  readonly clock: HandClock;
}

async function bench(answers: readonly Answer[], options: Partial<TransportOptions> = {}): Promise<Bench> {
  const server = await startScripted(...answers);
  open.push(server);
  const clock = handClock();
  const transport = transportTo(server.url, { timing: clock, ...options });
  return { server, transport, clock };
}

function transportTo(url: string, options: Partial<TransportOptions> = {}): Transport {
  const transport = createTransport({
    url,
    token: fixedToken(TOKEN),
    concurrency: 4,
    timeoutMs: 5000,
    readOnly: false,
    timing: handClock(),
    ...options,
  });
  open.push(transport);
  return transport;
}

async function failureOf(request: Promise<unknown>): Promise<Failure> {
  const error = await request.then(
    () => new Error('the request was expected to fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof Failure) return error;
  throw error;
}

describe('what is sent', () => {
  test('a request posts the document, its variables and a bearer token, and gives the data', async () => {
    const { server, transport } = await bench([json({ data: { parts: [{ id: 7 }] } })]);
    expect(await transport.request(QUERY, VARIABLES)).toEqual({ parts: [{ id: 7 }] });
    const [asked] = server.asked;
    expect(asked?.path).toBe('/graphql');
    expect(asked?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(asked?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(asked?.body ?? '')).toEqual({ query: QUERY, variables: VARIABLES });
  });

  test('text beyond ASCII arrives whole', async () => {
    const { server, transport } = await bench([json({ data: { title: 'Größe ✓ 部品' } })]);
    expect(await transport.request('{ title }', { a: 'Größe ✓ 部品' })).toEqual({ title: 'Größe ✓ 部品' });
    expect(JSON.parse(server.asked[0]?.body ?? '').variables.a).toBe('Größe ✓ 部品');
  });

  test('requests one after the other share one connection', async () => {
    const { server, transport } = await bench([ok]);
    for (let i = 0; i < 20; i += 1) await transport.request(QUERY);
    expect(server.connections).toBe(1);
  });

  test('the limit is reached and never exceeded', async () => {
    const held: (() => void)[] = [];
    const answer: Answer = (response, asked, index) => {
      held.push(() => ok(response, asked, index));
      // Answers come four at a time, so that a fifth request under way would be seen as the peak.
      if (held.length === 4) for (const release of held.splice(0)) release();
    };
    const { server, transport } = await bench([answer], { concurrency: 4 });
    await Promise.all(Array.from({ length: 40 }, () => transport.request(QUERY)));
    expect(server.peak).toBe(4);
    expect(server.connections).toBe(4);
  });

  test('the limit grows to the concurrency and stays there', async () => {
    const { server, transport } = await bench([ok], { concurrency: 9 });
    expect(transport.limit).toBe(4);
    await Promise.all(Array.from({ length: 60 }, () => transport.request(QUERY)));
    expect(transport.limit).toBe(9);
    expect(server.peak).toBeLessThanOrEqual(9);
  });

  test('statistics count reads, writes and repetitions apart', async () => {
    const { transport } = await bench([ok, status(503), ok, ok]);
    await transport.request(MUTATION);
    await transport.request(QUERY);
    await transport.request(QUERY);
    expect(transport.stats).toEqual({ reads: 2, writes: 1, retries: 1 });
  });

  test('a transport that only reads refuses a mutation before it is sent', async () => {
    const { server, transport } = await bench([ok], { readOnly: true });
    await expect(transport.request(MUTATION)).rejects.toThrow('only reads');
    await transport.request(QUERY);
    expect(server.asked).toHaveLength(1);
    expect(transport.stats).toEqual({ reads: 1, writes: 0, retries: 0 });
  });
});

describe('a query', () => {
  test.each([
    ['a 500', status(500)],
    ['a 502', status(502)],
    ['a 503', status(503)],
    ['a 504', status(504)],
    ['a 429', status(429)],
    ['a reset before the answer', resetBefore],
    ['a reset within the answer', resetWithin],
  ])('is sent again after %s', async (_, trouble) => {
    const { server, transport } = await bench([trouble, ok]);
    expect(await transport.request(QUERY)).toEqual({ ok: true });
    expect(server.asked).toHaveLength(2);
    expect(transport.stats).toEqual({ reads: 1, writes: 0, retries: 1 });
  });

  test('is sent again after an answer that stalls', async () => {
    const { server, transport } = await bench([stall, ok], { timeoutMs: 60 });
    expect(await transport.request(QUERY)).toEqual({ ok: true });
    expect(server.asked).toHaveLength(2);
  });

  test('is given up after four sends, with growing waits', async () => {
    const { server, transport, clock } = await bench([status(503)]);
    const failure = await failureOf(transport.request(QUERY));
    expect(failure).toMatchObject({ kind: 'server', status: 503, lost: false });
    expect(server.asked).toHaveLength(4);
    expect(clock.waits).toEqual([100, 200, 400]);
  });

  test('is borne longer when the target only wants us slower', async () => {
    const { server, transport } = await bench([...Array<Answer>(7).fill(status(429)), ok]);
    expect(await transport.request(QUERY)).toEqual({ ok: true });
    expect(server.asked).toHaveLength(8);
  });

  test('is not sent again for an error that would come again', async () => {
    const { server, transport } = await bench([json({ errors: [{ message: 'Cannot query field "x"' }] }, 400)]);
    expect((await failureOf(transport.request(QUERY))).kind).toBe('invalid');
    expect(server.asked).toHaveLength(1);
  });

  test('shares a budget of repetitions with all others', async () => {
    const { server, transport } = await bench([status(503)]);
    const failures = await Promise.all(Array.from({ length: 30 }, () => failureOf(transport.request(QUERY))));
    expect(failures.every(failure => failure.kind === 'server')).toBe(true);
    expect(server.asked).toHaveLength(30 + 20);
  });
});

describe('a mutation', () => {
  test.each([
    ['a 500', status(500), 'server'],
    ['a 502', page(502, '<html>bad gateway</html>'), 'server'],
    ['a reset before the answer', resetBefore, 'unreachable'],
    ['a reset within the answer', resetWithin, 'unreachable'],
    ['a cut-off body', page(200, '{"data":'), 'protocol'],
  ] as const)('is lost, and sent once only, after %s', async (_, trouble, kind) => {
    const { server, transport } = await bench([trouble, ok]);
    expect(await failureOf(transport.request(MUTATION, VARIABLES))).toMatchObject({ kind, lost: true });
    expect(server.asked).toHaveLength(1);
  });

  test('is lost after a timeout', async () => {
    const { server, transport } = await bench([stall], { timeoutMs: 60 });
    expect(await failureOf(transport.request(MUTATION))).toMatchObject({ kind: 'timeout', lost: true });
    expect(server.asked).toHaveLength(1);
  });

  test('is sent again after a 429, which nothing executed', async () => {
    const { server, transport } = await bench([status(429), ok]);
    expect(await transport.request(MUTATION)).toEqual({ ok: true });
    expect(server.asked).toHaveLength(2);
    expect(transport.stats).toEqual({ reads: 0, writes: 1, retries: 1 });
  });

  test('that only one alias of was too fast is not sent again, and all of it is', async () => {
    const errors = [{ message: 'slow down', path: ['b'], extensions: { code: 'RATE_LIMITED' } }];
    const partly = await bench([json({ data: { a: { id: 1 }, b: null }, errors }), ok]);
    expect((await failureOf(partly.transport.request(MUTATION))).kind).toBe('rate-limited');
    expect(partly.server.asked).toHaveLength(1);
    const wholly = await bench([json({ data: { a: null, b: null }, errors }), ok]);
    expect(await wholly.transport.request(MUTATION)).toEqual({ ok: true });
  });

  test('that ION itself gave up on is lost', async () => {
    const { server, transport } = await bench([
      json({ errors: [{ message: 'no', extensions: { code: 'TIMEOUT' } }] }),
      ok,
    ]);
    expect(await failureOf(transport.request(MUTATION))).toMatchObject({ kind: 'timeout', lost: true });
    expect(server.asked).toHaveLength(1);
  });

  test('is not lost, and tried again, while nothing listens', async () => {
    const clock = handClock();
    const transport = transportTo(DEAD_URL, { timing: clock });
    expect(await failureOf(transport.request(MUTATION))).toMatchObject({ kind: 'unreachable', lost: false });
    expect(clock.waits).toHaveLength(3);
  });

  test('is not lost when the handshake fails, and that is not tried again', async () => {
    const { server, clock } = await bench([ok]);
    const transport = transportTo(server.url.replace('http:', 'https:'), { timing: clock });
    const failure = await failureOf(transport.request(MUTATION));
    expect(failure).toMatchObject({ kind: 'unreachable', lost: false });
    expect(failure.message).toContain('no secure connection to https://127.0.0.1:');
    expect(clock.waits).toEqual([]);
  });

  test('is not lost when the time is up within the handshake', async () => {
    const silent = createServer(() => {});
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    open.push(silent);
    const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}/graphql`;
    const failure = await failureOf(transportTo(url, { timeoutMs: 40 }).request(MUTATION));
    expect(failure).toMatchObject({ kind: 'timeout', lost: false });
  });

  test('that ION refuses with a 5xx and a reason is answered, not lost', async () => {
    const { transport } = await bench([json({ errors: [{ message: 'Part already exists' }] }, 500)]);
    expect(await failureOf(transport.request(MUTATION))).toMatchObject({ kind: 'exists', lost: false });
  });
});

describe('Retry-After', () => {
  test('in seconds is waited for', async () => {
    const { transport, clock } = await bench([status(429, { 'retry-after': '7' }), ok]);
    await transport.request(QUERY);
    expect(clock.now()).toBe(1000 + 7000);
  });

  test('as a date is waited for', async () => {
    const date = new Date(START_DATE + 9000).toUTCString();
    const { transport, clock } = await bench([status(503, { 'retry-after': date }), ok]);
    await transport.request(QUERY);
    expect(clock.now()).toBe(1000 + 9000);
  });

  test('holds back all other requests too', async () => {
    const { transport, clock } = await bench([status(503, { 'retry-after': '7' }), ok]);
    await failureOf(transport.request(MUTATION));
    expect(clock.now()).toBe(1000);
    await transport.request(QUERY);
    expect(clock.waits).toEqual([7000]);
  });

  test('of an hour is not waited for', async () => {
    const { server, transport, clock } = await bench([status(429, { 'retry-after': '3600' }), ok]);
    expect((await failureOf(transport.request(QUERY))).kind).toBe('rate-limited');
    const next = await failureOf(transport.request(QUERY));
    expect(next.message).toBe('the target asks to wait for 3600 s before anything else is sent');
    expect(server.asked).toHaveLength(1);
    expect(clock.waits).toEqual([]);
  });

  test('with a 429 halves the limit', async () => {
    const { transport } = await bench([status(429), ok], { concurrency: 16 });
    await transport.request(QUERY);
    expect(transport.limit).toBe(2);
  });
});

describe('stopping', () => {
  test('an aborted signal starts nothing new', async () => {
    const stop = new AbortController();
    const { server, transport } = await bench([ok], { signal: stop.signal });
    await transport.request(QUERY);
    stop.abort();
    expect(await failureOf(transport.request(MUTATION))).toMatchObject({ kind: 'interrupted', lost: false });
    expect(server.asked).toHaveLength(1);
    expect(transport.stats.writes).toBe(0);
  });

  test('an aborted signal lets what is under way finish', async () => {
    const stop = new AbortController();
    const answer: Answer = (response, asked, index) => {
      stop.abort();
      ok(response, asked, index);
    };
    const { transport } = await bench([answer], { signal: stop.signal });
    expect(await transport.request(MUTATION)).toEqual({ ok: true });
  });

  test('an aborted signal ends the wait before a repetition', async () => {
    const stop = new AbortController();
    const answer: Answer = (response, asked, index) => {
      stop.abort();
      status(503)(response, asked, index);
    };
    const { server, transport } = await bench([answer], { signal: stop.signal });
    expect((await failureOf(transport.request(QUERY))).kind).toBe('interrupted');
    expect(server.asked).toHaveLength(1);
  });

  test('closing drops what is under way, and a mutation is lost', async () => {
    const answer: Answer = () => transport.close();
    const { transport } = await bench([answer]);
    expect(await failureOf(transport.request(MUTATION))).toMatchObject({ kind: 'interrupted', lost: true });
    expect((await failureOf(transport.request(QUERY))).kind).toBe('interrupted');
  });
});

describe('events', () => {
  test('tell what was answered, what failed and what is sent again', async () => {
    const events: string[] = [];
    const { transport } = await bench([status(503), ok], { onEvent: event => events.push(event.type) });
    await transport.request(QUERY);
    expect(events).toEqual(['failed', 'limit', 'retry', 'answered']);
  });
});

describe('failures', () => {
  test('errors with status 200 and with status 409 are judged alike', async () => {
    const stale = { errors: [{ message: 'Etag does not match' }], data: null };
    for (const code of [200, 409]) {
      const { transport } = await bench([json(stale, code)]);
      const failure = await failureOf(transport.request(MUTATION));
      expect(failure).toMatchObject({ kind: 'conflict', lost: false, status: code, message: 'Etag does not match' });
    }
  });

  test('what went well beside an error stays available, and is not sent again', async () => {
    const answer = json({
      data: { a: { id: 1 }, b: null },
      errors: [{ message: 'Part already exists', path: ['b'], extensions: { code: 'SOME_CODE' } }],
    });
    const { transport } = await bench([answer]);
    const failure = await failureOf(transport.request('mutation { a: x { id } b: x { id } }'));
    expect(failure.data).toEqual({ a: { id: 1 }, b: null });
    expect(failure.errors).toEqual([
      { message: 'Part already exists', kind: 'exists', path: ['b'], code: 'SOME_CODE' },
    ]);
    expect(JSON.stringify(failure)).not.toContain('"data"');
  });

  test('a page of HTML says that this is no GraphQL endpoint', async () => {
    const { server, transport } = await bench([page(200, '<html>Sign in</html>')]);
    const failure = await failureOf(transport.request(QUERY));
    expect(failure).toMatchObject({ kind: 'protocol', lost: false });
    expect(failure.message).toBe(
      `${server.origin} answered with something that is no GraphQL answer; is the address right?`,
    );
  });

  test.each(['{"data":null}', '{"errors":[]}', '[]', '{"data":[]}'])('%s is no GraphQL answer', async body => {
    const { server, transport } = await bench([json(JSON.parse(body))]);
    expect(await failureOf(transport.request(MUTATION))).toMatchObject({
      ...{ kind: 'protocol', lost: true },
      message: `${server.origin} answered with something that is no GraphQL answer; is the address right?`,
    });
  });

  test('an error that says nothing is told with where it came from', async () => {
    const { server, transport } = await bench([json({ errors: [{}] }, 400)]);
    const { message } = await failureOf(transport.request(QUERY));
    expect(message).toBe(`${server.origin} answered with an error without a message (status 400)`);
  });

  test('a path that nobody serves is named', async () => {
    const { transport } = await bench([page(404, 'nope')]);
    const failure = await failureOf(transport.request(QUERY));
    expect(failure.kind).toBe('protocol');
    expect(failure.message).toContain('no GraphQL endpoint at /graphql');
  });

  test('a redirect is not followed, and says where it leads', async () => {
    const { server, transport } = await bench([
      status(308, { location: 'https://user:pw@elsewhere.example/graphql?key=1' }),
    ]);
    const failure = await failureOf(transport.request(MUTATION));
    expect(failure).toMatchObject({ kind: 'protocol', lost: false });
    expect(failure.message).toContain('a redirect to https://elsewhere.example:');
    expect(server.asked).toHaveLength(1);
  });

  test('a refused connection asks for the sandbox', async () => {
    const failure = await failureOf(transportTo(DEAD_URL).request(QUERY));
    expect(failure).toMatchObject({ kind: 'unreachable', code: 'ECONNREFUSED' });
    expect(failure.message).toBe('nothing answers at http://127.0.0.1:1; is the sandbox running?');
  });

  test('a 401 that no new token helps lists the documented causes', async () => {
    const { server, transport } = await bench([json({ errors: [{ message: 'Token is expired.' }] }, 401)]);
    const failure = await failureOf(transport.request(MUTATION));
    expect(failure).toMatchObject({ kind: 'unauthorized', lost: false, status: 401 });
    expect(failure.message).toMatch(
      /^Token is expired\. Possible causes: .*missing.*expired.*audience or issuer.*organisation/,
    );
    expect(server.asked).toHaveLength(1);
  });

  test.each<[string, Answer]>([
    [
      'an echo of everything',
      (response, asked) =>
        json({ errors: [{ message: `refused ${asked.headers.authorization}` }] }, 401)(response, asked, 0),
    ],
    [
      'an echo in a 500',
      (response, asked) =>
        json({ errors: [{ message: `${asked.headers.authorization} broke` }] }, 500)(response, asked, 0),
    ],
    [
      'a page of HTML',
      (response, asked) => page(200, `<html>${asked.body}${asked.headers.authorization}</html>`)(response, asked, 0),
    ],
    [
      'an error page',
      (response, asked) => page(503, `<html>${asked.body}${asked.headers.authorization}</html>`)(response, asked, 0),
    ],
    [
      'broken JSON',
      (response, asked) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(`${asked.body}!`);
      },
    ],
    ['a reset', resetBefore],
    [
      'a complaint about a variable',
      json({
        errors: [
          {
            message:
              'Variable "$input" got invalid value { partNumber: "PN-TOP-SECRET-1" } at "input.x"; Field "y" is not defined.',
          },
        ],
      }),
    ],
  ])('never hold the document, the variables or the token: %s', async (_, answer) => {
    const { transport } = await bench([answer]);
    const failure = await failureOf(transport.request(MUTATION, VARIABLES));
    const { inspect } = await import('node:util');
    const shown = [JSON.stringify(failure), inspect(failure, { depth: 10, showHidden: true }), failure.message].join(
      '\n',
    );
    for (const secret of [TOKEN, 'TOP-SECRET', 'CreatePartInput']) expect(shown).not.toContain(secret);
    expect(failure.cause).toBeUndefined();
  });

  test('a complaint about a variable keeps where and why', async () => {
    const { transport } = await bench([
      json(
        {
          errors: [
            { message: 'Variable "$input" got invalid value { a: "x; y" } at "input.x"; Field "y" is not defined.' },
          ],
        },
        400,
      ),
    ]);
    expect((await failureOf(transport.request(MUTATION))).message).toBe(
      'Variable "$input" is not valid at "input.x"; Field "y" is not defined.',
    );
  });
});
