/** The one place where requests queue: p-limit, driven by the limit's state machine and by the target's pauses. */
import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import { Failure } from './failure.ts';
import { type Answered, afterAnswer, afterTrouble, currentLimit, type LimitState, startLimit } from './limit.ts';
import { LONGEST_PAUSE_MS } from './retry.ts';
import type { Timing } from './timing.ts';

/** One request under way, as the gate has to know it afterwards. */
export interface Passage {
  readonly startedAt: number;
  readonly inFlight: number;
}

export interface Gate {
  /** Runs the task when its turn comes. The task calls `open` right before it sends. */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Waits until the target wants requests again. Rejects as `interrupted` when stopped, as `rate-limited` for too long a pause. */
  open(): Promise<Passage>;
  /** Sleeps without holding a place. Rejects as `interrupted` when stopped. */
  sleep(ms: number): Promise<void>;
  answered(passage: Passage, operation: Answered['operation']): void;
  troubled(passage: Passage, pauseMs: number | undefined): void;
  readonly limit: number;
}

export interface GateOptions {
  readonly concurrency: number;
  readonly timing: Timing;
  readonly signal: AbortSignal | undefined;
  readonly onLimit: (limit: number) => void;
}

export function createGate({ concurrency, timing, signal, onLimit }: GateOptions): Gate {
  let state = startLimit(concurrency);
  const limit = pLimit(currentLimit(state));
  // Every wait listens to the one signal; Node takes more than ten listeners for a leak.
  if (signal !== undefined) setMaxListeners(0, signal);

  const moveTo = (next: LimitState) => {
    const before = currentLimit(state);
    state = next;
    const now = currentLimit(state);
    if (now === before) return;
    limit.concurrency = now;
    onLimit(now);
  };
  const stopIfAborted = () => {
    if (signal?.aborted) throw new Failure({ kind: 'interrupted', message: 'stopped before it was sent' });
  };
  const sleep = async (ms: number) => {
    try {
      await timing.sleep(ms, signal);
    } catch (error) {
      stopIfAborted();
      throw error;
    }
  };
  const pauseLeft = () => state.notBefore - timing.now();

  return {
    run: task => limit(task),
    async open() {
      // Asked again after each wait: another answer may have made the pause longer meanwhile.
      for (let ms = pauseLeft(); ms > 0; ms = pauseLeft()) {
        stopIfAborted();
        if (ms > LONGEST_PAUSE_MS) throw tooLongAPause(ms);
        await sleep(ms);
      }
      stopIfAborted();
      return { startedAt: timing.now(), inFlight: limit.activeCount };
    },
    sleep,
    answered: (passage, operation) => moveTo(afterAnswer(state, { ...passage, operation, now: timing.now() })),
    troubled: ({ startedAt }, pauseMs) => moveTo(afterTrouble(state, { startedAt, now: timing.now(), pauseMs })),
    get limit() {
      return currentLimit(state);
    },
  };
}

function tooLongAPause(ms: number): Failure {
  const message = `the target asks to wait for ${Math.ceil(ms / 1000)} s before anything else is sent`;
  return new Failure({ kind: 'rate-limited', message, retryAfterMs: ms });
}
