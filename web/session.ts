// Asks the sandbox in the page's name: one token, fetched anew when it runs out, for every GraphQL request.

interface Session {
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly clientId: string;
}

/** What a GraphQL request came to; `data` may stand beside errors. */
export interface Answer<T> {
  readonly data: T | null;
  readonly errors: readonly { readonly message: string }[];
}

/** Renewed a little before the sandbox would refuse it. */
const MARGIN_SECONDS = 20;

let current: { readonly session: Promise<Session>; readonly startedAt: number } | undefined;

const fetchSession = async (): Promise<Session> => {
  const response = await fetch('page/session');
  if (!response.ok) throw new Error(`The sandbox gave this page no token (${response.status}).`);
  return response.json() as Promise<Session>;
};

const isFresh = async (): Promise<boolean> => {
  if (current === undefined) return false;
  const { expiresInSeconds } = await current.session;
  return (performance.now() - current.startedAt) / 1000 < Math.max(1, expiresInSeconds - MARGIN_SECONDS);
};

/** The session whose token is good for the next request. Rejects when the sandbox does not answer. */
export const openSession = async (): Promise<Session> => {
  if (current === undefined || !(await isFresh().catch(() => false))) {
    current = { session: fetchSession(), startedAt: performance.now() };
  }
  return current.session;
};

const post = async (body: string): Promise<Response> => {
  const { token } = await openSession();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return fetch('graphql', { method: 'POST', headers, body });
};

/** Sends a body to the GraphQL endpoint; a token that was refused is replaced once. */
export const send = async (body: string): Promise<Response> => {
  const response = await post(body);
  if (response.status !== 401) return response;
  current = undefined;
  return post(body);
};

/** Asks one GraphQL document. Rejects only when no GraphQL answer came. */
export const ask = async <T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer<T>> => {
  const response = await send(JSON.stringify({ query, variables }));
  const answer = (await response.json().catch(() => ({}))) as Partial<Answer<T>>;
  if (answer.data === undefined && answer.errors === undefined) {
    throw new Error(`The sandbox answered with status ${response.status}.`);
  }
  return { data: answer.data ?? null, errors: answer.errors ?? [] };
};

/** The data of a document that must succeed as a whole. */
export const askAll = async <T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> => {
  const { data, errors } = await ask<T>(query, variables);
  if (data === null || errors.length > 0) throw new Error(errors[0]?.message ?? 'The sandbox answered nothing.');
  return data;
};
