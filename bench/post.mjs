// The least that a client of a sandbox needs: `node:http`, kept alive, and nothing of the program's own.
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

const post = (url, body, headers) =>
  new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers }, incoming => {
      let text = '';
      incoming.setEncoding('utf8').on('data', chunk => {
        text += chunk;
      });
      incoming.on('error', reject).on('end', () => resolve(JSON.parse(text)));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

/** Exchanges the API key of a sandbox's address for an access token. */
export const fetchToken = async ({ tokenUrl, clientId, clientSecret }) => {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const answer = await post(tokenUrl, form.toString(), { 'content-type': 'application/x-www-form-urlencoded' });
  return answer.access_token;
};

/** Sends `{ query, variables }`, with a token if there is one, and resolves to the answer; rejects when it holds errors. */
export const postGraphql = async (url, token, body) => {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await post(url, JSON.stringify(body), headers);
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return answer;
};
