/** Where the access token comes from: given, or fetched with client credentials and renewed before it expires. */
import { conceal } from './conceal.ts';
import { Failure } from './failure.ts';
import { createHttpPool, type HttpAnswer } from './http-fetch.ts';
import { readRetryAfter } from './retry-after.ts';
import { realTiming, type Timing } from './timing.ts';
import { originOf, toFailure } from './to-failure.ts';

export interface TokenSource {
  /** A token that is good now. Rejects with a `Failure`. */
  token(): Promise<string>;
  /** Tells that the target refused this token; resolves to whether another one can be had by `token()`. */
  refused(token: string): Promise<boolean>;
  /** Texts that no message may contain. */
  secrets(): readonly string[];
}

/** A token that cannot be renewed. `Bearer x` and `Token x` are taken as they are [docs authentication]. */
export function fixedToken(token: string): TokenSource {
  return {
    token: () => Promise.resolve(token),
    refused: () => Promise.resolve(false),
    secrets: () => [token, token.replace(/^\w+\s+/, '')],
  };
}

/** Whatever a header can hold; blanks and line breaks around it are taken off. [RFC 9110, 5.5] */
const HEADER_TEXT = /^[\t -~\u0080-\u00ff]*$/;

/**
 * The value of the Authorization header: a scheme already in the token is kept, else it is a bearer token. Throws a
 * `Failure` for a token that no request could carry.
 */
export function authorizationOf(token: string): string {
  if (!HEADER_TEXT.test(token.trim())) {
    const message =
      'the access token holds a character that no request can carry: was all of it copied, and nothing else?';
    throw new Failure({ kind: 'unauthorized', message });
  }
  return /^(?:Bearer|Token)\s/i.test(token) ? token : `Bearer ${token}`;
}

/** How a target is authorised, as the configuration says it. */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  | ({ readonly kind: 'client' } & ClientCredentials);

export function tokenSource(credentials: Credentials): TokenSource {
  return credentials.kind === 'token' ? fixedToken(credentials.token) : clientCredentials(credentials);
}

export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Grant {
  readonly token: string;
  /** Moment of `Timing.now` from which the token is renewed first; infinite if ION gave no lifetime. */
  readonly renewAt: number;
}

const TIMEOUT_MS = 30_000;
/** Renewed this long before it expires, or at four fifths of a short life. */
const MARGIN_MS = 30_000;

/**
 * OAuth 2.0 client credentials against ION's auth server [EX, docs]: one exchange at a time, however many ask; the token is
 * kept in memory only.
 */
export function clientCredentials(credentials: ClientCredentials, timing: Timing = realTiming): TokenSource {
  let grant: Grant | undefined;
  let exchange: Promise<Grant> | undefined;

  const renew = () => {
    exchange ??= exchangeCredentials(credentials, timing).finally(() => {
      exchange = undefined;
    });
    return exchange;
  };
  const current = async () => {
    if (grant === undefined || timing.now() >= grant.renewAt) grant = await renew();
    return grant.token;
  };
  return {
    token: current,
    async refused(token) {
      if (grant?.token === token) grant = undefined;
      return (await current()) !== token;
    },
    secrets: () => [credentials.clientSecret, ...(grant === undefined ? [] : [grant.token])],
  };
}

async function exchangeCredentials(credentials: ClientCredentials, timing: Timing): Promise<Grant> {
  const askedAt = timing.now();
  const answer = await postForm(credentials, timing);
  const fields = readJson(answer.body);
  if (answer.status !== 200) throw refusal(answer, fields, credentials, timing.date());
  const token = fields['access_token'];
  if (typeof token !== 'string' || token === '') {
    throw new Failure({ kind: 'protocol', message: `${credentials.tokenUrl} answered without an access token` });
  }
  return { token, renewAt: askedAt + lifetimeMs(fields['expires_in']) };
}

function lifetimeMs(expiresIn: unknown): number {
  const seconds = Number(expiresIn);
  if (expiresIn === undefined || !Number.isFinite(seconds)) return Number.POSITIVE_INFINITY;
  const ms = seconds * 1000;
  return ms - Math.min(MARGIN_MS, ms / 5);
}

async function postForm(credentials: ClientCredentials, timing: Timing): Promise<HttpAnswer> {
  const pool = createHttpPool({ maxSockets: 1, timeoutMs: TIMEOUT_MS });
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  try {
    return await pool.post({ url: credentials.tokenUrl, headers, body: form.toString() });
  } catch (error) {
    throw toFailure(error, {
      url: credentials.tokenUrl,
      operation: 'query',
      timeoutMs: TIMEOUT_MS,
      nowMs: timing.date(),
      secrets: [credentials.clientSecret],
    });
  } finally {
    pool.close();
  }
}

function readJson(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A wrong key is answered with 400 [EX] or 401; a gateway in trouble is not the key's fault. */
function refusal(
  answer: HttpAnswer,
  fields: Readonly<Record<string, unknown>>,
  credentials: ClientCredentials,
  nowMs: number,
): Failure {
  const { status } = answer;
  if (status >= 500 || status === 429) {
    const kind = status === 429 ? 'rate-limited' : 'server';
    const message = `${originOf(credentials.tokenUrl)} gave no token (status ${status})`;
    return new Failure({ kind, status, message, retryAfterMs: readRetryAfter(answer.header('retry-after'), nowMs) });
  }
  const said = fields['error_description'] ?? fields['error'];
  const reason = typeof said === 'string' ? conceal(said, [credentials.clientSecret]) : `status ${status}`;
  const code = typeof fields['error'] === 'string' ? fields['error'] : undefined;
  return new Failure({
    kind: 'unauthorized',
    status,
    code,
    message: `no token from ${credentials.tokenUrl}: ${reason}. ${help(status)}`,
  });
}

function help(status: number): string {
  return status === 404 || (status >= 300 && status < 400)
    ? 'Is tokenUrl right? Some hosts have it below /realms/, others below /auth/realms/'
    : 'Are the client id and the secret those of this environment? Each environment has keys of its own';
}
