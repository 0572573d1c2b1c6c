/** Time that moves only when something waits for it, so that no test sleeps. */
import type { Timing } from '../../src/remote/timing.ts';

export interface HandClock extends Timing {
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: readonly number[];
  advance(ms: number): void;
}

export const START_DATE = Date.UTC(2026, 0, 5, 12, 0, 0);

/** `random` always gives `dice`. A wait ends at once and moves the clock; an aborted signal rejects it. */
export function handClock(dice = 0): HandClock {
  let now = 1000;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    date: () => START_DATE + now - 1000,
    random: () => dice,
    advance(ms) {
      now += ms;
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      waits.push(ms);
      now += ms;
    },
  };
}
