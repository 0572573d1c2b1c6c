// The sandbox's own endpoints, with which a command, a test or a page steers a server that runs.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isRecord } from '../checks.ts';
import { SandboxError } from '../sandbox-error.ts';
import { errorAnswer, type HttpAnswer, methodNotAllowed, readBody } from './http.ts';
import type { Endpoint } from './http-server.ts';

/** Not part of ION. Below a tenant's prefix they are that tenant's. */
export const CONTROL_PATHS = {
  status: '/sandbox/status',
  reset: '/sandbox/reset',
  snapshots: '/sandbox/snapshots',
  restore: '/sandbox/restore',
  faults: '/sandbox/faults',
  clock: '/sandbox/clock',
  log: '/sandbox/log',
  tenants: '/sandbox/tenants',
} as const;

/** What a control takes: the JSON object in the body, or the query's parameters. */
export type ControlInput = Readonly<Record<string, unknown>>;

/** A text that a control needs. Throws `bad-option`. */
export const textIn = (input: ControlInput, name: string): string => {
  const value = input[name];
  if (typeof value === 'string') return value;
  throw new SandboxError('bad-option', `The body needs "${name}", a text.`);
};

/** Gives what is answered as JSON. */
export type Control = (input: ControlInput) => unknown;

/** Who may use the controls. */
export interface ControlAccess {
  /** The bearer token that always opens them; the data directory holds it for its owner. */
  readonly secret: string;
  /** Whether they are open without it, to programs on this machine. */
  readonly open: boolean;
}

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** Browsers send `Origin` with what a page of somebody else asks, and a rebound name as `Host`. */
const isLocalProgram = ({ headers }: IncomingMessage): boolean =>
  headers.origin === undefined && LOOPBACK_HOST.test(headers.host ?? '');

const isAllowed = (request: IncomingMessage, { secret, open }: ControlAccess): boolean =>
  isSame(request.headers.authorization ?? '', `Bearer ${secret}`) || (open && isLocalProgram(request));

const bodyOf = async (request: IncomingMessage): Promise<ControlInput | HttpAnswer> => {
  const text = await readBody(request);
  if (typeof text !== 'string') return text;
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text);
    if (isRecord(body)) return body;
  } catch {
    // Answered below, like any other body that is no object.
  }
  return errorAnswer(400, 'The body must be a JSON object.');
};

const queryOf = (request: IncomingMessage): ControlInput =>
  Object.fromEntries(new URLSearchParams(request.url?.split('?')[1] ?? ''));

const isAnswer = (input: ControlInput | HttpAnswer): input is HttpAnswer => 'status' in input && 'body' in input;

const act = async (control: Control, input: ControlInput): Promise<HttpAnswer> => {
  try {
    return { status: 200, body: (await control(input)) ?? {} };
  } catch (error) {
    if (error instanceof SandboxError) return errorAnswer(400, error.message, { code: error.code });
    throw error;
  }
};

/**
 * Answers the methods that have a control: 403 to whoever may not use them, 400 with the error's code and sentence when
 * the control throws a `SandboxError`.
 */
export const createControlEndpoint =
  (access: ControlAccess, controls: Readonly<Partial<Record<'get' | 'post' | 'delete', Control>>>): Endpoint =>
  async request => {
    const control = controls[request.method?.toLowerCase() as 'get'];
    if (control === undefined) return methodNotAllowed(Object.keys(controls).join(', ').toUpperCase());
    if (!isAllowed(request, access)) return errorAnswer(403, 'This path needs the secret of the data directory.');
    const input = request.method === 'POST' ? await bodyOf(request) : queryOf(request);
    return isAnswer(input) ? input : act(control, input);
  };
