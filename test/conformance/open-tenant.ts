// A tenant as a stranger's client meets it: an address, a key, and GraphQL over HTTP. Nothing of the sandbox's inside is used.
import { ClientError, GraphQLClient } from 'graphql-request';
import { afterAll, beforeAll } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: the tests assert what an answer holds
export type Answer = any;
type Fields = Readonly<Record<string, unknown>>;

/** What clients keep in their settings. */
export interface Settings {
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The client credentials grant, with the audience that ION's own examples send [EX utilities/api.py]. */
export const exchangeToken = async ({ url, tokenUrl, clientId, clientSecret }: Settings): Promise<Response> => {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    audience: new URL(url).origin,
  });
  return fetch(tokenUrl, { method: 'POST', body });
};

/** A client of the tenant; the token goes without a scheme, as ION's own examples send it [EX, IMP]. */
export const openClient = async (settings: Settings): Promise<GraphQLClient> => {
  const { access_token } = (await (await exchangeToken(settings)).json()) as { access_token: string };
  return new GraphQLClient(settings.url, { headers: { authorization: access_token } });
};

/** A new tenant, empty, with the words to speak to it. */
export const openTenant = async (options: SandboxOptions = {}) => {
  const sandbox = await startSandbox(options);
  const client = await openClient(sandbox);

  const ask = (document: string, variables: Fields = {}): Promise<Answer> => client.request(document, variables);

  return {
    sandbox,
    settings: sandbox as Settings,
    ask,
    close: () => sandbox.close(),

    /** Runs `mutation name(input: type!)`; the payload, with these fields selected. */
    mutate: async (name: string, type: string, input: unknown, fields: string): Promise<Answer> => {
      const document = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`;
      return (await ask(document, { input }))[name];
    },

    /** One object by its id. */
    get: async (name: string, id: unknown, fields: string): Promise<Answer> =>
      (await ask(`query ($id: ID!) { ${name}(id: $id) { ${fields} } }`, { id }))[name],

    /** The first error of what was asked; undefined when there was none. */
    errorOf: async (asked: Promise<unknown>): Promise<{ message: string; code: unknown } | undefined> => {
      try {
        await asked;
        return undefined;
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        const [first] = error.response.errors ?? [];
        return first && { message: first.message, code: first.extensions?.['code'] };
      }
    },
  };
};

export type Tenant = Awaited<ReturnType<typeof openTenant>>;

/** What is opened before the first test of a file and closed after its last; until then there is nothing in it. */
export const openForFile = <T extends { close(): Promise<void> }>(open: () => Promise<T>): T => {
  const opened = {} as T;
  beforeAll(async () => {
    Object.assign(opened, await open());
  });
  afterAll(() => opened.close());
  return opened;
};

/** One tenant for all tests of a file. */
export const tenantForFile = (): Tenant => openForFile(() => openTenant());

/** A new part. */
export const createPart = async (tenant: Tenant, partNumber: string, fields: Fields = {}): Promise<Answer> =>
  (await tenant.mutate('createPart', 'CreatePartInput', { partNumber, ...fields }, 'part { id partNumber _etag }'))
    .part;

/** A released mBOM of these items. */
export const releaseMbom = async (tenant: Tenant, partId: number, items: readonly (readonly [number, number])[]) => {
  const { mbom } = await tenant.mutate('createMbom', 'CreateMBomInput', { partId, copyMbom: false }, 'mbom { id }');
  for (const [itemPartId, quantity] of items) {
    const input = { mbomId: mbom.id, partId: itemPartId, quantity };
    await tenant.mutate('createMbomItem', 'CreateMBomItemInput', input, 'mbomItem { id }');
  }
  for (const status of ['IN_REVIEW', 'RELEASED']) {
    const { _etag: etag } = await tenant.get('mbom', mbom.id, '_etag');
    await tenant.mutate('updateMbom', 'UpdateMBomInput', { id: mbom.id, etag, status }, 'mbom { id }');
  }
};

/** A new record of inventory. */
export const createInventory = async (tenant: Tenant, input: Fields): Promise<Answer> => {
  const fields = 'partInventory { id _etag entityId serialNumber buildRequirements { id partId } }';
  return (await tenant.mutate('createPartInventory', 'CreatePartInventoryInput', input, fields)).partInventory;
};

/** Puts inventory into the requirement for its part. */
export const install = async (tenant: Tenant, parent: Answer, child: Answer, partId: number, quantity = 1) => {
  const requirement = parent.buildRequirements.find((one: Answer) => one.partId === partId);
  const input = { buildRequirementId: requirement.id, partInventoryId: child.id, quantity };
  const fields = 'abomInstallation { id buildRequirementId partInventoryId quantity }';
  return (await tenant.mutate('createAbomInstallation', 'CreateABomInstallationInput', input, fields)).abomInstallation;
};
