/** Turns whatever a request threw into a `Failure`: graphql-request's `ClientError`, our network errors, aborts. */
import { conceal } from './conceal.ts';
import { Failure, type FailureKind, type IonErrorEntry } from './failure.ts';
import { NetworkError } from './http-fetch.ts';
import { kindWithoutErrors, NO_MESSAGE, readIonErrors } from './ion-errors.ts';
import { isLoopbackHost } from './loopback.ts';
import type { OperationKind } from './operation-kind.ts';
import { readRetryAfter } from './retry-after.ts';

/** What must be known of the request to judge its failure. */
export interface RequestContext {
  readonly url: string;
  readonly operation: OperationKind;
  readonly timeoutMs: number;
  /** Unix time in milliseconds, for a `Retry-After` that is a date. */
  readonly nowMs: number;
  /** Texts that must not appear in any message. */
  readonly secrets: readonly string[];
}

/** The parts of graphql-request's `ClientError.response` that are read; the rest of that error is never touched. */
interface ClientResponse {
  readonly status: number;
  readonly errors?: unknown;
  readonly data?: unknown;
  readonly headers?: { get(name: string): string | null };
}

const CAUSES_OF_401 =
  'the Authorization header is missing, the token has expired, its audience or issuer is another environment ' +
  "(a sandbox takes only its own keys), or it is another organisation's"; // docs authentication

const CAUSES_OF_403 = 'the API key lacks the permission for it, or the object belongs to another organisation'; // docs error-codes

/** Never throws; a `Failure` is returned as it is. What nothing explains becomes `protocol`, without the original text. */
export function toFailure(error: unknown, context: RequestContext): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof NetworkError) return fromNetwork(error, context);
  const response = responseOf(error);
  return response === undefined ? unreadable(context, 200) : fromAnswer(response, context);
}

function responseOf(error: unknown): ClientResponse | undefined {
  if (!(error instanceof Error) || !('response' in error)) return undefined;
  const response = error.response as ClientResponse | null;
  return typeof response === 'object' && typeof response?.status === 'number' ? response : undefined;
}

function fromNetwork(error: NetworkError, context: RequestContext): Failure {
  const lost = error.sent && context.operation === 'mutation';
  const where = originOf(context.url);
  if (error.reason === 'closed') {
    return new Failure({ kind: 'interrupted', lost, message: `stopped before ${where} had answered` });
  }
  if (error.reason === 'timeout') {
    return new Failure({
      kind: 'timeout',
      lost,
      message: `${where} did not answer within ${context.timeoutMs / 1000} s`,
    });
  }
  const kind: FailureKind = error.code?.startsWith('HPE_') ? 'protocol' : 'unreachable';
  return new Failure({ kind, lost, code: error.code, message: networkMessage(error, context.url) });
}

function networkMessage(error: NetworkError, url: string): string {
  const where = originOf(url);
  const code = error.code ?? 'no code';
  if (code === 'ECONNREFUSED') {
    return `nothing answers at ${where}; is ${isLoopbackHost(new URL(url).hostname) ? 'the sandbox running' : 'the address right'}?`;
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the host of ${where} cannot be found (${code})`;
  if (/CERT|SELF_SIGNED|VERIFY|ERR_TLS|ERR_SSL|EPROTO/.test(code))
    return `no secure connection to ${where} (${code}); a private authority is made known by NODE_EXTRA_CA_CERTS`;
  if (code.startsWith('HPE_')) return `${where} does not speak HTTP as expected (${code})`;
  return error.sent
    ? `the connection to ${where} broke off before the whole answer had come (${code})`
    : `no connection to ${where} (${code})`;
}

function fromAnswer(response: ClientResponse, context: RequestContext): Failure {
  const errors = readIonErrors(response.errors, response.status).map(entry => concealEntry(entry, context.secrets));
  const first = errors[0];
  if (first === undefined) return withoutErrors(response, context);
  return new Failure({
    kind: first.kind,
    message: withCauses(messageOf(first, response, context), first.kind),
    // A 5xx with an error that says what was wrong is an answer; with any other, nobody knows what was done before it.
    lost: context.operation === 'mutation' && isLostAnswer(first.kind, response.status),
    status: response.status,
    code: first.code,
    errors,
    data: response.data ?? undefined,
    retryAfterMs: retryAfterOf(response, context),
  });
}

/** Of an error that says nothing, where it came from. */
function messageOf({ message }: IonErrorEntry, { status }: ClientResponse, { url }: RequestContext): string {
  return message === NO_MESSAGE ? `${originOf(url)} answered with ${NO_MESSAGE} (status ${status})` : message;
}

function isLostAnswer(kind: FailureKind, status: number): boolean {
  return kind === 'timeout' || (kind === 'server' && status >= 500);
}

function concealEntry(entry: IonErrorEntry, secrets: readonly string[]): IonErrorEntry {
  return { ...entry, message: conceal(entry.message, secrets) };
}

function withCauses(message: string, kind: FailureKind): string {
  const sentence = message.replace(/[.\s]+$/, '');
  if (kind === 'unauthorized') return `${sentence}. Possible causes: ${CAUSES_OF_401}`;
  if (kind === 'forbidden') return `${sentence}. Possible causes: ${CAUSES_OF_403}`;
  return message;
}

function withoutErrors(response: ClientResponse, context: RequestContext): Failure {
  const { status } = response;
  if (status >= 200 && status < 300) return unreadable(context, status);
  const kind = kindWithoutErrors(status);
  return new Failure({
    kind,
    message: withCauses(conceal(statusMessage(response, context), context.secrets), kind),
    lost: context.operation === 'mutation' && status >= 500,
    status,
    retryAfterMs: retryAfterOf(response, context),
  });
}

function statusMessage(response: ClientResponse, context: RequestContext): string {
  const answered = `${originOf(context.url)} answered with status ${response.status}`;
  if (response.status >= 300 && response.status < 400) {
    const location = response.headers?.get('location') ?? null;
    return `${answered}, a redirect${location === null ? '' : ` to ${originOf(location, context.url)}`}: set the url of the target to where the API itself is`;
  }
  if (response.status === 404) return `${answered}: no GraphQL endpoint at ${new URL(context.url).pathname}`;
  if (response.status === 502) return `${answered}: ION gives it when a call takes more than 30 s`; // [MAN/GUIDE]
  return `${answered} and no GraphQL answer`;
}

function unreadable(context: RequestContext, status: number): Failure {
  return new Failure({
    kind: 'protocol',
    message: `${originOf(context.url)} answered with something that is no GraphQL answer; is the address right?`,
    lost: context.operation === 'mutation',
    status,
  });
}

function retryAfterOf(response: ClientResponse, context: RequestContext): number | undefined {
  return readRetryAfter(response.headers?.get('retry-after') ?? null, context.nowMs);
}

/** Scheme, host and port only: the rest of an address may hold credentials. */
export function originOf(url: string, base?: string): string {
  return URL.canParse(url, base) ? new URL(url, base).origin : 'the target';
}
