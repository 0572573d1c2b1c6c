// A bucket of tokens and a count of what is under way: the two limits that an API is known to set.
import type { RateLimit } from './rule.ts';

/** Asked for each request: the milliseconds after which it may come again, or the function that ends its turn. */
export type Limiter = () => { readonly refusedForMs: number } | { readonly leave: () => void };

const createBucket = (perSecond: number, burst: number, now: () => number): (() => number) => {
  let tokens = burst;
  let filled = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - filled) / 1000) * perSecond);
    filled = time;
    if (tokens < 1) return ((1 - tokens) / perSecond) * 1000;
    tokens -= 1;
    return 0;
  };
};

/** `now` gives monotonic milliseconds. What the concurrency limit refuses may come again after a second (inferred). */
export const createLimiter = (limit: RateLimit, now: () => number): Limiter => {
  const { perSecond, concurrent = Number.POSITIVE_INFINITY } = limit;
  const burst = limit.burst ?? Math.max(1, Math.floor(perSecond ?? 1));
  const wait = perSecond === undefined ? () => 0 : createBucket(perSecond, burst, now);
  let underWay = 0;
  return () => {
    if (underWay >= concurrent) return { refusedForMs: 1000 };
    const waitMs = wait();
    if (waitMs > 0) return { refusedForMs: waitMs };
    underWay += 1;
    return {
      leave: () => {
        underWay -= 1;
      },
    };
  };
};
