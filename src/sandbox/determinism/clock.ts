// The sandbox's clock: the system's, the caller's, or one that stands still but for what it is told.

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
  /** Moves the clock forward, whatever it runs on. */
  advance(milliseconds: number): void;
  /** Milliseconds by which steps and `advance` have moved it so far; setting it takes the clock back or forward. */
  offset: number;
}

const startOf = ({ start }: ControlledClock): (() => Date) => {
  const time = new Date(start).getTime();
  if (Number.isNaN(time)) throw new RangeError(`The clock cannot start at ${String(start)}: that is no time.`);
  return () => new Date(time);
};

/** Throws a `RangeError` when the start is no time. */
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
      clock.offset += milliseconds;
    },
  };
  return clock;
};
