/** What the file system refuses, as a value instead of an exception. */

/** What was asked for, or the refusal. */
export function attempt<T>(ask: () => T): T | Error {
  try {
    return ask();
  } catch (reason) {
    return asError(reason);
  }
}

/** A rejection as a value; what is not an Error cannot come from the file system. */
export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
