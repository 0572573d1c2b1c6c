// What the tests of the entities say to a tenant: the names of ION's operations follow from those of its types.
import { expect } from 'vitest';
import { type Answer, openForFile, openTenant } from './open-tenant.ts';

export type { Answer };

type Fields = Readonly<Record<string, unknown>>;

/** How ION spells a type in the names of operations and payloads: `MBomItem` → `MbomItem`. */
const spelled = (type: string): string => type.replace('MBom', 'Mbom').replace('ABom', 'Abom');

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const payloadOf = (type: string): string => (type === 'RunStep' ? 'step' : lowerFirst(spelled(type)));

/** A fresh tenant and the words to speak to it. */
export const openIon = async () => {
  const tenant = await openTenant();
  const { ask } = tenant;
  let used = 0;

  /** The first error that the document ends with; fails the test when it succeeds. */
  const refusal = async (query: string, variables: Fields = {}): Promise<{ code: unknown; message: string }> =>
    (await tenant.errorOf(ask(query, variables))) ?? expect.fail(`expected a refusal of ${query}`);

  const createText = (type: string, fields: string): string =>
    `mutation ($input: Create${type}Input!) { create${spelled(type)}(input: $input) { ${payloadOf(type)} { ${fields} } } }`;

  const updateText = (type: string, fields: string): string =>
    `mutation ($input: Update${type}Input!) { update${spelled(type)}(input: $input) { ${lowerFirst(spelled(type))} { ${fields} } } }`;

  const deleteText = (type: string): string =>
    `mutation ($id: ID!, $etag: String!) { delete${spelled(type)}(id: $id, etag: $etag) { id } }`;

  const create = async (type: string, input: Fields, fields = 'id'): Promise<Answer> => {
    const data = await ask(createText(type, `id ${fields}`), { input });
    return data[`create${spelled(type)}`][payloadOf(type)];
  };

  /** One object by its id. */
  const get = async (type: string, id: unknown, fields: string): Promise<Answer> => {
    const name = lowerFirst(spelled(type));
    return (await ask(`query ($id: ID!) { ${name}(id: $id) { ${fields} } }`, { id }))[name];
  };

  /** The objects of a list that these filters let through. */
  const find = async (list: string, filtersType: string, filters: Fields, fields = 'id'): Promise<Answer[]> => {
    const document = `query ($filters: ${filtersType}) { ${list}(filters: $filters) { edges { node { ${fields} } } } }`;
    return (await ask(document, { filters }))[list].edges.map((edge: Answer) => edge.node);
  };

  const etagOf = async (type: string, id: unknown): Promise<string> => (await get(type, id, '_etag'))._etag;

  const update = async (type: string, id: unknown, changes: Fields, fields = 'id _etag'): Promise<Answer> => {
    const input = { id, etag: await etagOf(type, id), ...changes };
    return (await ask(updateText(type, fields), { input }))[`update${spelled(type)}`][lowerFirst(spelled(type))];
  };

  const remove = async (type: string, id: unknown): Promise<Answer> =>
    (await ask(deleteText(type), { id, etag: await etagOf(type, id) }))[`delete${spelled(type)}`];

  return {
    sandbox: tenant.sandbox,
    close: tenant.close,
    mutate: tenant.mutate,
    errorOf: tenant.errorOf,
    ask,
    refusal,
    create,
    get,
    find,
    etagOf,
    update,
    remove,
    refusedCreate: (type: string, input: Fields) => refusal(createText(type, 'id'), { input }),
    refusedUpdate: async (type: string, id: unknown, changes: Fields) =>
      refusal(updateText(type, 'id'), { input: { id, etag: await etagOf(type, id), ...changes } }),
    refusedRemove: async (type: string, id: unknown) => refusal(deleteText(type), { id, etag: await etagOf(type, id) }),
    /** A name that no other test of this sandbox uses. */
    unique: (prefix: string): string => {
      used += 1;
      return `${prefix}-${used}`;
    },
  };
};

export type Ion = Awaited<ReturnType<typeof openIon>>;

/** One tenant for all tests of a file. */
export const ionForFile = (): Ion => openForFile(openIon);

/** A part of its own, with any other fields of the create input. */
export const newPart = (ion: Ion, fields: Fields = {}): Promise<Answer> =>
  ion.create('Part', { partNumber: ion.unique('PN'), ...fields }, 'partNumber revision _etag entityId');

/** A released mBOM of `partId` with these items, part id → quantity; the ids of its items in that order. */
export const releaseMbom = async (ion: Ion, partId: number, items: readonly (readonly [number, number])[]) => {
  const mbom = await ion.create('MBom', { partId, copyMbom: false });
  const ids: number[] = [];
  for (const [itemPart, quantity] of items) {
    const item = await ion.create('MBomItem', { mbomId: mbom.id, partId: itemPart, quantity });
    ids.push(item.id);
  }
  await ion.update('MBom', mbom.id, { status: 'RELEASED' });
  return { id: mbom.id as number, items: ids };
};

const CREATE_PROCEDURE = 'mutation ($title: String!) { createProcedure(title: $title) { procedure { id familyId } } }';

/** A draft procedure without steps. */
export const newProcedure = async (ion: Ion): Promise<{ id: number; familyId: number }> =>
  (await ion.ask(CREATE_PROCEDURE, { title: ion.unique('Procedure') })).createProcedure.procedure;
