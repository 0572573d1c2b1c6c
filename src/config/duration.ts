/** Reads durations as people write them in settings. */

const MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };
const LONGEST_MS = 3_600_000;

/** A number of seconds, or a text with `ms`, `s` or `m`; to milliseconds, more than 0 and at most an hour. */
export function readDuration(value: number | string): number | { problem: string } {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/.exec(String(value).trim()) ?? [];
  const ms = Math.round(Number(amount) * (MS[unit ?? 's'] ?? 1));
  if (amount !== undefined && ms >= 1 && ms <= LONGEST_MS) return ms;
  return { problem: 'timeout is a number of seconds, or a number with ms, s or m, of at most an hour' };
}
