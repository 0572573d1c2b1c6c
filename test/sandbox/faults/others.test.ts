import { describe, expect, it } from 'vitest';
import { post } from '../server/client.ts';
import { CREATE_PART, open, PARTS, UPDATE_PART } from './ion.ts';

describe('a stale etag', () => {
  it('meets the first try of an update and not the second, which has read again', async () => {
    const { sandbox, run, createPart } = await open();
    const part = await createPart('A');
    sandbox.faults.add({ operation: 'updatePart', count: 1, effect: { type: 'stale-etag' } });
    const update = (etag: string) => run(UPDATE_PART, { input: { id: part.id, etag, description: 'new' } });
    const first = await update(part._etag);
    expect(first.body.errors[0]).toMatchObject({ extensions: { code: 'CONCURRENCY_ERROR' } });
    const { body } = await run(PARTS);
    const now = body.data.parts.edges[0].node;
    expect([now._etag === part._etag, now.description]).toEqual([false, null]);
    expect((await update(now._etag)).body.data.updatePart.part.description).toBe('new');
  });

  it('meets a delete as well, and passes queries by', async () => {
    const { sandbox, run, createPart } = await open();
    const part = await createPart('A');
    sandbox.faults.add({ effect: { type: 'stale-etag' } });
    await run(PARTS);
    expect(sandbox.faults.list()[0]).toMatchObject({ selected: 0 });
    const { body } = await run('mutation ($id: ID!, $etag: String!) { deletePart(id: $id, etag: $etag) { id } }', {
      id: part.id,
      etag: part._etag,
    });
    expect(body.errors[0].extensions.code).toBe('CONCURRENCY_ERROR');
  });
});

describe('somebody else', () => {
  const CREATE_FIRST =
    'mutation ($partNumber: String!) { createPart(input: { partNumber: $partNumber, description: "mine" }) { part { id } } }';
  const DELETE = 'mutation ($id: ID!, $etag: String!) { deletePart(id: $id, etag: $etag) { id } }';

  it('has made the same object a moment before', async () => {
    const { sandbox, run, numbers } = await open();
    sandbox.faults.add({
      operation: 'createPart',
      count: 1,
      effect: { type: 'interfere', document: CREATE_FIRST },
    });
    const { body } = await run(CREATE_PART, { number: 'A' });
    expect(body.errors[0].message).toMatch(/already exists/);
    expect(await numbers()).toEqual(['A']);
    const authors = await run('{ parts { edges { node { description createdBy { email } } } } }');
    expect(authors.body.data.parts.edges[0].node).toEqual({
      description: 'mine',
      createdBy: { email: 'somebody-else@sandbox.example' },
    });
  });

  it('has deleted the object that an update names', async () => {
    const { sandbox, run, createPart, numbers } = await open();
    const part = await createPart('A');
    sandbox.faults.add({ operation: 'updatePart', effect: { type: 'interfere', document: DELETE } });
    const { body } = await run(UPDATE_PART, { input: { id: part.id, etag: part._etag, description: 'new' } });
    expect(body.errors[0].extensions.code).toBe('NOT_FOUND');
    expect(await numbers()).toEqual([]);
  });

  it('is given the arguments of the operation that is asked for, of several in one document', async () => {
    const { sandbox, token, numbers } = await open();
    sandbox.faults.add({ operation: 'createPart', effect: { type: 'interfere', document: CREATE_FIRST } });
    const one = (number: string) =>
      `mutation ${number} { createPart(input: { partNumber: "${number}" }) { part { id } } }`;
    const request = { query: one('A') + one('B'), operationName: 'B' };
    const { body } = await post(sandbox.url, JSON.stringify(request), token);
    expect(body.errors[0].message).toMatch(/already exists/);
    expect(await numbers()).toEqual(['B']);
  });

  it('deletes what was made a moment ago', async () => {
    const { sandbox, createPart, numbers } = await open();
    sandbox.faults.add({
      operation: 'createPart',
      effect: { type: 'interfere', when: 'after', document: DELETE },
    });
    expect((await createPart('A')).partNumber).toBe('A');
    expect(await numbers()).toEqual([]);
  });

  it('takes values of the rule before those of the request, and its refusals stand in the log', async () => {
    const { sandbox, run, numbers } = await open();
    const effect = { type: 'interfere', document: CREATE_FIRST, variables: { partNumber: 'FIXED' } } as const;
    sandbox.faults.add({ name: 'meddler', operation: 'createPart', effect });
    await run(CREATE_PART, { number: 'A' });
    await run(CREATE_PART, { number: 'B' });
    expect(await numbers()).toEqual(['FIXED', 'A', 'B']);
    const [first, second] = sandbox.log().filter(entry => entry.operation === 'Create');
    expect([first?.interference, first?.faults]).toEqual([[], ['meddler']]);
    expect(second?.interference).toEqual([expect.stringContaining('already exists')]);
  });
});

describe('a later page that shifted', () => {
  const PAGE =
    'query ($after: String) { parts(first: 2, after: $after, sort: [ID_ASC]) { edges { node { partNumber } } pageInfo { hasNextPage endCursor } } }';

  const readAll = async (run: Awaited<ReturnType<typeof open>>['run']): Promise<string[]> => {
    const found: string[] = [];
    for (let after = '', more = true; more; ) {
      const { parts } = (await run(PAGE, { after })).body.data;
      found.push(...parts.edges.map((edge: { node: { partNumber: string } }) => edge.node.partNumber));
      after = parts.pageInfo.endCursor;
      more = parts.pageInfo.hasNextPage;
    }
    return found;
  };

  it.each([
    [-1, ['A', 'B', 'B', 'C', 'D', 'E']],
    [1, ['A', 'B', 'D', 'E']],
  ])('by %i repeats or skips rows, once', async (by, expected) => {
    const { sandbox, run, createPart } = await open();
    for (const number of ['A', 'B', 'C', 'D', 'E']) await createPart(number);
    sandbox.faults.add({ count: 1, effect: { type: 'shift-pages', by } });
    expect(await readAll(run)).toEqual(expected);
    expect(sandbox.faults.list()[0]).toMatchObject({ fired: 1 });
    expect(await readAll(run)).toEqual(['A', 'B', 'C', 'D', 'E']);
  });
});
