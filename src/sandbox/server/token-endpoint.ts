// The OAuth token endpoint: client credentials in, access token out, in the manner of Keycloak.
import type { IncomingMessage } from 'node:http';
import { answerPlanned } from '../faults/answer-planned.ts';
import type { Faults } from '../faults/faults.ts';
import { TOKEN_REQUEST } from '../faults/subject.ts';
import type { Store } from '../store/store.ts';
import { isValidKey } from './api-keys.ts';
import { type HttpAnswer, methodNotAllowed, readBody } from './http.ts';
import type { Tokens } from './tokens.ts';

/** Where the endpoint stands; older hosts and some of today's have the prefix [TS, PRISM]. */
export const TOKEN_PATH = '/realms/api-keys/protocol/openid-connect/token';
export const PREFIXED_TOKEN_PATH = `/auth${TOKEN_PATH}`;
/** The path of ION's first auth server, which took JSON; a public client that is still about asks there [IMP 2020]. */
export const OLD_TOKEN_PATH = '/oauth/token';

interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

const refusal = (status: number, error: string, description: string): HttpAnswer => ({
  status,
  body: { error, error_description: description },
});

const basicCredentials = (header: string | undefined): Credentials | undefined => {
  const encoded = /^basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { clientId: formDecoded(id), clientSecret: formDecoded(secret.join(':')) };
};

/** OAuth form-encodes id and secret before they are put into a Basic header. */
const formDecoded = (text: string): string => new URLSearchParams(`x=${text}`).get('x') ?? '';

const formCredentials = (form: URLSearchParams): Credentials | undefined => {
  const clientId = form.get('client_id');
  return clientId === null ? undefined : { clientId, clientSecret: form.get('client_secret') ?? '' };
};

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** The fields of a body of one of these types, or the refusal of another. */
const fieldsOf = (request: IncomingMessage, body: string, types: readonly string[]): URLSearchParams | HttpAnswer => {
  const sent = request.headers['content-type'] ?? '';
  const type = types.find(one => sent.startsWith(one));
  if (type === FORM) return new URLSearchParams(body);
  if (type === undefined) return refusal(400, 'invalid_request', `The body must be ${types.join(' or ')}`);
  try {
    const fields = new URLSearchParams();
    const given = JSON.parse(body) as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(given)) fields.set(name, String(value));
    return fields;
  } catch {
    return refusal(400, 'invalid_request', 'The body must be an object in JSON');
  }
};

const malformed = (form: URLSearchParams): HttpAnswer | undefined => {
  const grantType = form.get('grant_type');
  if (grantType === null) return refusal(400, 'invalid_request', 'Missing form parameter: grant_type');
  if (grantType !== 'client_credentials') return refusal(400, 'unsupported_grant_type', 'Unsupported grant_type');
  return undefined;
};

const granted = (accessToken: string, lifetimeSeconds: number): HttpAnswer => ({
  status: 200,
  headers: { 'cache-control': 'no-store' },
  body: {
    access_token: accessToken,
    expires_in: lifetimeSeconds,
    refresh_expires_in: 0,
    token_type: 'Bearer',
    'not-before-policy': 0,
    scope: 'profile email',
  },
});

/** What the endpoint needs from the rest of the sandbox. */
interface TokenEndpointParts {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly faults: Pick<Faults, 'plan'>;
  /** Milliseconds after which an answer that is held back becomes a 502. */
  readonly timeLimitMs: number;
}

const answerTo = async (
  request: IncomingMessage,
  { store, tokens }: TokenEndpointParts,
  types: readonly string[],
): Promise<HttpAnswer> => {
  const body = await readBody(request);
  if (typeof body !== 'string') return body;
  const form = fieldsOf(request, body, types);
  if (!(form instanceof URLSearchParams)) return form;
  const fault = malformed(form);
  if (fault !== undefined) return fault;
  const credentials = formCredentials(form) ?? basicCredentials(request.headers.authorization);
  if (credentials === undefined) return refusal(400, 'invalid_request', 'Missing form parameter: client_id');
  if (!isValidKey(store, credentials.clientId, credentials.clientSecret)) {
    return refusal(401, 'unauthorized_client', 'Invalid client or Invalid client credentials');
  }
  const token = await tokens.issue(credentials.clientId, form.get('audience') ?? undefined);
  return granted(token, tokens.lifetimeSeconds);
};

/**
 * Answers a token request. The fields of the request are documented [EX, MAN]; of the answer only `access_token` is, the
 * rest and all refusals follow Keycloak (inferred). Credentials may also come in a Basic header, as OAuth clients do. The
 * body is a form, unless other types are given.
 */
export const createTokenEndpoint =
  (parts: TokenEndpointParts, types: readonly string[] = [FORM]) =>
  async (request: IncomingMessage): Promise<HttpAnswer> => {
    if (request.method !== 'POST') return methodNotAllowed('POST');
    const plan = parts.faults.plan([TOKEN_REQUEST]);
    const times = { latencyMs: 0, timeLimitMs: parts.timeLimitMs };
    return answerPlanned(plan, times, () => answerTo(request, parts, types));
  };

/** The endpoint at the oldest path, which takes JSON as well. */
export const createOldTokenEndpoint = (parts: TokenEndpointParts) => createTokenEndpoint(parts, [FORM, JSON_TYPE]);
