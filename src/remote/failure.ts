/** What went wrong between us and the target, in one closed vocabulary that a caller can act on. */

/**
 * - `unreachable`: no answer, and nothing suggests that the address is served at all (refused, unknown host, reset)
 * - `conflict`: the etag is stale; `exists`: ION already has such an object
 * - `protocol`: an answer that is no GraphQL answer (a page of HTML, a redirect, a cut-off body)
 * - `interrupted`: we stopped it ourselves
 */
export type FailureKind =
  | 'unreachable'
  | 'unauthorized'
  | 'forbidden'
  | 'rate-limited'
  | 'conflict'
  | 'exists'
  | 'not-found'
  | 'invalid'
  | 'server'
  | 'timeout'
  | 'interrupted'
  | 'protocol';

/** One entry of ION's `errors[]`, reduced to what is safe to print. */
export interface IonErrorEntry {
  readonly message: string;
  readonly kind: FailureKind;
  readonly path?: readonly (string | number)[];
  readonly code?: string;
}

/** What a `Failure` is made from; everything but `kind` and `message` may be absent. */
export interface FailureFacts {
  readonly kind: FailureKind;
  readonly message: string;
  readonly lost?: boolean;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly errors?: readonly IonErrorEntry[];
  readonly data?: unknown;
  readonly retryAfterMs?: number | undefined;
}

/**
 * A request that did not succeed. It never holds the document, the variables, the token or a secret, and it has no
 * `cause`: the errors of graphql-request carry all of them.
 */
export class Failure extends Error {
  readonly kind: FailureKind;
  /** A mutation that may have been executed although no usable answer came: look the object up before sending again. */
  readonly lost: boolean;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** The first code that ION gave, such as `CONCURRENCY_ERROR`. */
  readonly code?: string;
  /** ION's `errors[]`; each entry has a kind of its own, so that one alias of a batch can be judged alone. */
  readonly errors: readonly IonErrorEntry[];
  /** How long the target asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** What the answer held besides its errors, for aliases that went well. Not enumerable, so that no log prints it. */
  declare readonly data?: unknown;

  constructor(facts: FailureFacts) {
    super(facts.message);
    this.name = 'Failure';
    this.kind = facts.kind;
    this.lost = facts.lost ?? false;
    this.errors = facts.errors ?? [];
    if (facts.status !== undefined) this.status = facts.status;
    if (facts.code !== undefined) this.code = facts.code;
    if (facts.retryAfterMs !== undefined) this.retryAfterMs = facts.retryAfterMs;
    Object.defineProperty(this, 'data', { value: facts.data, enumerable: false });
  }
}

/** Whether a thrown value is a `Failure`, optionally of one of the given kinds. */
export function isFailure(error: unknown, ...kinds: readonly FailureKind[]): error is Failure {
  return error instanceof Failure && (kinds.length === 0 || kinds.includes(error.kind));
}

/** Whether something beside the errors went well: an answer whose fields are all null holds nothing. */
export function hasPartialData({ data }: Failure): boolean {
  return typeof data === 'object' && data !== null && Object.values(data).some(value => value !== null);
}
