import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterAnswer, afterTrouble, currentLimit, type LimitState, startLimit } from '../../src/remote/limit.ts';

/** A hundred requests, one after the other in time, each answered after `latency` with the limit in full use. */
function answers(state: LimitState, from: number, count: number, latency: number): LimitState {
  let next = state;
  for (let i = 0; i < count; i += 1) {
    const startedAt = from + i * latency;
    const inFlight = currentLimit(next);
    next = afterAnswer(next, { operation: 'mutation', startedAt, now: startedAt + latency, inFlight });
  }
  return next;
}

test('it starts at a modest number, or at the ceiling where that is lower', () => {
  expect(currentLimit(startLimit(64))).toBe(4);
  expect(currentLimit(startLimit(2))).toBe(2);
});

test('it grows by one an answer until the first trouble, and never above the ceiling', () => {
  expect(currentLimit(answers(startLimit(64), 0, 10, 50))).toBe(14);
  expect(currentLimit(answers(startLimit(64), 0, 500, 50))).toBe(64);
});

test('after trouble it grows by one a round of answers', () => {
  const halved = afterTrouble(answers(startLimit(64), 0, 12, 50), { startedAt: 1000, now: 1050 });
  expect(currentLimit(halved)).toBe(8);
  expect(currentLimit(answers(halved, 2000, 7, 50))).toBe(8);
  expect(currentLimit(answers(halved, 2000, 8, 50))).toBe(9);
});

test('a burst of trouble halves once, trouble after it halves again', () => {
  const full = answers(startLimit(64), 0, 60, 50);
  const once = afterTrouble(full, { startedAt: 5000, now: 5100 });
  const burst = afterTrouble(once, { startedAt: 5001, now: 5101 });
  expect([currentLimit(once), currentLimit(burst)]).toEqual([32, 32]);
  expect(currentLimit(afterTrouble(burst, { startedAt: 5200, now: 5300 }))).toBe(16);
});

test('endless trouble leaves one', () => {
  let state = startLimit(64);
  for (let i = 0; i < 20; i += 1) state = afterTrouble(state, { startedAt: i * 100, now: i * 100 + 50 });
  expect(currentLimit(state)).toBe(1);
});

test('a jump of latency halves', () => {
  const steady = answers(startLimit(16), 0, 48, 50);
  expect(currentLimit(steady)).toBe(16);
  expect(currentLimit(answers(steady, 10_000, 12, 1000))).toBe(8);
});

test('a single slow answer and small absolute changes do not halve', () => {
  const steady = answers(startLimit(16), 0, 48, 2);
  expect(currentLimit(answers(answers(steady, 1000, 1, 5000), 9000, 11, 2))).toBe(16);
  expect(currentLimit(answers(steady, 1000, 48, 40))).toBe(16);
});

test('slow reads are no jump for writes', () => {
  const steady = answers(startLimit(16), 0, 48, 50);
  let state = steady;
  for (let i = 0; i < 48; i += 1) {
    state = afterAnswer(state, { operation: 'query', startedAt: 9000 + i, now: 11_000 + i, inFlight: 16 });
  }
  expect(currentLimit(state)).toBe(16);
});

test('a limit that is not in use does not grow', () => {
  let state = startLimit(64);
  for (let i = 0; i < 20; i += 1) {
    state = afterAnswer(state, { operation: 'query', startedAt: i * 10, now: i * 10 + 5, inFlight: 1 });
  }
  expect(currentLimit(state)).toBe(4);
});

test('a pause ends at the latest moment that any answer asked for', () => {
  const first = afterTrouble(startLimit(8), { startedAt: 0, now: 100, pauseMs: 5000 });
  const second = afterTrouble(first, { startedAt: 0, now: 200, pauseMs: 1000 });
  expect([first.notBefore, second.notBefore]).toEqual([5100, 5100]);
});

test('under any sequence of answers and trouble it stays between 1 and the ceiling', () => {
  const event = fc.record({ ms: fc.integer({ min: 0, max: 60_000 }), trouble: fc.boolean(), inFlight: fc.nat(64) });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.array(event, { maxLength: 200 }), (ceiling, events) => {
      let state = startLimit(ceiling);
      let now = 0;
      for (const { ms, trouble, inFlight } of events) {
        const startedAt = now;
        now += ms;
        state = trouble
          ? afterTrouble(state, { startedAt, now })
          : afterAnswer(state, { operation: 'query', startedAt, now, inFlight });
        expect(currentLimit(state)).toBeGreaterThanOrEqual(1);
        expect(currentLimit(state)).toBeLessThanOrEqual(ceiling);
      }
    }),
  );
});
