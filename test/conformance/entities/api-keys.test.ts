import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile } from '../ion.ts';

const ion = ionForFile();

const KEY = 'id clientId clientSecret enabled _etag';
const newKey = async (): Promise<Answer> =>
  (await ion.ask(`mutation { createApiKey { apikey { ${KEY} } } }`)).createApiKey.apikey;
const change = async (input: Record<string, unknown>): Promise<Answer> =>
  (await ion.ask(`mutation ($input: APIKeyInput!) { updateApiKey(input: $input) { apikey { ${KEY} } } }`, { input }))
    .updateApiKey.apikey;

/** The status of a token request with these credentials, and its token. */
const exchange = async ({ clientId, clientSecret }: Answer) => {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const response = await fetch(ion.sandbox.tokenUrl, { method: 'POST', body });
  return { status: response.status, token: ((await response.json()) as { access_token?: string }).access_token };
};

/** The code with which the API refuses to make a part for whoever has this key; undefined when it is made. */
const refusalOfPart = async (key: Answer): Promise<string | undefined> => {
  const { token } = await exchange(key);
  const body = JSON.stringify({
    query: `mutation { createPart(input: { partNumber: "${ion.unique('PN')}" }) { part { id } } }`,
  });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const answer: Answer = await (await fetch(ion.sandbox.url, { method: 'POST', headers, body })).json();
  return answer.errors?.[0].extensions.code;
};

const GROUP = 'query { permissionGroups(filters: { name: { eq: "CreatePart" } }) { edges { node { id } } } }';

/** Gives the right to make parts to the starting user's role, or takes it. */
const setRight = async (change: 'attachPermissionGroupToRole' | 'detachPermissionGroupFromRole'): Promise<void> => {
  const [{ node }] = (await ion.ask(GROUP)).permissionGroups.edges;
  const input = { permissionGroupId: node.id, roleId: 1 };
  await ion.ask(`mutation ($input: PermissionGroupToRoleInput!) { ${change}(input: $input) { __typename } }`, {
    input,
  });
};

/** The status with which the API answers a token. */
const statusFor = async (token = ''): Promise<number> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (await fetch(ion.sandbox.url, { method: 'POST', headers, body: '{"query":"{ me { id } }"}' })).status;
};

describe('API key', () => {
  test('is made with a secret that gives a token, and acts for the user who made it [MAN api-keys]', async () => {
    const key = await newKey();
    const { status, token } = await exchange(key);
    expect([status, await statusFor(token)]).toEqual([200, 200]);
    expect((await exchange({ ...key, clientSecret: 'wrong' })).status).toBe(401);
  });

  test('shows its secret once [MAN]', async () => {
    const key = await newKey();
    expect(key.clientSecret).toMatch(/.{32,}/);
    const { edges } = (await ion.ask('{ apiKeys { edges { node { clientId clientSecret enabled } } } }')).apiKeys;
    expect(edges).toContainEqual({ node: { clientId: key.clientId, clientSecret: null, enabled: true } });
  });

  test('is listed beside the one that a sandbox starts with, found by its client id, and paged without counts [SDL]', async () => {
    const key = await newKey();
    const list =
      'query ($id: String!) { apiKeys(filters: { clientId: { eq: $id } }, first: 1) { edges { node { id } } pageInfo { hasNextPage } } }';
    expect((await ion.ask(list, { id: key.clientId })).apiKeys).toEqual({
      edges: [{ node: { id: key.id } }],
      pageInfo: { hasNextPage: false },
    });
    expect((await ion.ask(list, { id: ion.sandbox.clientId })).apiKeys.edges).toHaveLength(1);
  });

  test('a new one does not revoke the others [docs authentication]', async () => {
    const first = await newKey();
    await newKey();
    expect((await exchange(first)).status).toBe(200);
  });

  test('keeps the permissions that its user had when it was made, with another secret too [MAN api-keys]', async () => {
    const before = await newKey();
    await setRight('detachPermissionGroupFromRole');
    const meanwhile = await newKey();
    expect([await refusalOfPart(before), await refusalOfPart(meanwhile)]).toEqual([undefined, 'FORBIDDEN']);
    await setRight('attachPermissionGroupToRole');
    const renewed = await change({ clientId: meanwhile.clientId, _etag: meanwhile._etag, regenerateSecret: true });
    expect([await refusalOfPart(await newKey()), await refusalOfPart(renewed)]).toEqual([undefined, 'FORBIDDEN']);
  });

  test('of the start goes by what its user may do at the moment (ours)', async () => {
    const starting = ion.sandbox;
    await setRight('detachPermissionGroupFromRole');
    expect(await refusalOfPart(starting)).toBe('FORBIDDEN');
    await setRight('attachPermissionGroupToRole');
    expect(await refusalOfPart(starting)).toBeUndefined();
  });

  test('stops working when it is disabled, its tokens with it, and works again when enabled (inferred)', async () => {
    const key = await newKey();
    const { token } = await exchange(key);
    const disabled = await change({ clientId: key.clientId, _etag: key._etag, enabled: false });
    expect(disabled).toMatchObject({ enabled: false, clientSecret: null });
    expect([(await exchange(key)).status, await statusFor(token)]).toEqual([401, 401]);
    await change({ clientId: key.clientId, _etag: disabled._etag, enabled: true });
    expect([(await exchange(key)).status, await statusFor(token)]).toEqual([200, 200]);
  });

  test('gets another secret, after which the former is worth nothing [SDL regenerateSecret]', async () => {
    const key = await newKey();
    const { clientSecret } = await change({ clientId: key.clientId, _etag: key._etag, regenerateSecret: true });
    expect(clientSecret).not.toBe(key.clientSecret);
    expect([(await exchange(key)).status, (await exchange({ ...key, clientSecret })).status]).toEqual([401, 200]);
  });

  test('takes `_etag` in its input, and refuses a stale one [SDL APIKeyInput]', async () => {
    const key = await newKey();
    const update = 'mutation ($input: APIKeyInput!) { updateApiKey(input: $input) { apikey { id } } }';
    const stale = await ion.refusal(update, { input: { clientId: key.clientId, _etag: 'stale' } });
    expect(stale.code).toBe('CONCURRENCY_ERROR');
  });

  test('is deleted, and its tokens are refused then (inferred)', async () => {
    const key = await newKey();
    const { token } = await exchange(key);
    const input = { clientId: key.clientId, _etag: key._etag };
    await ion.ask('mutation ($input: APIKeyInput!) { deleteApiKey(input: $input) { apikey { id } } }', { input });
    expect([(await exchange(key)).status, await statusFor(token)]).toEqual([401, 401]);
  });

  test('is disabled when its user is deactivated [MAN api-keys]', async () => {
    const mine = await newKey();
    const { me } = await ion.ask('{ me { id _etag } }');
    const input = { id: me.id, etag: me._etag, deactivated: true };
    await ion.ask('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', { input });
    expect([(await exchange(mine)).status, (await exchange(ion.sandbox)).status]).toEqual([401, 401]);
    await ion.sandbox.reset();
    expect((await exchange(ion.sandbox)).status).toBe(200);
  });

  test('of a fresh sandbox is the only one left after a reset (ours)', async () => {
    const key = await newKey();
    await ion.sandbox.reset();
    expect((await exchange(key)).status).toBe(401);
    const { edges } = (await ion.ask('{ apiKeys { edges { node { clientId } } } }')).apiKeys;
    expect(edges).toEqual([{ node: { clientId: ion.sandbox.clientId } }]);
  });
});
