/** Shows an apply while it runs: a live display on a terminal, a line now and then elsewhere. */
import picocolors from 'picocolors';
import type { ApplyEvent, Outcome } from '../apply/outcome.ts';
import { printable } from '../diagnostics/printable.ts';
import type { Tally } from './tally.ts';
import { counted, duration, thousands } from './wording.ts';

export interface Progress {
  /** To be called for every event, after the tally has noted it. */
  readonly show: (event: ApplyEvent) => void;
  /** Tells that the person has asked to stop. */
  readonly stopping: () => void;
  /** Removes what is not to stay on the screen. */
  readonly end: () => void;
}

export interface ProgressFacts {
  readonly tally: Tally;
  readonly stream: NodeJS.WriteStream;
  readonly colour: boolean;
  /** Milliseconds since the apply started. */
  readonly elapsed: () => number;
  readonly requests: () => number;
  /** Whether each failure is news at once, or is expected and told at the end. */
  readonly tellsFailures: boolean;
  /** How many requests may be under way at once now. */
  readonly limit: () => number;
}

const REFRESH_MS = 100;
const BAR = 24;
/** Changes from which on an apply takes long enough to tell how far it is. */
const LONG = 50;
/** What is said to the first Ctrl-C. */
export const STOPPING = 'stopping: what is under way is finished; Ctrl-C once more ends at once';

function failureLine({ change }: Outcome, message: string): string {
  return `failed: ${change.action} ${printable(change.address)}: ${printable(message)}`;
}

function rate({ elapsed, requests }: ProgressFacts): string {
  return `${thousands((requests() / Math.max(1, elapsed())) * 1000)} requests/s`;
}

/** The display as lines; `columns` is the width that none of them passes. */
export function progressLines(facts: ProgressFacts, columns: number): readonly string[] {
  const { tally, limit, elapsed } = facts;
  const { total, ended, running, counts } = tally;
  const filled = total === 0 ? BAR : Math.floor((ended / total) * BAR);
  const left = tally.timeLeft(elapsed());
  const head = [
    `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${thousands(ended)}/${thousands(total)}`,
    ...(counts.failed > 0 ? [`${thousands(counts.failed)} failed`] : []),
    ...(counts.skipped > 0 ? [`${thousands(counts.skipped)} skipped`] : []),
    rate(facts),
    `${limit()} at once`,
    ...(left === undefined ? [] : [`${duration(left)} left`]),
  ].join('  ');
  return [
    head,
    ...[...running].slice(0, 3).map(printable),
    ...(running.size > 3 ? [`and ${running.size - 3} more`] : []),
  ].map((line, index) => (index === 0 ? line : `  ${line}`).slice(0, columns));
}

/** For a terminal. Failures are written above the display as they come. */
export async function liveProgress(facts: ProgressFacts): Promise<Progress> {
  const { createLogUpdate } = await import('log-update');
  const display = createLogUpdate(facts.stream);
  const { red, yellow } = picocolors.createColors(facts.colour);
  let note = '';
  const draw = (): void =>
    display([...progressLines(facts, facts.stream.columns || 80), ...(note === '' ? [] : [yellow(note)])].join('\n'));
  const timer = setInterval(draw, REFRESH_MS);
  return {
    show: event => {
      if (!facts.tellsFailures || event.type !== 'ended' || event.outcome.status !== 'failed') return;
      display.clear();
      facts.stream.write(`${red(failureLine(event.outcome, event.outcome.failure.message))}\n`);
      draw();
    },
    stopping: () => {
      note = STOPPING;
      draw();
    },
    end: () => {
      clearInterval(timer);
      display.clear();
      display.done();
    },
  };
}

/** For logs: a line for each tenth of a long way, and one for each failure. */
export function lineProgress(facts: ProgressFacts): Progress {
  const { tally, stream, tellsFailures } = facts;
  let tenths = 0;
  const write = (line: string): void => void stream.write(`${line}\n`);
  if (tally.total > 0) write(`applying ${counted(tally.total, 'change')}`);
  return {
    show: event => {
      if (event.type !== 'ended') return;
      if (tellsFailures && event.outcome.status === 'failed')
        write(failureLine(event.outcome, event.outcome.failure.message));
      const reached = Math.floor((tally.ended / tally.total) * 10);
      if (reached === tenths || tally.total < LONG) return;
      tenths = reached;
      write(
        `${thousands(tally.ended)}/${thousands(tally.total)}, ${thousands(tally.counts.failed)} failed, ${rate(facts)}`,
      );
    },
    stopping: () => write(STOPPING),
    end: () => {},
  };
}
