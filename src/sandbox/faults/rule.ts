// What a fault rule says: which operations it meets, how often, and what then happens.

/** How long an answer is held back, in milliseconds. `lognormal`: half of the answers take longer than `medianMs`. */
export type Latency =
  | { readonly type: 'latency'; readonly ms: number }
  | { readonly type: 'latency'; readonly minMs: number; readonly maxMs: number }
  | { readonly type: 'latency'; readonly medianMs: number; readonly sigma: number };

/** More than the limit is answered with 429. Counted in real time, for all operations that the rule selects together. */
export interface RateLimit {
  readonly type: 'rate-limit';
  readonly perSecond?: number;
  /** Requests that may come at once before `perSecond` counts; `perSecond`, at least 1, by default. */
  readonly burst?: number;
  /** Requests that may be under way at the same time. */
  readonly concurrent?: number;
  /** Whether the 429 says when to come back; true by default. */
  readonly retryAfter?: boolean;
}

/** `after` means that the operation is done and committed, and only its answer is lost. */
type When = 'before' | 'after';

/** What a fault does. */
export type FaultEffect =
  | Latency
  | RateLimit
  | {
      /** Another answer than ION's own: 429, 500, 502, 503 and so on. */
      readonly type: 'answer';
      readonly status: number;
      readonly when?: When;
      readonly retryAfterSeconds?: number;
      readonly message?: string;
    }
  /** 502 after `afterMs`, 30,000 by default, though the operation is carried out: ION's limit for a call [MAN, GUIDE]. */
  | { readonly type: 'timeout'; readonly afterMs?: number }
  /** The connection is reset. */
  | { readonly type: 'reset'; readonly when?: When }
  /** The connection breaks after this share of the body, 0.5 by default; the operation is carried out. */
  | { readonly type: 'truncate'; readonly share?: number }
  | { readonly type: 'slow-body'; readonly bytesPerSecond: number }
  /** 401 "Token is expired." [docs]. */
  | { readonly type: 'expired-token' }
  /** Somebody else has changed what the mutation names by its etags, just before. Meets mutations only. */
  | { readonly type: 'stale-etag' }
  | {
      /**
       * Somebody else's operation, in between. A variable that `variables` leaves out takes the value of the matched
       * operation's variable, argument or input field of the same name.
       */
      readonly type: 'interfere';
      readonly when?: When;
      readonly document: string;
      readonly variables?: Readonly<Record<string, unknown>>;
    }
  /** Rows come or go before a later page: its cursor is read as if it were `by` rows further on (or back). */
  | { readonly type: 'shift-pages'; readonly by: number }
  /**
   * The schema of another version of ION, for as long as the rule stands and whatever it selects: `member` is `Type`
   * or `Type.member`; without `rename` it is not there.
   */
  | { readonly type: 'schema'; readonly member: string; readonly rename?: string };

/** One fault. It meets every operation that all of its conditions select. */
export interface FaultRule {
  /** How log and lists call it; `fault-1` and so on by default. */
  readonly name?: string;
  /** A root field of the operation (`createPart`), or the operation's name; `token` is a request for an access token. */
  readonly operation?: string;
  readonly kind?: 'query' | 'mutation';
  /** From 0 to 1; drawn from the sandbox's seed. */
  readonly probability?: number;
  /** How often it takes effect; without end by default. */
  readonly count?: number;
  /** How many of the operations that it selects it lets pass first. */
  readonly after?: number;
  readonly effect: FaultEffect;
}
