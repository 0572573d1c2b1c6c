import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts';
import { post, requestToken, send, tokenFor } from './client.ts';

const ME = JSON.stringify({ query: '{ me { id } }' });
const LIFETIME_SECONDS = 60;

let sandbox: Sandbox;
let now = new Date('2026-01-05T10:00:00Z');

beforeAll(async () => {
  sandbox = await startSandbox({ clock: () => now, tokenLifetimeSeconds: LIFETIME_SECONDS });
});
afterAll(() => sandbox.close());

const credentials = () => ({
  grant_type: 'client_credentials',
  client_id: sandbox.clientId,
  client_secret: sandbox.clientSecret,
});

describe('the token endpoint', () => {
  it('exchanges the key of a fresh sandbox for a bearer token with its lifetime', async () => {
    expect(credentials()).toEqual({
      grant_type: 'client_credentials',
      client_id: 'sandbox',
      client_secret: 'sandbox-secret',
    });
    const { status, body } = await requestToken(sandbox.tokenUrl, credentials());
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: LIFETIME_SECONDS });
    const claims = decodeJwt(body.access_token);
    expect(claims.exp).toBe(now.getTime() / 1000 + LIFETIME_SECONDS);
    expect(claims['azp']).toBe('sandbox');
  });

  it('answers under /auth as well', async () => {
    const prefixed = sandbox.tokenUrl.replace('/realms', '/auth/realms');
    const { body } = await requestToken(prefixed, credentials());
    expect((await post(sandbox.url, ME, body.access_token)).body).toEqual({ data: { me: { id: 1 } } });
  });

  it('puts the audience that was asked for into the token', async () => {
    const { body } = await requestToken(sandbox.tokenUrl, { ...credentials(), audience: sandbox.url });
    expect(decodeJwt(body.access_token).aud).toBe(sandbox.url);
  });

  it('takes the credentials from a Basic header too', async () => {
    const basic = Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64');
    const form = { grant_type: 'client_credentials' };
    const { status } = await requestToken(sandbox.tokenUrl, form, { authorization: `Basic ${basic}` });
    expect(status).toBe(200);
  });

  it.each(['client_id', 'client_secret'])('refuses a wrong %s with 401 and does not say which it was', async field => {
    const { status, body } = await requestToken(sandbox.tokenUrl, { ...credentials(), [field]: 'wrong' });
    expect(status).toBe(401);
    expect(body).toEqual({
      error: 'unauthorized_client',
      error_description: 'Invalid client or Invalid client credentials',
    });
  });

  it('refuses a missing or unknown grant type and a missing client with 400', async () => {
    const withoutGrant = await requestToken(sandbox.tokenUrl, { client_id: 'sandbox' });
    const unknownGrant = await requestToken(sandbox.tokenUrl, { ...credentials(), grant_type: 'password' });
    const withoutClient = await requestToken(sandbox.tokenUrl, { grant_type: 'client_credentials' });
    expect([withoutGrant, unknownGrant, withoutClient].map(({ status, body }) => [status, body.error])).toEqual([
      [400, 'invalid_request'],
      [400, 'unsupported_grant_type'],
      [400, 'invalid_request'],
    ]);
  });

  it('refuses a JSON body with 400 and any method but POST with 405', async () => {
    expect((await post(sandbox.tokenUrl, JSON.stringify(credentials()))).status).toBe(400);
    const { status, headers } = await send(sandbox.tokenUrl, { method: 'GET' });
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('the GraphQL endpoint', () => {
  it.each(['Bearer ', 'bearer ', 'Token ', ''])('takes a token behind "%s"', async scheme => {
    const { status, body } = await post(sandbox.url, ME, `${scheme}${await tokenFor(sandbox)}`);
    expect([status, body]).toEqual([200, { data: { me: { id: 1 } } }]);
  });

  it('answers 401 without an Authorization header', async () => {
    const { status, body } = await post(sandbox.url, ME);
    expect(status).toBe(401);
    expect(body.errors[0].message).toBe('The Authorization header is missing.');
  });

  it('answers 401 to a token that it did not sign', async () => {
    const other = await startSandbox({ clock: () => now });
    const foreign = await tokenFor(other);
    await other.close();
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${foreign.split('.')[1]}.`;
    for (const token of [foreign, unsigned, 'nonsense']) {
      const { status, body } = await post(sandbox.url, ME, `Bearer ${token}`);
      expect(status).toBe(401);
      expect(body).toEqual({
        errors: [{ message: 'Unable to validate authentication token', extensions: { code: 'UNAUTHORIZED' } }],
      });
    }
  });

  it('answers 401 to a token that was asked for with another audience, where it has one itself', async () => {
    const strict = await startSandbox({ audience: 'https://api.ion.example', clock: () => now });
    const tokenWith = async (fields: object): Promise<string> =>
      (await requestToken(strict.tokenUrl, { ...credentials(), ...fields })).body.access_token;
    for (const fields of [{}, { audience: 'https://api.ion.example' }, { audience: 'https://api.ion.example/' }]) {
      expect((await post(strict.url, ME, await tokenWith(fields))).status).toBe(200);
    }
    const foreign = await tokenWith({ audience: 'https://staging-api.ion.example' });
    // Twice: signatures are checked once and remembered.
    for (let turn = 0; turn < 2; turn += 1) {
      const { status, body } = await post(strict.url, ME, foreign);
      expect([status, body.errors[0].message]).toEqual([401, 'Unable to validate authentication token']);
    }
    await strict.close();
  });

  it('takes a token for any audience by default', async () => {
    const { body } = await requestToken(sandbox.tokenUrl, { ...credentials(), audience: 'https://elsewhere.example' });
    expect((await post(sandbox.url, ME, body.access_token)).status).toBe(200);
  });

  it('accepts a token until its lifetime is over and then says that it expired', async () => {
    const issued = now;
    const token = await tokenFor(sandbox);
    now = new Date(issued.getTime() + LIFETIME_SECONDS * 1000 - 1);
    expect((await post(sandbox.url, ME, token)).status).toBe(200);
    now = new Date(issued.getTime() + LIFETIME_SECONDS * 1000);
    const { status, body } = await post(sandbox.url, ME, token);
    expect([status, body.errors[0].message]).toEqual([401, 'Token is expired.']);
  });
});
