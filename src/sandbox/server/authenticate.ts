// Finds who is behind a request's Authorization header, or the 401 that it is answered with.
import type { Store } from '../store/store.ts';
import { callerOfKey } from './api-keys.ts';
import { errorAnswer, type HttpAnswer } from './http.ts';
import type { Caller } from './request-context.ts';
import type { Tokens } from './tokens.ts';

/** Takes the value of the Authorization header; gives whose it is, or the answer that refuses the request. */
export type Authenticate = (header: string | undefined) => Promise<Caller | HttpAnswer>;

const unauthorized = (message: string): HttpAnswer => errorAnswer(401, message, { code: 'UNAUTHORIZED' });

/** `Bearer x` and `Token x` [docs], and the bare `x` [EX]. */
const tokenOf = (header: string): string => header.replace(/^(bearer|token)\s+/i, '').trim();

/**
 * "Token is expired." is the docs' text and "Unable to validate authentication token" with `UNAUTHORIZED` is TS's; the
 * text for a missing header is inferred. A token whose API key is gone counts as one that cannot be validated.
 */
export const createAuthenticate =
  (store: Store, tokens: Tokens): Authenticate =>
  async header => {
    if (header === undefined || header.trim() === '') return unauthorized('The Authorization header is missing.');
    const { state, clientId } = await tokens.check(tokenOf(header));
    if (state === 'expired') return unauthorized('Token is expired.');
    const caller = clientId === undefined ? undefined : callerOfKey(store, clientId);
    return caller ?? unauthorized('Unable to validate authentication token');
  };
