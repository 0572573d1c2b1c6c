/** Reads ION's `errors[]`: which kind of failure each entry is, by its code, its message or the HTTP status. */
import type { FailureKind, IonErrorEntry } from './failure.ts';

/** What stands for a message where there is none. */
export const NO_MESSAGE = 'an error without a message';

const KIND_OF_CODE: Readonly<Record<string, FailureKind>> = {
  // The first two are the only codes that public clients of ION look for [TS]; the rest are customary names, inferred.
  CONCURRENCY_ERROR: 'conflict',
  UNAUTHORIZED: 'unauthorized',
  CONFLICT: 'conflict',
  ETAG_MISMATCH: 'conflict',
  UNAUTHENTICATED: 'unauthorized',
  FORBIDDEN: 'forbidden',
  PERMISSION_DENIED: 'forbidden',
  ALREADY_EXISTS: 'exists',
  NOT_UNIQUE: 'exists',
  DUPLICATE: 'exists',
  NOT_FOUND: 'not-found',
  RATE_LIMITED: 'rate-limited',
  TOO_MANY_REQUESTS: 'rate-limited',
  THROTTLED: 'rate-limited',
  INTERNAL_SERVER_ERROR: 'server',
  INTERNAL_ERROR: 'server',
  TIMEOUT: 'timeout',
};

/** In order of trust: a message may hold the author's own text, so the most specific wording goes first. */
const KIND_OF_MESSAGE: readonly (readonly [RegExp, FailureKind])[] = [
  [/CONCURRENCY_ERROR|etag does not match/i, 'conflict'], // [TS]
  [/unable to validate authentication token|token is expired/i, 'unauthorized'], // [TS], docs
  [/does not have permission/i, 'forbidden'], // docs
  [/already exists/i, 'exists'], // [TS]
  [/not unique/i, 'exists'], // [IMP]
  [/rate limit|too many requests/i, 'rate-limited'], // inferred
  [/not found|does not exist/i, 'not-found'], // inferred
];

/** The statuses that ION documents [docs error-codes]; GraphQL errors normally come with 200, and say nothing by it. */
function kindOfStatus(status: number): FailureKind | undefined {
  if (status >= 500) return 'server';
  const kinds: Readonly<Record<number, FailureKind>> = {
    400: 'invalid',
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not-found',
    409: 'conflict',
    422: 'invalid',
    429: 'rate-limited',
  };
  return kinds[status];
}

/**
 * Judges one error by its code, else by its message, else by the status; what nothing explains is `invalid`. A 401 and a
 * 429 are decided before GraphQL runs, so there the status is the better witness.
 */
function kindOfError(code: string | undefined, message: string, status: number): FailureKind {
  if (status === 401 || status === 429) return kindOfStatus(status) ?? 'invalid';
  const byCode = code !== undefined && Object.hasOwn(KIND_OF_CODE, code) ? KIND_OF_CODE[code] : undefined;
  const byMessage = KIND_OF_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
  return byCode ?? byMessage ?? kindOfStatus(status) ?? 'invalid';
}

/** graphql-js repeats the whole value of a variable in its complaint; where in the input it stands is what helps. */
function withoutValue(message: string): string {
  return message.replace(/ got invalid value [\s\S]*?((?: at "[^"]*")?; )(?=[^;]*$)/, ' is not valid$1');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function codeOf(entry: Readonly<Record<string, unknown>>): string | undefined {
  const extensions = entry['extensions'];
  const code = isRecord(extensions) ? extensions['code'] : entry['code'];
  return typeof code === 'string' ? code : undefined;
}

function pathOf(entry: Readonly<Record<string, unknown>>): readonly (string | number)[] | undefined {
  const path = entry['path'];
  return Array.isArray(path) && path.every(step => typeof step === 'string' || typeof step === 'number')
    ? path
    : undefined;
}

function readEntry(entry: unknown, status: number): IonErrorEntry {
  if (!isRecord(entry)) {
    const message = typeof entry === 'string' ? entry : NO_MESSAGE;
    return { message, kind: kindOfError(undefined, message, status) };
  }
  const raw = entry['message'];
  const message = typeof raw === 'string' && raw !== '' ? withoutValue(raw) : NO_MESSAGE;
  const code = codeOf(entry);
  const path = pathOf(entry);
  return {
    message,
    kind: kindOfError(code, message, status),
    ...(path === undefined ? {} : { path }),
    ...(code === undefined ? {} : { code }),
  };
}

/**
 * Reads `errors` of an answer, whatever its status. ION documents a list of `{message, path?, extensions?}`; a single
 * object is accepted too, and anything else gives an empty list.
 */
export function readIonErrors(errors: unknown, status: number): readonly IonErrorEntry[] {
  if (Array.isArray(errors)) return errors.map(entry => readEntry(entry, status));
  return isRecord(errors) ? [readEntry(errors, status)] : [];
}

/** The kind of an answer without any readable error, by its status alone; a status ION does not document is `protocol`. */
export function kindWithoutErrors(status: number): FailureKind {
  // A path that nobody serves, not an object that nobody has: ION reports the latter in `errors[]`.
  if (status === 404) return 'protocol';
  return kindOfStatus(status) ?? 'protocol';
}
