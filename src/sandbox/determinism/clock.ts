// The sandbox's clock: the system's, the caller's, or one that stands still but for what it is told.
import { SandboxError } from '../sandbox-error.ts';

/** A clock that begins at `start` (ISO 8601, or a Date) and moves by `stepMs` (0 by default) with each GraphQL request. */
export interface ControlledClock {
  readonly start: Date | string;
  readonly stepMs?: number;
}

/** Where a sandbox has its time from. */
export type ClockOption = (() => Date) | ControlledClock;

/** The time of one tenant. Timestamps, the expiry of tokens and the log are read from it; delays and rates are not. */
export interface Clock {
  now(): Date;
  /** One request has begun. */
  tick(): void;
  /** Moves the clock forward, whatever it runs on. Throws a `SandboxError` `bad-option` for what is not forward, or too far. */
  advance(milliseconds: number): void;
  /** Milliseconds by which steps and `advance` have moved it so far; setting it takes the clock back or forward. */
  offset: number;
}

const startOf = ({ start }: ControlledClock): (() => Date) => {
  const time = new Date(start).getTime();
  return () => new Date(time);
};

const checkAdvance = (milliseconds: number, reached: number): void => {
  if (milliseconds >= 0 && !Number.isNaN(new Date(reached).getTime())) return;
  const sentence = `A clock moves forward by milliseconds from 0, and to no time that a date cannot have, not by ${milliseconds}.`;
  throw new SandboxError('bad-option', sentence);
};

export const createClock = (option: ClockOption): Clock => {
  const base = typeof option === 'function' ? option : startOf(option);
  const step = typeof option === 'function' ? 0 : (option.stepMs ?? 0);
  const clock: Clock = {
    offset: 0,
    now: () => (clock.offset === 0 ? base() : new Date(base().getTime() + clock.offset)),
    tick: () => {
      clock.offset += step;
    },
    advance: milliseconds => {
      checkAdvance(milliseconds, clock.now().getTime() + milliseconds);
      clock.offset += milliseconds;
    },
  };
  return clock;
};
