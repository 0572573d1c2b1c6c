// Faults that meet requests for an access token, selected by the operation `token`.
import { expect, it } from 'vitest';
import type { FaultRule, Sandbox, SandboxTenant } from '../../../src/sandbox/index.ts';
import { requestToken } from '../server/client.ts';
import { open, PARTS } from './ion.ts';

const ask = ({ tokenUrl, clientId, clientSecret }: Sandbox | SandboxTenant) =>
  requestToken(tokenUrl, { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });

const DOWN = { type: 'answer', status: 503 } as const;

it('refuses requests for a token and no others, as often as the rule says, and counts them', async () => {
  const { sandbox, run } = await open();
  sandbox.faults.add({ operation: 'token', count: 2, effect: { ...DOWN, retryAfterSeconds: 3 } });
  const [first, , third] = [await ask(sandbox), await ask(sandbox), await ask(sandbox)];
  expect([first.status, first.headers.get('retry-after')]).toEqual([503, '3']);
  expect(first.body.errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
  expect([third.status, typeof third.body.access_token]).toEqual([200, 'string']);
  expect((await run(PARTS)).status).toBe(200);
  expect(sandbox.faults.list()).toMatchObject([{ selected: 3, fired: 2 }]);
});

it('meets the older address too', async () => {
  const { sandbox } = await open();
  sandbox.faults.add({ operation: 'token', effect: { type: 'answer', status: 500 } });
  const tokenUrl = sandbox.tokenUrl.replace('/realms', '/auth/realms');
  expect((await ask({ ...sandbox, tokenUrl })).status).toBe(500);
});

it('leaves requests for a token alone when a rule names no operation, or a kind', async () => {
  const { sandbox, run } = await open();
  sandbox.faults.add({ effect: DOWN });
  sandbox.faults.add({ operation: 'token', kind: 'query', effect: DOWN });
  expect([(await ask(sandbox)).status, (await run(PARTS)).status]).toEqual([200, 503]);
});

it('loses the answer or breaks it off', async () => {
  const { sandbox } = await open();
  const effects: FaultRule['effect'][] = [{ type: 'reset' }, { type: 'reset', when: 'after' }, { type: 'truncate' }];
  for (const effect of effects) {
    sandbox.faults.add({ operation: 'token', count: 1, effect });
    await expect(ask(sandbox)).rejects.toThrow();
  }
  expect((await ask(sandbox)).status).toBe(200);
});

it('limits how many may be asked for', async () => {
  const { sandbox } = await open();
  sandbox.faults.add({ operation: 'token', effect: { type: 'rate-limit', perSecond: 0.01, burst: 1 } });
  expect([(await ask(sandbox)).status, (await ask(sandbox)).status]).toEqual([200, 429]);
});

it('ends in 502 beyond the time limit', async () => {
  const { sandbox } = await open({ timeLimitMs: 20 });
  sandbox.faults.add({ operation: 'token', effect: { type: 'latency', ms: 60_000 } });
  expect((await ask(sandbox)).status).toBe(502);
});

it('meets one tenant alone', async () => {
  const { sandbox } = await open();
  const tenant = await sandbox.tenant('other');
  tenant.faults.add({ operation: 'token', effect: DOWN });
  expect([(await ask(sandbox)).status, (await ask(tenant)).status]).toEqual([200, 503]);
});

it('refuses a rule whose effect a request for a token cannot have', async () => {
  const { sandbox } = await open();
  expect(() => sandbox.faults.add({ operation: 'token', effect: { type: 'stale-etag' } })).toThrow(
    'A fault rule for a request for a token can have no effect.type stale-etag; it can have latency, rate-limit, answer, timeout, reset, truncate, slow-body.',
  );
});
