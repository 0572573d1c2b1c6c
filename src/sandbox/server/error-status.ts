// The HTTP status of an answer with errors, for the clients that expect one.
import type { ErrorMode } from './error-mode.ts';
import type { OperationResult } from './executor.ts';

/** The statuses are those of the table of error codes [docs]; which code has which is inferred from their meanings. */
const STATUSES: Readonly<Record<string, number>> = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONCURRENCY_ERROR: 409,
  VALIDATION_ERROR: 422,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
  NOT_EMULATED: 501,
};

/** The status by the first error; 400 for a document that is not valid, 200 without errors. */
export const statusOf = (mode: ErrorMode, { errors }: OperationResult): number => {
  const [first] = errors ?? [];
  if (mode === 'http-200' || first === undefined) return 200;
  return STATUSES[String(first.extensions?.['code'])] ?? 400;
};
