import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, ionForFile } from '../ion.ts';

const ion = ionForFile();
const NAMES = ['a', 'b', 'c', 'd', 'e'];
beforeAll(async () => {
  for (const name of NAMES) await ion.create('Supplier', { name });
});

const PAGE =
  'query ($first: Int, $last: Int, $after: String, $before: String, $sort: [SupplierSortEnum]) { suppliers(first: $first, last: $last, after: $after, before: $before, sort: $sort) { edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor count totalCount } } }';

const page = async (args: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
  (await ion.ask(PAGE, args)).suppliers;
const names = (list: Answer): string => list.edges.map((edge: Answer) => edge.node.name).join('');

describe('pages [MAN pagination, SDL IonPageInfo]', () => {
  test('without arguments the whole list comes, by id [MAN; the order is inferred]', async () => {
    const all = await page();
    expect(names(all)).toBe('abcde');
    expect(all.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false, count: 5, totalCount: 5 });
  });

  test('a cursor is the offset in base64, as in ION’s sample [MAN]', async () => {
    const [first] = (await page()).edges;
    expect(Buffer.from(first.cursor, 'base64').toString()).toBe('arrayconnection:0');
  });

  test('first and after walk the list; the first page may have after: "" [Airbyte]', async () => {
    const seen: string[] = [];
    let after = '';
    for (let more = true; more; ) {
      const { pageInfo, ...list } = await page({ first: 2, after });
      seen.push(names(list));
      expect(pageInfo.totalCount).toBe(5);
      [more, after] = [pageInfo.hasNextPage, pageInfo.endCursor];
    }
    expect(seen).toEqual(['ab', 'cd', 'e']);
  });

  test('last and before walk it backwards [SDL]', async () => {
    const end = await page({ last: 2 });
    expect(names(end)).toBe('de');
    expect(end.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    const before = await page({ last: 2, before: end.pageInfo.startCursor });
    expect(names(before)).toBe('bc');
    expect(before.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true, count: 2 });
  });

  test('last takes no more than after and first leave (inferred)', async () => {
    const { edges } = await page();
    const rest = await page({ last: 5, after: edges[2].cursor });
    expect(names(rest)).toBe('de');
    expect(rest.pageInfo).toMatchObject({ hasPreviousPage: true, count: 2 });
    expect(names(await page({ first: 3, last: 2 }))).toBe('bc');
  });

  test('rows without a value come last in ascending order and first in descending, by id (inferred)', async () => {
    const { id } = (await ion.find('suppliers', 'SuppliersInputFilters', { name: { eq: 'c' } }))[0];
    await ion.update('Supplier', id, { description: 'some' });
    expect(names(await page({ sort: ['DESCRIPTION_ASC'] }))).toBe('cabde');
    expect(names(await page({ sort: ['DESCRIPTION_DESC'] }))).toBe('abdec');
    await ion.update('Supplier', id, { description: null });
  });

  test('first: 0 counts without rows, and a page behind the end is empty (inferred)', async () => {
    expect((await page({ first: 0 })).pageInfo).toMatchObject({ count: 0, totalCount: 5, hasNextPage: true });
    const { endCursor } = (await page()).pageInfo;
    expect((await page({ first: 2, after: endCursor })).pageInfo).toMatchObject({ count: 0, endCursor: null });
  });

  test('negative counts are refused (inferred)', async () => {
    expect((await ion.refusal(PAGE, { first: -1 })).code).toBe('VALIDATION_ERROR');
  });
});

describe('sort', () => {
  test('several keys, each ascending or descending; equal rows stay in the order of their ids [SDL; the order of equals is inferred]', async () => {
    expect(names(await page({ sort: ['NAME_DESC'] }))).toBe('edcba');
    expect(names(await page({ sort: ['DESCRIPTION_ASC', 'NAME_DESC'], first: 2 }))).toBe('ed');
    expect(names(await page({ sort: ['DESCRIPTION_ASC'] }))).toBe('abcde');
  });

  test('distinctOn keeps the first row of each value [SDL; which it keeps is inferred]', async () => {
    for (const [type, name] of [
      ['RACK', 'r1'],
      ['RACK', 'r2'],
      ['SHELF', 's1'],
    ]) {
      await ion.create('Location', { type, name });
    }
    const list = (sort: string) =>
      ion.ask(
        `{ locations(distinctOn: [TYPE_ASC], sort: [${sort}]) { edges { node { name } } pageInfo { totalCount } } }`,
      );
    const byName = (await list('NAME_ASC')).locations;
    expect([names(byName), byName.pageInfo.totalCount]).toEqual(['r1s1', 2]);
    expect(names((await list('NAME_DESC')).locations)).toBe('s1r2');
  });
});
