// GraphiQL speaks to the sandbox as any client does: one token, fetched anew when it runs out, on every request.

interface Session {
  readonly token: string;
  readonly expiresInSeconds: number;
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

/** A token that is good for the next request. Rejects when the sandbox does not answer. */
const validToken = async (): Promise<string> => {
  if (current === undefined || !(await isFresh().catch(() => false))) {
    current = { session: fetchSession(), startedAt: performance.now() };
  }
  return (await current.session).token;
};

const post = async (body: string, given: Readonly<Record<string, string>>): Promise<Response> => {
  const headers = new Headers({ 'content-type': 'application/json', ...given });
  if (!headers.has('authorization')) headers.set('authorization', `Bearer ${await validToken()}`);
  return fetch('graphql', { method: 'POST', headers, body });
};

/** Sends a body to the GraphQL endpoint; `headers` may bring another token. One that was refused is replaced once. */
export const send = async (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> => {
  const response = await post(body, headers);
  if (response.status !== 401) return response;
  current = undefined;
  return post(body, headers);
};
