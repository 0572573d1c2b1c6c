/** Reads the `Retry-After` header of HTTP (RFC 9110, 10.2.3). ION documents none; it is honoured where one comes. */

/**
 * Seconds or an HTTP date, to milliseconds from `nowMs` (Unix time); a date that has passed is 0. Undefined for an absent
 * or unreadable header.
 */
export function readRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Date.parse also takes texts such as "-5" or "1.5", which are no HTTP dates: those start with the day's name.
  if (!/^[A-Za-z]{3}/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
