import { expect, it } from 'vitest';
import { createLimiter } from '../../../src/sandbox/faults/rate-limit.ts';

it('lets a burst pass, then so many a second, and says when the next may come', () => {
  let now = 0;
  const limiter = createLimiter({ type: 'rate-limit', perSecond: 4, burst: 2 }, () => now);
  const passed = { leave: expect.any(Function) };
  expect([limiter(), limiter(), limiter()]).toEqual([passed, passed, { refusedForMs: 250 }]);
  now += 125;
  expect(limiter()).toEqual({ refusedForMs: 125 });
  now += 125;
  expect([limiter(), limiter()]).toEqual([passed, { refusedForMs: 250 }]);
  now += 60_000;
  expect([limiter(), limiter(), limiter()]).toEqual([passed, passed, { refusedForMs: 250 }]);
});
