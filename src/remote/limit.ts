/** How many requests may be under way at once: a state machine that grows while all is well and halves on trouble. */
import type { OperationKind } from './operation-kind.ts';

/** All times are milliseconds of one monotonic clock. Never above `ceiling`, never below 1. */
export interface LimitState {
  readonly ceiling: number;
  /** Whole part: the limit that holds. The fraction is progress towards the next step. */
  readonly size: number;
  /** True until the first trouble: the limit then grows with every answer instead of with every round of answers. */
  readonly starting: boolean;
  /** Requests that started before this moment say nothing new, so that one burst of trouble halves once. */
  readonly halvedAt: number;
  /** Nothing starts before this moment (`Retry-After`). */
  readonly notBefore: number;
  readonly latency: Readonly<Record<OperationKind, LatencyState>>;
}

/** Reading a page and writing an object differ too much to share a measure. */
interface LatencyState {
  /** What is usual here, in milliseconds: the lowest round so far, forgotten slowly. 0 before the first round. */
  readonly usual: number;
  readonly round: readonly number[];
}

export interface Answered {
  readonly operation: OperationKind;
  readonly startedAt: number;
  readonly now: number;
  /** Requests under way when this one was, itself included. */
  readonly inFlight: number;
}

const START = 4;
const ROUND = 12;
/** A round is a jump when its median is this many times the usual latency and this much above it. */
const JUMP_FACTOR = 4;
const JUMP_MS = 250;
/** The usual latency creeps up by this factor a round, so that a target that became slower for good is accepted. */
const FORGET = 1.1;

/** Starts modestly; `ceiling` is a whole number from 1. */
export function startLimit(ceiling: number): LimitState {
  const quiet: LatencyState = { usual: 0, round: [] };
  return {
    ceiling,
    size: Math.min(START, ceiling),
    starting: true,
    halvedAt: Number.NEGATIVE_INFINITY,
    notBefore: Number.NEGATIVE_INFINITY,
    latency: { query: quiet, mutation: quiet },
  };
}

/** The number of requests that may be under way now. */
export function currentLimit(state: LimitState): number {
  return Math.max(1, Math.floor(state.size));
}

/** After an answer, whatever it says: grows if the limit was in use, halves if answers take much longer than usual. */
export function afterAnswer(state: LimitState, answered: Answered): LimitState {
  const { latency, jumped } = withLatency(state.latency[answered.operation], answered.now - answered.startedAt);
  const next = { ...state, latency: { ...state.latency, [answered.operation]: latency } };
  if (jumped) return halve(next, answered);
  // A limit that nobody leans on proves nothing about a higher one.
  if (answered.startedAt < state.halvedAt || answered.inFlight * 2 < currentLimit(state)) return next;
  const step = state.starting ? 1 : 1 / currentLimit(state);
  return { ...next, size: Math.min(state.ceiling, state.size + step) };
}

/** After a 429, a 5xx or a timeout; `pauseMs` is the target's `Retry-After`. */
export function afterTrouble(
  state: LimitState,
  trouble: { readonly startedAt: number; readonly now: number; readonly pauseMs?: number | undefined },
): LimitState {
  const halved = halve(state, trouble);
  if (trouble.pauseMs === undefined) return halved;
  return { ...halved, notBefore: Math.max(state.notBefore, trouble.now + trouble.pauseMs) };
}

function halve(state: LimitState, at: { readonly startedAt: number; readonly now: number }): LimitState {
  if (at.startedAt < state.halvedAt) return { ...state, starting: false };
  return { ...state, starting: false, size: Math.max(1, Math.floor(state.size / 2)), halvedAt: at.now };
}

function withLatency(state: LatencyState, ms: number): { latency: LatencyState; jumped: boolean } {
  const round = [...state.round, ms];
  if (round.length < ROUND) return { latency: { ...state, round }, jumped: false };
  const middle = round.toSorted((a, b) => a - b)[ROUND / 2] ?? ms;
  const { usual } = state;
  const jumped = usual > 0 && middle > usual * JUMP_FACTOR && middle > usual + JUMP_MS;
  const remembered = usual === 0 ? middle : Math.min(middle, usual * FORGET);
  return { latency: { usual: remembered, round: [] }, jumped };
}
