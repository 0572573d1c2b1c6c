import { randomBytes } from 'node:crypto';
import { execute, parse } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { createFieldResolver, installTables, typeResolver } from '../../../src/sandbox/resolve/resolver.ts';
import { buildIonSchema } from '../../../src/sandbox/schema/build-schema.ts';
import { openStore, type Store } from '../../../src/sandbox/store/store.ts';

/** A store that notes every statement that is executed. */
const counted = (store: Store) => {
  const executed: string[] = [];
  const prepare: Store['prepare'] = sql => {
    const statement = store.prepare(sql);
    const note =
      <A extends unknown[], R>(run: (...args: A) => R) =>
      (...args: A): R => {
        executed.push(sql);
        return run(...args);
      };
    return {
      run: note((...args) => statement.run(...args)),
      get: note((...args) => statement.get(...args)),
      all: note((...args) => statement.all(...args)),
    };
  };
  return { store: { ...store, prepare }, executed };
};

const { store, executed } = counted(openStore(':memory:'));
const fieldResolver = createFieldResolver();

const ask = async (text: string, variableValues: Record<string, unknown> = {}) => {
  const contextValue = { store, now: () => new Date(0), userId: 1, loaders: new Map(), randomBytes };
  const document = parse(text);
  const result = await execute({
    schema: buildIonSchema(),
    document,
    variableValues,
    contextValue,
    fieldResolver,
    typeResolver,
  });
  expect(result.errors).toBeUndefined();
  // biome-ignore lint/suspicious/noExplicitAny: the tests assert what the answer holds
  return result.data as any;
};

const statementsFor = async (text: string) => {
  executed.length = 0;
  const data = await ask(text);
  return { data, count: executed.length };
};

beforeAll(async () => {
  installTables(store);
  const part = 'mutation ($n: String!) { createPart(input: { partNumber: $n }) { part { id } } }';
  const ids: number[] = [];
  for (let number = 0; number < 200; number += 1) ids.push((await ask(part, { n: `P-${number}` })).createPart.part.id);
  const mbom = 'mutation ($id: ID!) { createMbom(input: { partId: $id }) { mbom { id } } }';
  const item =
    'mutation ($m: ID!, $p: ID!) { createMbomItem(input: { mbomId: $m, partId: $p, quantity: 1 }) { mbomItem { id } } }';
  for (const [index, id] of ids.entries()) {
    const m = (await ask(mbom, { id })).createMbom.mbom.id;
    for (const p of ids.slice(index + 1, index + 4)) await ask(item, { m, p });
  }
});

const page = (first: number): string => `{
  parts(first: ${first}) {
    edges { node {
      partNumber isLatestRevision quantity _MbomsCount createdBy { name } unitOfMeasure { type }
      mboms(filters: { status: { eq: DRAFT } }) { version editable mbomItems { quantity parentId part { partNumber latestMbom { id } } } }
    } }
    pageInfo { totalCount }
  }
}`;

describe('nested fields', () => {
  test('a page of 200 costs as many statements as a page of 2', async () => {
    const small = await statementsFor(page(2));
    const large = await statementsFor(page(200));
    expect(large.data.parts.edges).toHaveLength(200);
    expect(large.data.parts.edges[0].node.mboms[0].mbomItems).toHaveLength(3);
    expect(large.count).toBe(small.count);
    expect(large.count).toBeLessThanOrEqual(12);
  });

  test('grids in their older form, and the objects behind ION values, cost the same for many as for few', async () => {
    const { createProcedure } = await ask('mutation { createProcedure(title: "Grids") { procedure { id } } }');
    const { id } = createProcedure.procedure;
    const step = `mutation ($id: ID!, $datagrid: DataGridInput) {
      createStep(input: { procedureId: $id, title: "Measure", type: DATAGRID, datagrid: $datagrid }) { step { id } }
    }`;
    const datagrid = {
      columns: [{ id: 'a', header: 'A', type: 'NUMBER' }],
      rows: [{ id: 'x', data: { a: 1 } }, { id: 'y' }],
    };
    for (let number = 0; number < 30; number += 1) await ask(step, { id, datagrid });
    const page = (first: number): string => `{
      steps(first: ${first}) { edges { node { datagrid { columns { id header } rows { prevId data } } } } }
      datagridValues(first: ${first}) { edges { node { ionValue { __typename } } } }
    }`;
    const [small, large] = [await statementsFor(page(2)), await statementsFor(page(30))];
    expect(large.count).toBe(small.count);
    for (const { node } of large.data.steps.edges) {
      const [{ id: column }] = node.datagrid.columns;
      expect(node.datagrid.rows.map((row: { data: unknown }) => row.data)).toEqual([{ [column]: 1 }, {}]);
    }
  });

  test('what each row shows is its own', async () => {
    const { data } = await statementsFor(page(3));
    expect(data.parts.edges[1].node).toMatchObject({
      partNumber: 'P-1',
      isLatestRevision: true,
      quantity: 0,
      _MbomsCount: 1,
      unitOfMeasure: null,
      mboms: [{ version: 1, editable: true }],
    });
    const items = data.parts.edges[1].node.mboms[0].mbomItems;
    expect(items.map((item: { part: { partNumber: string } }) => item.part.partNumber)).toEqual(['P-2', 'P-3', 'P-4']);
    expect(new Set(items.map((item: { parentId: number }) => item.parentId))).toEqual(new Set([2]));
  });

  test('a mutation later in a document sees what an earlier one changed', async () => {
    const document = `mutation {
      first: createMbomSubstitute(input: { mbomItemId: 1, partId: 100 }) { mbomSubstitute { mbomItem { substitutes { partId } } } }
      second: createMbomSubstitute(input: { mbomItemId: 1, partId: 101 }) { mbomSubstitute { mbomItem { substitutes { partId } } } }
    }`;
    const data = await ask(document);
    expect(data.first.mbomSubstitute.mbomItem.substitutes).toEqual([{ partId: 100 }]);
    expect(data.second.mbomSubstitute.mbomItem.substitutes).toEqual([{ partId: 100 }, { partId: 101 }]);
  });

  test('a page of as-built units costs the same for many as for few', async () => {
    const create = `mutation ($p: ID!) {
      createPartInventory(input: { partId: $p }) { partInventory { id buildRequirements { id partId } } }
    }`;
    const installed = `mutation ($b: ID!, $i: ID!) {
      createAbomInstallation(input: { buildRequirementId: $b, partInventoryId: $i, quantity: 1 }) { abomInstallation { id } }
    }`;
    for (let number = 0; number < 20; number += 1) {
      const unit = (await ask(create, { p: 1 })).createPartInventory.partInventory;
      for (const { id, partId } of unit.buildRequirements) {
        const child = (await ask(create, { p: partId })).createPartInventory.partInventory;
        await ask(installed, { b: id, i: child.id });
      }
    }
    const page = (first: number): string => `{
      partInventories(first: ${first}, filters: { partId: { eq: 1 } }) { edges { node {
        status quantityAvailable quantityInstalled installed part { partNumber } location { name } runs { title }
        buildRequirements { partId abomInstallations { quantity partInventory {
          status part { partNumber } abomInstallations { buildRequirement { partInventories { id } } }
        } } }
      } } }
    }`;
    const [small, large] = [await statementsFor(page(2)), await statementsFor(page(20))];
    const units = large.data.partInventories.edges.map((edge: { node: unknown }) => edge.node);
    expect(units).toHaveLength(20);
    expect(units[19].buildRequirements).toHaveLength(3);
    expect(units[19].buildRequirements[0]).toMatchObject({
      partId: 2,
      abomInstallations: [{ quantity: 1, partInventory: { status: 'INSTALLED', part: { partNumber: 'P-1' } } }],
    });
    expect(large.count).toBe(small.count);
  });
});
