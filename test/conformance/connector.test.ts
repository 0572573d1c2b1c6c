// How a connector makes sure that it can talk to a tenant: a token for a key, and a question who it is.
import { ClientError, GraphQLClient } from 'graphql-request';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { exchangeToken, openTenant, tenantForFile } from './open-tenant.ts';

const ME = '{ me { id name email organization { id domain } } }';

const tenant = tenantForFile();

const tokenOf = async (): Promise<string> => {
  const { access_token } = (await (await exchangeToken(tenant.settings)).json()) as { access_token: string };
  return access_token;
};

const asWhom = (authorization?: string) => {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  return new GraphQLClient(tenant.settings.url, { headers }).request<{ me: Record<string, unknown> }>(ME);
};

const refusalOf = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => expect.fail('expected a refusal'),
    caught => caught,
  );
  if (!(error instanceof ClientError)) throw error;
  const [first] = error.response.errors ?? [];
  return { status: error.response.status, message: first?.message, code: first?.extensions?.['code'] };
};

test('a key is exchanged for a short-lived JSON Web Token [EX api.py, MAN]', async () => {
  const answer = (await (await exchangeToken(tenant.settings)).json()) as { access_token: string; expires_in: number };
  const { exp = 0, iat = 0 } = decodeJwt(answer.access_token);
  expect(answer.expires_in).toBeGreaterThan(0);
  expect(exp - iat).toBe(answer.expires_in);
});

test('the older path of the token endpoint answers as well [TS, PRISM]', async () => {
  const tokenUrl = tenant.settings.tokenUrl.replace('/realms/', '/auth/realms/');
  expect((await exchangeToken({ ...tenant.settings, tokenUrl })).status).toBe(200);
});

test('the token is taken bare [EX, IMP, MAN] and behind Bearer or Token [docs authentication]', async () => {
  const token = await tokenOf();
  for (const header of [token, `Bearer ${token}`, `Token ${token}`]) {
    expect((await asWhom(header)).me['id']).toEqual(expect.any(Number));
  }
});

test('`me` tells the user and the organisation [docs getting-started; Airbyte checks its connection so]', async () => {
  const { me } = await asWhom(await tokenOf());
  expect(me).toEqual({
    id: expect.any(Number),
    name: expect.any(String),
    email: expect.stringContaining('@'),
    organization: { id: expect.any(Number), domain: expect.any(String) },
  });
});

test('a wrong secret gets no token (inferred from Keycloak, as is the status)', async () => {
  const answer = await exchangeToken({ ...tenant.settings, clientSecret: 'wrong' });
  expect(answer.status).toBe(401);
  expect(await answer.json()).not.toHaveProperty('access_token');
});

test('without a header, and with what is no token of this tenant, the answer is 401 [docs authentication; TS]', async () => {
  const foreign = await openTenant();
  const { access_token } = (await (await exchangeToken(foreign.settings)).json()) as { access_token: string };
  await foreign.close();
  expect(await refusalOf(asWhom())).toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
  for (const header of ['nonsense', `Bearer ${access_token}`]) {
    expect(await refusalOf(asWhom(header))).toEqual({
      status: 401,
      code: 'UNAUTHORIZED',
      message: 'Unable to validate authentication token',
    });
  }
});

test('a key that a client makes for itself works at once, and its secret is shown once [MAN api-keys]', async () => {
  const made = await tenant.ask('mutation { createApiKey { apikey { clientId clientSecret } } }');
  const key = made.createApiKey.apikey;
  expect((await exchangeToken({ ...tenant.settings, ...key })).status).toBe(200);
  const { apiKeys } = await tenant.ask('{ apiKeys { edges { node { clientId clientSecret } } } }');
  const shown = apiKeys.edges.map((edge: { node: object }) => edge.node);
  expect(shown).toContainEqual({ clientId: key.clientId, clientSecret: null });
});

test('the schema can be introspected [TS get_schema]', async () => {
  const { __schema: schema } = await tenant.ask('{ __schema { types { name kind fields { name } } } }');
  const part = schema.types.find((type: { name: string }) => type.name === 'Part');
  expect(part.fields.map((field: { name: string }) => field.name)).toContain('partNumber');
});
