import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/apply/apply-plan.ts';
import type { ApplyEvent } from '../../src/apply/outcome.ts';
import { makePlan } from '../../src/pipeline.ts';
import { clientCredentials } from '../../src/remote/token.ts';
import { createTransport } from '../../src/remote/transport.ts';
import { BRACKET } from './bracket.ts';
import { soundState, startSeeded } from './seeded-sandbox.ts';

describe('an apply whose target goes away', () => {
  it('starts nothing new, and tells what is done, what failed and what has not started', async () => {
    const seeded = await startSeeded({}, 1);
    const { url, tokenUrl, clientId, clientSecret } = seeded.sandbox;
    const token = clientCredentials({ tokenUrl, clientId, clientSecret });
    const transport = createTransport({ url, token, concurrency: 1, timeoutMs: 5_000, readOnly: false });
    const planned = await makePlan(await soundState(BRACKET, {}), transport);
    const { plan, desired, actual, dialect } = planned.value;
    let closing: Promise<void> | undefined;
    const onEvent = (event: ApplyEvent) => {
      if (event.type === 'ended') closing ??= seeded.close();
    };
    const result = await applyPlan(plan, { desired, known: actual, dialect, transport, onEvent });
    await closing;
    transport.close();
    const ended = (status: string) => result.outcomes.filter(outcome => outcome.status === status).length;
    expect(ended('done')).toBeGreaterThan(0);
    expect(ended('failed')).toBeLessThanOrEqual(3);
    expect(ended('failed')).toBeGreaterThan(0);
    expect(ended('not-started')).toBeGreaterThan(10);
  });
});

describe('an apply whose key is refused on the way', () => {
  it('starts nothing new', async () => {
    const seeded = await startSeeded({}, 1);
    const refusal = { type: 'answer', status: 401, message: 'Unable to validate authentication token' } as const;
    seeded.sandbox.faults.add({ kind: 'mutation', after: 3, effect: refusal });
    const { outcomes } = await seeded.apply(BRACKET);
    await seeded.close();
    const ended = (status: string) => outcomes.filter(outcome => outcome.status === status).length;
    expect(ended('done')).toBe(3);
    expect(ended('failed')).toBeGreaterThan(0);
    expect(ended('failed')).toBeLessThanOrEqual(3);
    expect(ended('not-started')).toBeGreaterThan(10);
  });
});

describe('a sandbox', () => {
  it('closes although a client left before its answer came', async () => {
    const seeded = await startSeeded({ latencyMs: 50 });
    const sent = request(seeded.sandbox.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
    });
    sent.on('error', () => undefined);
    sent.end('{"query":"{ me { id } }"}', () => sent.destroy());
    await new Promise(resolve => sent.on('close', resolve));
    await seeded.close();
    await expect(fetch(seeded.sandbox.url)).rejects.toThrow();
  });
});
