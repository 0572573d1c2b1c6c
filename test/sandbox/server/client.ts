// The requests that the server's tests send, over real HTTP.
import type { Sandbox } from '../../../src/sandbox/index.ts';

/** What a client has to know of a sandbox, in this process or another. */
type Address = Pick<Sandbox, 'url' | 'tokenUrl' | 'clientId' | 'clientSecret'>;

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests assert what the answer holds
  readonly body: any;
  readonly headers: Headers;
}

const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  body: await response.json(),
  headers: response.headers,
});

export const send = async (url: string, init: RequestInit): Promise<Answer> => answerOf(await fetch(url, init));

export const requestToken = (
  tokenUrl: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => send(tokenUrl, { method: 'POST', body: new URLSearchParams(fields), headers });

export const tokenFor = async ({ tokenUrl, clientId, clientSecret }: Address): Promise<string> => {
  const fields = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const { body } = await requestToken(tokenUrl, fields);
  return body.access_token;
};

/** Posts a body as it stands; without `authorization` the header is missing. */
export const post = (url: string, body: string, authorization?: string): Promise<Answer> => {
  const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) };
  return send(url, { method: 'POST', body, headers });
};

/** Sends operations to a sandbox with a token of its own. */
export const connect = async (sandbox: Address) => {
  const authorization = `Bearer ${await tokenFor(sandbox)}`;
  return (query: string, variables: Record<string, unknown> = {}) =>
    post(sandbox.url, JSON.stringify({ query, variables }), authorization);
};

export const CREATE_UNIT =
  'mutation ($type: String!) { createUnitOfMeasurement(input: { type: $type }) { unitOfMeasurement { id type } } }';

const UNITS = '{ unitsOfMeasurement { edges { node { type } } } }';

/** The units a sandbox holds whose type begins with `test-`, so that its starting rows do not matter. */
export const testUnits = async (run: Awaited<ReturnType<typeof connect>>): Promise<string[]> => {
  const { body } = await run(UNITS);
  const types: string[] = body.data.unitsOfMeasurement.edges.map((edge: { node: { type: string } }) => edge.node.type);
  return types.filter(type => type.startsWith('test-'));
};
