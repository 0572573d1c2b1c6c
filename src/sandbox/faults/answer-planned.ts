// Answers a request as its fault plan says: refused, held back, cut off, or as if there were no plan.
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpAnswer } from '../server/http.ts';
import { type FaultPlan, faultAnswer } from './plan.ts';

/** How long an answer is held back besides what the plan says, and after what time it becomes a 502. */
interface Times {
  readonly latencyMs: number;
  readonly timeLimitMs: number;
}

/** `carryOut` is called unless the plan refuses the request; ends the request's place under limits. */
export const answerPlanned = async (
  plan: FaultPlan,
  { latencyMs, timeLimitMs }: Times,
  carryOut: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> => {
  try {
    const delayMs = latencyMs + plan.delayMs;
    const answered = plan.refusal ?? (await carryOut());
    const answer = plan.refusal ?? plan.outcome?.(answered) ?? answered;
    if (delayMs > 0) await delay(Math.min(delayMs, timeLimitMs));
    return delayMs > timeLimitMs ? faultAnswer(502) : answer;
  } finally {
    plan.leave();
  }
};
