/** The clock, the waits and the dice of this folder, in one place, so that tests drive them by hand. */
import { setTimeout as wait } from 'node:timers/promises';

export interface Timing {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Unix time in milliseconds. */
  date(): number;
  /** Resolves after `ms`; rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

export const realTiming: Timing = {
  now: () => performance.now(),
  date: () => Date.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  },
  random: () => Math.random(),
};
