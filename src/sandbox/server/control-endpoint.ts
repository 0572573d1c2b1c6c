// The sandbox's own endpoints, with which `sandbox status` and `sandbox reset` reach a server that runs.
import { timingSafeEqual } from 'node:crypto';
import { errorAnswer, type HttpAnswer, methodNotAllowed } from './http.ts';
import type { Endpoint } from './http-server.ts';

/** Not part of ION; whoever calls them must show the secret that the data directory holds. */
export const STATUS_PATH = '/sandbox/status';
export const RESET_PATH = '/sandbox/reset';

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** An endpoint that takes one method, with the secret as bearer token, and answers what `act` gives. */
export const createControlEndpoint =
  (method: 'GET' | 'POST', secret: string, act: () => unknown): Endpoint =>
  async (request): Promise<HttpAnswer> => {
    if (request.method !== method) return methodNotAllowed(method);
    if (!isSame(request.headers.authorization ?? '', `Bearer ${secret}`)) {
      return errorAnswer(403, 'This path needs the secret of the data directory.');
    }
    return { status: 200, body: await act() };
  };
