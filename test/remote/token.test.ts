import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { Failure } from '../../src/remote/failure.ts';
import { authorizationOf, clientCredentials, type TokenSource } from '../../src/remote/token.ts';
import { createTransport } from '../../src/remote/transport.ts';
import { type HandClock, handClock } from './hand-clock.ts';
import { type Answer, json, page, resetBefore, type ScriptedServer, startScripted, status } from './scripted-server.ts';

const SECRET = 's3cr3t/+&=value';
const PATH = '/realms/api-keys/protocol/openid-connect/token';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

/** Grants `t0-token`, `t1-token`, … */
function grants(expiresIn?: number): Answer {
  return (response, asked, index) =>
    json({ access_token: `t${index}-token`, ...(expiresIn === undefined ? {} : { expires_in: expiresIn }) })(
      response,
      asked,
      index,
    );
}

interface Bench {
  readonly server: ScriptedServer;
  readonly source: TokenSource;
  readonly clock: HandClock;
}

async function bench(...answers: readonly Answer[]): Promise<Bench> {
  const server = await startScripted(...answers);
  open.push(server);
  const clock = handClock();
  const source = clientCredentials(
    { tokenUrl: `${server.origin}${PATH}`, clientId: 'key', clientSecret: SECRET },
    clock,
  );
  return { server, source, clock };
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.catch((reason: unknown) => reason);
  if (error instanceof Failure) return error;
  throw error;
}

test.each([
  ['abc', 'Bearer abc'],
  ['Bearer abc', 'Bearer abc'],
  ['token abc', 'token abc'],
  ['abc\n', 'Bearer abc\n'],
  ['Bearerabc', 'Bearer Bearerabc'],
])('the token %j is sent as %j', (token, header) => {
  expect(authorizationOf(token)).toBe(header);
});

test.each(['abc\ndef', 'abc…', 'abc\u0000'])('the token %j is refused before anything is sent', token => {
  expect(() => authorizationOf(token)).toThrow(expect.objectContaining({ kind: 'unauthorized' }));
});

describe('client credentials', () => {
  test('are exchanged as a form', async () => {
    const { server, source } = await bench(grants(300));
    expect(await source.token()).toBe('t0-token');
    const [asked] = server.asked;
    expect(asked?.path).toBe(PATH);
    expect(asked?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'key',
      client_secret: SECRET,
    });
  });

  test('are exchanged once, however many ask', async () => {
    const { server, source } = await bench(grants(300));
    expect(await Promise.all([source.token(), source.token(), source.token()])).toEqual(Array(3).fill('t0-token'));
    expect(await source.token()).toBe('t0-token');
    expect(server.asked).toHaveLength(1);
  });

  test('are exchanged again before the token expires', async () => {
    const { server, source, clock } = await bench(grants(300));
    await source.token();
    clock.advance(269_000);
    expect(await source.token()).toBe('t0-token');
    clock.advance(1000);
    expect(await source.token()).toBe('t1-token');
    expect(server.asked).toHaveLength(2);
  });

  test('of a short-lived token are exchanged at four fifths of its life', async () => {
    const { source, clock } = await bench(grants(10));
    await source.token();
    clock.advance(7999);
    expect(await source.token()).toBe('t0-token');
    clock.advance(1);
    expect(await source.token()).toBe('t1-token');
  });

  test('without a lifetime last until they are refused', async () => {
    const { source, clock } = await bench(grants());
    await source.token();
    clock.advance(1e9);
    expect(await source.token()).toBe('t0-token');
    expect(await source.refused('t0-token')).toBe(true);
    expect(await source.token()).toBe('t1-token');
  });

  test('are exchanged once for many refusals of one token', async () => {
    const { server, source } = await bench(grants(300));
    await source.token();
    expect(await Promise.all([source.refused('t0-token'), source.refused('t0-token')])).toEqual([true, true]);
    expect(await source.refused('t0-token')).toBe(true);
    expect(server.asked).toHaveLength(2);
  });

  test('that come too fast are told when to come again', async () => {
    const { source } = await bench(status(429, { 'retry-after': '7' }));
    expect(await failureOf(source.token())).toMatchObject({ kind: 'rate-limited', status: 429, retryAfterMs: 7000 });
  });

  test('that failed once may succeed the next time', async () => {
    const { source } = await bench(status(503), grants(300));
    expect((await failureOf(source.token())).kind).toBe('server');
    expect(await source.token()).toBe('t1-token');
  });
});

describe('a failed exchange', () => {
  const refusal = { error: 'unauthorized_client', error_description: 'Invalid client or Invalid client credentials' };

  test.each([400, 401])('with status %i names the address and the reason', async code => {
    const { server, source } = await bench(json(refusal, code));
    const failure = await failureOf(source.token());
    expect(failure).toMatchObject({ kind: 'unauthorized', status: code, code: 'unauthorized_client', lost: false });
    expect(failure.message).toContain(
      `no token from ${server.origin}${PATH}: Invalid client or Invalid client credentials.`,
    );
  });

  test('with a 404 hints at the other path', async () => {
    const { source } = await bench(page(404, 'no'));
    expect((await failureOf(source.token())).message).toContain('/auth/realms/');
  });

  test('with a 200 that holds no token is no success', async () => {
    const { source } = await bench(page(200, '<html>Sign in</html>'));
    expect((await failureOf(source.token())).kind).toBe('protocol');
  });

  test.each<[string, Answer]>([
    [
      'an echo of the form',
      (response, asked) => json({ error: 'x', error_description: asked.body }, 400)(response, asked, 0),
    ],
    ['an echo of the secret', json({ error: 'x', error_description: `wrong: ${SECRET}` }, 401)],
    ['an error page', page(500, SECRET)],
    ['a reset', resetBefore],
  ])('never holds the secret: %s', async (_, answer) => {
    const { source } = await bench(answer);
    const failure = await failureOf(source.token());
    const shown = JSON.stringify(failure) + inspect(failure, { depth: 10, showHidden: true });
    for (const form of [SECRET, encodeURIComponent(SECRET)]) expect(shown).not.toContain(form);
  });
});

describe('a transport whose token is refused', () => {
  async function bothEnds(api: Answer) {
    const target = await startScripted(api);
    const { server, source, clock } = await bench(grants(300));
    const url = target.url;
    const transport = createTransport({
      url,
      token: source,
      concurrency: 4,
      timeoutMs: 5000,
      readOnly: false,
      timing: clock,
    });
    open.push(target, transport);
    return { target, transport, auth: server };
  }

  const onlyTheSecond: Answer = (response, asked, index) =>
    asked.headers.authorization === 'Bearer t1-token'
      ? json({ data: { ok: true } })(response, asked, index)
      : json({ errors: [{ message: 'Token is expired.' }] }, 401)(response, asked, index);

  test('fetches another once and sends even a mutation again', async () => {
    const { target, transport, auth } = await bothEnds(onlyTheSecond);
    expect(await transport.request('mutation { x }')).toEqual({ ok: true });
    expect([target.asked.length, auth.asked.length]).toEqual([2, 2]);
    expect(transport.stats).toEqual({ reads: 0, writes: 1, retries: 1 });
  });

  test('fetches another too when the refusal comes with status 200', async () => {
    const answer: Answer = (response, asked, index) =>
      asked.headers.authorization === 'Bearer t1-token'
        ? json({ data: { ok: true } })(response, asked, index)
        : json({ data: { x: null }, errors: [{ message: 'no', extensions: { code: 'UNAUTHORIZED' } }] })(
            response,
            asked,
            index,
          );
    const { transport } = await bothEnds(answer);
    expect(await transport.request('mutation { x }')).toEqual({ ok: true });
  });

  test('does not repeat what went well beside a refusal', async () => {
    const errors = [{ message: 'no', path: ['b'], extensions: { code: 'UNAUTHORIZED' } }];
    const { target, transport } = await bothEnds(json({ data: { a: { id: 1 }, b: null }, errors }));
    expect((await failureOf(transport.request('mutation { a: x b: y }'))).kind).toBe('unauthorized');
    expect(target.asked).toHaveLength(1);
  });

  test('fetches another once for all requests under way', async () => {
    const { transport, auth } = await bothEnds(onlyTheSecond);
    await Promise.all(Array.from({ length: 12 }, () => transport.request('mutation { x }')));
    expect(auth.asked).toHaveLength(2);
  });

  test('gives up when the new one is refused too', async () => {
    const { target, transport, auth } = await bothEnds(json({ errors: [{ message: 'Token is expired.' }] }, 401));
    expect((await failureOf(transport.request('mutation { x }'))).kind).toBe('unauthorized');
    expect([target.asked.length, auth.asked.length]).toEqual([2, 2]);
  });

  test('tries the exchange again when the auth server stumbles, and sends once', async () => {
    const target = await startScripted(json({ data: { ok: true } }));
    const { source, clock } = await bench(status(503), grants(300));
    const { url } = target;
    const transport = createTransport({
      url,
      token: source,
      concurrency: 4,
      timeoutMs: 5000,
      readOnly: false,
      timing: clock,
    });
    open.push(target, transport);
    expect(await transport.request('mutation { x }')).toEqual({ ok: true });
    expect(transport.stats).toEqual({ reads: 0, writes: 1, retries: 0 });
  });
});
