/** Which failures are worth sending again, how long to wait before, and when to give up. */
import { type Failure, hasPartialData } from './failure.ts';

/** Sends of one request in all, the first included. ION's own example client tries three times [docs python-quickstart]. */
const MAX_SENDS = 4;
/** Refusals for going too fast cost the target nothing and end when we slow down, so they are borne longer. */
const MAX_SENDS_RATE_LIMITED = 8;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;
/** A target that asks for more than this is as good as down; the request then fails and says so. */
export const LONGEST_PAUSE_MS = 120_000;

/** Addresses and certificates do not mend themselves within seconds. */
const LASTING_CODES = /^ENOTFOUND$|CERT|SELF_SIGNED|VERIFY|ERR_TLS|ERR_SSL|EPROTO|ERR_INVALID_URL/;

/**
 * Whether the same request may be sent again. A `lost` mutation never: whoever sent it has to look first. An answer with
 * partial data never either, since sending again would repeat what went well.
 */
function isWorthRetrying(failure: Failure): boolean {
  if (failure.lost || hasPartialData(failure)) return false;
  if ((failure.retryAfterMs ?? 0) > LONGEST_PAUSE_MS) return false;
  switch (failure.kind) {
    case 'rate-limited':
    case 'timeout':
      return true;
    case 'unreachable':
      return !LASTING_CODES.test(failure.code ?? '');
    case 'server':
      return failure.status !== undefined && [500, 502, 503, 504].includes(failure.status);
    default:
      return false;
  }
}

/** The wait before send number `sends + 1`, in milliseconds, or undefined to give up. `random` is in [0, 1). */
export function nextWait(failure: Failure, sends: number, random: number): number | undefined {
  if (!isWorthRetrying(failure)) return undefined;
  if (sends >= (failure.kind === 'rate-limited' ? MAX_SENDS_RATE_LIMITED : MAX_SENDS)) return undefined;
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (sends - 1));
  // Half fixed, half random: spreads a burst without ever retrying at once.
  return Math.max(failure.retryAfterMs ?? 0, ceiling / 2 + (random * ceiling) / 2);
}

/** Retries that all requests share, so that an outage does not turn every waiting request into four. */
export interface RetryBudget {
  readonly left: number;
}

const BUDGET = 20;
const EARNED_PER_ANSWER = 0.2;

export const fullBudget: RetryBudget = { left: BUDGET };

/** Each good answer earns a fifth of a retry. */
export function earn(budget: RetryBudget): RetryBudget {
  return { left: Math.min(BUDGET, budget.left + EARNED_PER_ANSWER) };
}

/** One retry less, or undefined when none is left. */
export function spend(budget: RetryBudget): RetryBudget | undefined {
  return budget.left < 1 ? undefined : { left: budget.left - 1 };
}
