import { GraphQLClient } from 'graphql-request';
import { describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../src/sandbox/index.ts';
import { temporaryDirectory } from '../server/temporary-directory.ts';
import { CREATE_PART, open, PARTS } from './ion.ts';

const statuses = async (count: number, ask: () => Promise<{ status: number }>): Promise<number[]> => {
  const seen: number[] = [];
  for (let turn = 0; turn < count; turn += 1) seen.push((await ask()).status);
  return seen;
};

describe('another answer than ION’s', () => {
  it('is 429 with or without Retry-After', async () => {
    const { sandbox, run } = await open();
    sandbox.faults.add({ count: 1, effect: { type: 'answer', status: 429, retryAfterSeconds: 7 } });
    sandbox.faults.add({ count: 1, effect: { type: 'answer', status: 429 } });
    const [first, second, third] = [await run(PARTS), await run(PARTS), await run(PARTS)];
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, null]);
    expect(third.status).toBe(200);
    expect(first.body.errors[0].extensions.code).toBe('RATE_LIMITED');
  });

  it.each([500, 502, 503])('is %i before the operation, which then leaves nothing', async status => {
    const { sandbox, run, numbers } = await open();
    sandbox.faults.add({ count: 1, effect: { type: 'answer', status, message: 'not now' } });
    const { status: seen, body } = await run(CREATE_PART, { number: 'A' });
    expect([seen, body.errors[0].message]).toEqual([status, 'not now']);
    expect(await numbers()).toEqual([]);
  });

  it.each([500, 502, 503])('is %i after the operation, whose object is there', async status => {
    const { sandbox, run, numbers } = await open();
    sandbox.faults.add({ operation: 'createPart', count: 1, effect: { type: 'answer', status, when: 'after' } });
    expect((await run(CREATE_PART, { number: 'A' })).status).toBe(status);
    expect(await numbers()).toEqual(['A']);
  });

  it('is the 401 of an expired token, with ION’s sentence', async () => {
    const { sandbox, run } = await open();
    sandbox.faults.add({ count: 1, effect: { type: 'expired-token' } });
    const { status, body } = await run(PARTS);
    expect([status, body.errors[0]]).toEqual([
      401,
      { message: 'Token is expired.', extensions: { code: 'UNAUTHORIZED' } },
    ]);
    expect((await run(PARTS)).status).toBe(200);
  });

  it('is 502 after the time limit, though the operation was carried out', async () => {
    const { sandbox, run, numbers } = await open({ timeLimitMs: 1_000 });
    sandbox.faults.add({ operation: 'createPart', effect: { type: 'timeout', afterMs: 10 } });
    expect((await run(CREATE_PART, { number: 'A' })).status).toBe(502);
    sandbox.faults.clear();
    sandbox.faults.add({ operation: 'createPart', effect: { type: 'latency', ms: 60_000 } });
    expect((await run(CREATE_PART, { number: 'B' })).status).toBe(502);
    expect(await numbers()).toEqual(['A', 'B']);
  });

  it('is 502 for a call that takes longer by itself, which is carried out as well', async () => {
    const data = temporaryDirectory();
    const hasty = await open({ data, timeLimitMs: 0 });
    const { status, body } = await hasty.run(CREATE_PART, { number: 'A' });
    expect([status, body.errors[0].extensions.code]).toEqual([502, 'BAD_GATEWAY']);
    expect(hasty.sandbox.log().at(-1)).toMatchObject({ status: 502, faults: [] });
    await hasty.sandbox.close();
    expect(await (await open({ data })).numbers()).toEqual(['A']);
  });
});

describe('a lost connection', () => {
  const lost = (rule: FaultRule['effect'], isMade: boolean) => async () => {
    const { sandbox, run, numbers, token } = await open();
    sandbox.faults.add({ operation: 'createPart', count: 2, effect: rule });
    await expect(run(CREATE_PART, { number: 'A' })).rejects.toThrow();
    const client = new GraphQLClient(sandbox.url, { headers: { authorization: token } });
    await expect(client.request(CREATE_PART, { number: 'B' })).rejects.toThrow();
    expect(await numbers()).toEqual(isMade ? ['A', 'B'] : []);
  };

  it('before the operation leaves nothing', lost({ type: 'reset' }, false));
  it('after the commit leaves the object', lost({ type: 'reset', when: 'after' }, true));
  it('in the middle of the body leaves the object', lost({ type: 'truncate', share: 0.4 }, true));
});

it('sends a slow body in pieces, whole in the end', async () => {
  const { sandbox, run } = await open();
  sandbox.faults.add({ count: 1, effect: { type: 'slow-body', bytesPerSecond: 100 } });
  const { status, body } = await run('{ me { id name email } }');
  expect([status, body.data.me.id]).toEqual([200, 1]);
  expect(sandbox.log().at(-1)?.faults).toEqual(['fault-1']);
});

describe('latency', () => {
  it.each<FaultRule['effect']>([
    { type: 'latency', ms: 5 },
    { type: 'latency', minMs: 1, maxMs: 9 },
    { type: 'latency', medianMs: 3, sigma: 0.5 },
  ])('of %o holds answers back and changes nothing else', async effect => {
    const { sandbox, run, createPart, numbers } = await open({ seed: 1 });
    sandbox.faults.add({ name: 'slow', effect });
    await createPart('A');
    expect(await numbers()).toEqual(['A']);
    expect((await run('{ me { id } }')).status).toBe(200);
    expect(sandbox.faults.list()[0]).toMatchObject({ name: 'slow', selected: 3, fired: 3 });
  });
});

describe('a rate limit', () => {
  it('lets a burst pass, refuses what is beyond it with 429 and says when to come back', async () => {
    const { sandbox, run } = await open();
    sandbox.faults.add({ effect: { type: 'rate-limit', perSecond: 0.01, burst: 3 } });
    expect(await statuses(5, () => run(PARTS))).toEqual([200, 200, 200, 429, 429]);
    const { headers } = await run(PARTS);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(10);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(100);
  });

  it('refuses more than a number at the same time, and no more once they are answered', async () => {
    const { sandbox, run } = await open({ latencyMs: 200 });
    sandbox.faults.add({ effect: { type: 'rate-limit', concurrent: 2, retryAfter: false } });
    const answers = await Promise.all([1, 2, 3, 4].map(() => run(PARTS)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429]);
    expect(answers.every(({ headers }) => headers.get('retry-after') === null)).toBe(true);
    expect((await run(PARTS)).status).toBe(200);
  });
});

describe('a rule selects', () => {
  const REFUSED = { type: 'answer', status: 503 } as const;

  it('by root field, by operation name and by kind', async () => {
    const { sandbox, run } = await open();
    const ask = async () => [
      (await run(PARTS)).status,
      (await run('{ me { id } }')).status,
      (await run(CREATE_PART, { number: String(Math.random()) })).status,
    ];
    const cases: [FaultRule, number[]][] = [
      [{ operation: 'parts', effect: REFUSED }, [503, 200, 200]],
      [{ operation: 'Parts', effect: REFUSED }, [503, 200, 200]],
      [{ operation: 'Create', effect: REFUSED }, [200, 200, 503]],
      [{ kind: 'query', effect: REFUSED }, [503, 503, 200]],
      [{ kind: 'mutation', effect: REFUSED }, [200, 200, 503]],
      [{ operation: 'me', kind: 'mutation', effect: REFUSED }, [200, 200, 200]],
    ];
    for (const [rule, expected] of cases) {
      sandbox.faults.add(rule);
      expect(await ask()).toEqual(expected);
      sandbox.faults.clear();
    }
  });

  it('after so many, and so often', async () => {
    const { sandbox, run } = await open();
    sandbox.faults.add({ after: 2, count: 2, effect: REFUSED });
    expect(await statuses(6, () => run(PARTS))).toEqual([200, 200, 503, 503, 200, 200]);
    expect(sandbox.faults.list()).toMatchObject([{ name: 'fault-1', selected: 6, fired: 2 }]);
  });

  it('by chance, and the same ones with the same seed', async () => {
    const draw = async (seed: number) => {
      const { sandbox, run } = await open({ seed });
      sandbox.faults.add({ probability: 0.5, effect: REFUSED });
      return statuses(40, () => run('{ me { id } }'));
    };
    const [one, again, other] = await Promise.all([draw(1), draw(1), draw(2)]);
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    const refused = one.filter(status => status === 503).length;
    expect([refused > 8, refused < 32]).toEqual([true, true]);
  });

  it('by the same chance again, once all rules are cleared and it is added anew', async () => {
    const { sandbox, run } = await open({ seed: 1 });
    const draw = async () => {
      await sandbox.reset();
      sandbox.faults.clear();
      sandbox.faults.add({ probability: 0.5, effect: REFUSED });
      return statuses(40, () => run('{ me { id } }'));
    };
    expect(await draw()).toEqual(await draw());
  });

  it('until it is cleared, by name or with all others', async () => {
    const { sandbox, run } = await open();
    sandbox.faults.add({ name: 'down', effect: REFUSED });
    sandbox.faults.add({ name: 'limited', effect: { type: 'answer', status: 429 } });
    sandbox.faults.clear('down');
    expect((await run(PARTS)).status).toBe(429);
    sandbox.faults.clear();
    expect((await run(PARTS)).status).toBe(200);
  });
});
