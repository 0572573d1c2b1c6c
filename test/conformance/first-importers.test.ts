// What ION's first importers do: a token by JSON, rows sent as a batch, parts found again by their numbers, runs made from a table.
import { expect, test } from 'vitest';
import { type Answer, createPart, type Tenant, tenantForFile } from './open-tenant.ts';
import { createProcedure, createStep } from './write-procedure.ts';

const tenant = tenantForFile();

const askForToken = ({ clientId, clientSecret }: Pick<Tenant['settings'], 'clientId' | 'clientSecret'>) =>
  fetch(new URL('/oauth/token', tenant.settings.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: clientId,
      client_secret: clientSecret,
      audience: 'https://trial-api.ion.example/',
      grant_type: 'client_credentials',
    }),
  });

interface Result {
  readonly data: Answer;
  readonly errors?: readonly { readonly message: string }[];
}

/** Sends operations as one JSON array; answers come in their order [IMP]. */
const sendAll = async (operations: readonly object[]): Promise<Result[]> => {
  const { access_token: authorization } = (await (await askForToken(tenant.settings)).json()) as {
    access_token: string;
  };
  const headers = { authorization, 'content-type': 'application/json' };
  const response = await fetch(tenant.settings.url, { method: 'POST', headers, body: JSON.stringify(operations) });
  return (await response.json()) as Result[];
};

const CREATE_PART = 'mutation ($input: CreatePartInput!) { createPart(input: $input) { part { id partNumber } } }';
const CREATE_ITEM = 'mutation ($input: CreateMBomItemInput!) { createMbomItem(input: $input) { mbomItem { id } } }';
const CREATE_RUN =
  'mutation ($input: CreateRunInput!) { createRun(input: $input) { run { id title procedureId partInventoryId } } }';
const CREATE_INVENTORY = `mutation ($input: CreatePartInventoryInput!) { createPartInventory(input: $input) {
  partInventory { id _etag serialNumber part { partNumber } }
} }`;

test('the older path of the token endpoint takes JSON [IMP], and knows a wrong secret (inferred)', async () => {
  expect(await (await askForToken(tenant.settings)).json()).toMatchObject({ access_token: expect.any(String) });
  expect((await askForToken({ ...tenant.settings, clientSecret: 'wrong' })).status).toBe(401);
});

test('the newer path takes no JSON (inferred from Keycloak)', async () => {
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(tenant.settings.tokenUrl, { method: 'POST', headers, body: '{}' })).status).toBe(400);
});

test('a table of parts with depths becomes parts and mBOM items; a part that is there twice under one parent is "not unique" [IMP]', async () => {
  const rows = [
    { depth: 1, partNumber: 'IMP-1' },
    { depth: 2, partNumber: 'IMP-2' },
    { depth: 2, partNumber: 'IMP-3' },
  ];
  const parts = await sendAll(
    rows.map(({ partNumber }) => ({ query: CREATE_PART, variables: { input: { partNumber, trackingType: 'LOT' } } })),
  );
  const [top, ...children] = parts.map(({ data }) => data.createPart.part.id);
  const items = [...children, children[0]].map(partId => ({
    query: CREATE_ITEM,
    variables: { input: { partId, parentId: top, quantity: 2 } },
  }));
  const made = await sendAll(items);
  expect(made.map(({ errors }) => errors?.[0]?.message)).toEqual([
    undefined,
    undefined,
    expect.stringContaining('not unique'),
  ]);
});

test('a table of serial numbers becomes pieces and runs of them [IMP]', async () => {
  const part = await createPart(tenant, 'IMP-RUN', { trackingType: 'SERIAL' });
  const procedure = await createProcedure(tenant, { title: 'Inspect' });
  await createStep(tenant, { procedureId: procedure.id, title: 'Look' });
  for (const status of ['IN_REVIEW', 'RELEASED']) {
    const { _etag: etag } = await tenant.get('procedure', procedure.id, '_etag');
    const input = { id: procedure.id, etag, status };
    await tenant.mutate('updateProcedure', 'UpdateProcedureInput', input, 'procedure { id }');
  }
  const pieces = await sendAll(
    ['S1', 'S2'].map(serialNumber => ({
      query: CREATE_INVENTORY,
      variables: { input: { serialNumber, quantity: 1, partId: part.id } },
    })),
  );
  const runs = await sendAll(
    pieces.map(({ data }) => {
      const { id: partInventoryId, serialNumber } = data.createPartInventory.partInventory;
      const input = { title: `IMP-RUN ${serialNumber}`, procedureId: procedure.id, partInventoryId, partId: part.id };
      return { query: CREATE_RUN, variables: { input } };
    }),
  );
  expect(runs.map(({ data }) => data.createRun.run.title)).toEqual(['IMP-RUN S1', 'IMP-RUN S2']);
});
