// What the fault rules make of one request, put together before it is carried out.
import { errorAnswer, type HttpAnswer } from '../server/http.ts';
import type { FaultEffect } from './rule.ts';

/** Somebody else's operation. */
export interface Interference {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Everything that happens to one request. */
export interface FaultPlan {
  /** The rules that take effect. */
  readonly names: string[];
  delayMs: number;
  /** The answer of a request that is not carried out. */
  refusal?: HttpAnswer;
  /** What becomes of the answer of a request that was carried out. */
  outcome?: (answer: HttpAnswer) => HttpAnswer;
  staleEtags: boolean;
  /** Rows by which later pages are shifted. */
  shift: number;
  readonly before: Interference[];
  readonly after: Interference[];
  /** Ends the request's place under limits. */
  leave: () => void;
}

export const newPlan = (): FaultPlan => ({
  names: [],
  delayMs: 0,
  staleEtags: false,
  shift: 0,
  before: [],
  after: [],
  leave: () => undefined,
});

/** Chance and limits, as they fell for this request. */
interface Circumstances {
  readonly delay: number;
  readonly turn: { readonly refusedForMs: number } | { readonly leave: () => void } | undefined;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** Where nothing is documented the texts are those of HTTP; the codes are inferred. */
const TEXTS: Readonly<Record<number, readonly [message: string, code: string]>> = {
  429: ['Too many requests', 'RATE_LIMITED'],
  500: ['Internal server error', 'INTERNAL_SERVER_ERROR'],
  502: ['Bad gateway', 'BAD_GATEWAY'],
  503: ['Service unavailable', 'SERVICE_UNAVAILABLE'],
  504: ['Gateway timeout', 'GATEWAY_TIMEOUT'],
};

/** An error of the way to ION rather than of ION. */
export const faultAnswer = (status: number, message?: string, retryAfterSeconds?: number): HttpAnswer => {
  const [text, code] = TEXTS[status] ?? [`Refused with ${status}`, 'REFUSED'];
  const headers = retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } };
  return errorAnswer(status, message ?? text, { code, ...headers });
};

const RESET: HttpAnswer = { status: 0, body: null, delivery: { kind: 'reset' } };

const EXPIRED = errorAnswer(401, 'Token is expired.', { code: 'UNAUTHORIZED' });

const instead = (plan: FaultPlan, when: 'before' | 'after' | undefined, answer: HttpAnswer): boolean => {
  if (when !== 'after') plan.refusal = answer;
  else plan.outcome ??= () => answer;
  return true;
};

const limit = (plan: FaultPlan, turn: Circumstances['turn'], tellsWhen: boolean): boolean => {
  if (turn === undefined) return false;
  if ('refusedForMs' in turn) {
    const seconds = Math.max(1, Math.ceil(turn.refusedForMs / 1000));
    return instead(plan, 'before', faultAnswer(429, undefined, tellsWhen ? seconds : undefined));
  }
  const { leave } = plan;
  plan.leave = () => {
    turn.leave();
    leave();
  };
  return false;
};

/** Adds one effect to the plan; false when the request is within a limit and nothing happens to it. */
export const applyEffect = (plan: FaultPlan, effect: FaultEffect, { delay, turn }: Circumstances): boolean => {
  switch (effect.type) {
    case 'latency':
      plan.delayMs += delay;
      return true;
    case 'rate-limit':
      return limit(plan, turn, effect.retryAfter ?? true);
    case 'answer':
      return instead(plan, effect.when, faultAnswer(effect.status, effect.message, effect.retryAfterSeconds));
    case 'timeout':
      plan.delayMs += effect.afterMs ?? DEFAULT_TIMEOUT_MS;
      return instead(plan, 'after', faultAnswer(502));
    case 'reset':
      return instead(plan, effect.when, RESET);
    case 'truncate':
      plan.outcome ??= answer => ({ ...answer, delivery: { kind: 'truncated', share: effect.share ?? 0.5 } });
      return true;
    case 'slow-body':
      plan.outcome ??= answer => ({ ...answer, delivery: { kind: 'slow', bytesPerSecond: effect.bytesPerSecond } });
      return true;
    case 'expired-token':
      return instead(plan, 'before', EXPIRED);
    case 'stale-etag':
      plan.staleEtags = true;
      return true;
    case 'interfere':
      plan[effect.when ?? 'before'].push({ document: effect.document, variables: effect.variables ?? {} });
      return true;
    case 'shift-pages':
      plan.shift += effect.by;
      return true;
    case 'schema':
      return false;
  }
};
