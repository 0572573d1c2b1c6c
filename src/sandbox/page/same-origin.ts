// Tells requests of the sandbox's own page from those that another site makes a browser send.
import type { IncomingMessage } from 'node:http';
import { errorAnswer, type HttpAnswer } from '../server/http.ts';

const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** The 403 for a request to a name that a stranger's DNS points at this machine, or undefined. */
export const refusalOfHost = ({ headers }: IncomingMessage): HttpAnswer | undefined =>
  LOOPBACK_HOST.test(headers.host ?? '')
    ? undefined
    : errorAnswer(403, 'The page answers to localhost and 127.0.0.1 only.');

/** The same, and the 403 for what another site makes a browser ask; browsers say so and pages cannot change it. */
export const refusalOfStrangers = (request: IncomingMessage): HttpAnswer | undefined => {
  const site = request.headers['sec-fetch-site'];
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  return refusalOfHost(request) ?? (isOwn ? undefined : errorAnswer(403, 'Only this sandbox’s page may ask for this.'));
};
