/** Keeps count of an apply while it runs, for progress displays. */
import type { ApplyEvent } from '../apply/outcome.ts';

/** What is known of a running apply. Times are milliseconds since its start. */
export interface Tally {
  readonly total: number;
  readonly running: ReadonlySet<string>;
  readonly counts: Readonly<Record<'done' | 'failed' | 'skipped' | 'not-started', number>>;
  readonly ended: number;
  note(event: ApplyEvent): void;
  /** The estimated time that is left, or undefined before enough has ended to tell. */
  timeLeft(elapsedMs: number): number | undefined;
}

/** The first few answers are slow, and say little about the rest. */
const FEWEST = 10;

/** Not by spreading: a call takes some hundred thousand arguments at most. */
function longestOf(paths: ReadonlyMap<string, number>): number {
  let longest = 0;
  for (const length of paths.values()) longest = Math.max(longest, length);
  return longest;
}

/**
 * `pathFrom` gives for each change the length of the longest chain that begins with it. What is left takes as long as
 * the rest of the changes at the rate so far, or as long as the longest chain among them, whichever is more.
 */
export function createTally(pathFrom: ReadonlyMap<string, number>): Tally {
  const open = new Map(pathFrom);
  const running = new Set<string>();
  const counts = { done: 0, failed: 0, skipped: 0, 'not-started': 0 };
  const longest = longestOf(pathFrom);
  const tally = {
    total: pathFrom.size,
    running,
    counts,
    ended: 0,
    note(event: ApplyEvent): void {
      if (event.type === 'started') return void running.add(`${event.action} ${event.address}`);
      const { change, status } = event.outcome;
      running.delete(`${change.action} ${change.address}`);
      open.delete(change.id);
      counts[status] += 1;
      tally.ended += 1;
    },
    timeLeft(elapsedMs: number): number | undefined {
      if (tally.ended < FEWEST) return undefined;
      const chain = longestOf(open);
      const byRate = (elapsedMs / tally.ended) * open.size;
      const byChain = longest > chain ? (elapsedMs / (longest - chain)) * chain : 0;
      return Math.max(byRate, byChain);
    },
  };
  return tally;
}
