import { randomBytes } from 'node:crypto';
import { execute, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createFieldResolver, installTables, typeResolver } from '../../../src/sandbox/resolve/resolver.ts';
import { buildIonSchema } from '../../../src/sandbox/schema/build-schema.ts';
import { openStore } from '../../../src/sandbox/store/store.ts';

type Rules = Parameters<typeof createFieldResolver>[0];

const sandboxWith = (rules: Rules) => {
  const store = openStore(':memory:');
  installTables(store);
  const fieldResolver = createFieldResolver(rules);
  return async (text: string) => {
    const contextValue = { store, now: () => new Date(0), userId: 1, loaders: new Map(), randomBytes };
    const schema = buildIonSchema();
    const { data, errors } = await execute({
      schema,
      document: parse(text),
      contextValue,
      fieldResolver,
      typeResolver,
    });
    // biome-ignore lint/suspicious/noExplicitAny: the tests assert what the answer holds
    return { data: data as any, message: errors?.[0]?.message };
  };
};

const MBOM =
  'mutation { createPart(input: { partNumber: "P" }) { part { id } } createMbom(input: { partId: 1 }) { mbom { _etag } } }';
const release = (etag: string) =>
  `mutation { updateMbom(input: { id: 1, etag: "${etag}", status: RELEASED }) { mbom { status } } }`;

describe('what ION’s documents leave open is a switch', () => {
  test('directRelease: DRAFT → RELEASED is possible, or needs IN_REVIEW between', async () => {
    for (const [directRelease, message] of [
      [true, undefined],
      [false, 'mBOM 1 cannot go from DRAFT to RELEASED.'],
    ] as const) {
      const ask = sandboxWith({ directRelease });
      const { createMbom } = (await ask(MBOM)).data;
      expect((await ask(release(createMbom.mbom._etag))).message).toBe(message);
    }
  });

  test('buildRequirementsAt: with the inventory [MAN, GUIDE], or with its first run [docs BOM pages]', async () => {
    for (const [buildRequirementsAt, before] of [
      ['inventory', 1],
      ['run', 0],
    ] as const) {
      const ask = sandboxWith({ buildRequirementsAt });
      const { createMbom } = (await ask(MBOM)).data;
      await ask('mutation { createPart(input: { partNumber: "C" }) { part { id } } }');
      await ask('mutation { createMbomItem(input: { mbomId: 1, partId: 2, quantity: 1 }) { mbomItem { id } } }');
      await ask(release(createMbom.mbom._etag));
      await ask('mutation { createPartInventory(input: { partId: 1 }) { partInventory { id } } }');
      const requirements = async () =>
        (await ask('{ partInventory(id: 1) { buildRequirements { id } } }')).data.partInventory.buildRequirements
          .length;
      expect(await requirements()).toBe(before);
      await ask('mutation { createRun(input: { title: "r", partInventoryId: 1 }) { run { id } } }');
      expect(await requirements()).toBe(1);
    }
  });
});
