/** Asks the person before anything is written. */
import { createInterface } from 'node:readline/promises';
import type { PlanRecord } from '../report/records.ts';
import type { Context, Reply } from './command.ts';
import { EXIT } from './exit-code.ts';
import { usageError } from './halt.ts';

/** Throws a `Halt` at once when the question could not be asked later, before any time is spent. */
export function requireConsent({ flags, isJson, host }: Context): void {
  if (flags.yes) return;
  if (isJson) throw usageError('--format json asks no questions', 'give --yes to agree to the changes');
  if (!host.stdin.isTTY || !host.stderr.isTTY) {
    throw usageError('there is no terminal to ask on', 'give --yes to agree to the changes');
  }
}

/**
 * Whether the person agrees; only `y` and `yes` do. The end of the input and Ctrl-C are a no. Without anything to send
 * there is nothing to ask.
 */
export async function consents(question: string, { requests }: PlanRecord, { flags, host }: Context): Promise<boolean> {
  if (flags.yes || requests.writes === 0) return true;
  // Not in raw mode: Ctrl-C then reaches the program as the signal that it is.
  const lines = createInterface({ input: host.stdin, output: host.stderr, terminal: false });
  const noMore = new Promise<string>(resolve => lines.once('close', () => resolve('')));
  const stopped = (error: Error): string => {
    if (error.name === 'AbortError') return '';
    throw error;
  };
  const asked = lines.question(`${question} [y/N] `, { signal: host.interruption() }).catch(stopped);
  const answer = await Promise.race([asked, noMore]);
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** A no leaves everything pending; so does Ctrl-C at the question. */
export function declined(record: PlanRecord, { host }: Context): Reply {
  const exitCode = host.interruption().aborted ? EXIT.interrupted : EXIT.pending;
  return { exitCode, record, text: 'Nothing was changed.' };
}
