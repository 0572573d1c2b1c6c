import { describe, expect, test } from 'vitest';
import { ionForFile, newPart } from '../ion.ts';

const ion = ionForFile();

describe('creating', () => {
  test('what is made shows what it was given, who made it and when, and an etag [SDL; its form: MAN]', async () => {
    const input = { name: 'Acme', email: 'a@example.com' };
    const made = await ion.create('Supplier', input, 'name email _etag _created _updated createdById');
    expect(made).toMatchObject({ ...input, createdById: 1, _etag: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(made._created).toBe(made._updated);
    expect(await ion.get('Supplier', made.id, 'id _etag')).toEqual({ id: made.id, _etag: made._etag });
  });

  test('null for a field that has a default is the default (inferred)', async () => {
    const input = { name: 'Dock', available: null, type: null };
    expect(await ion.create('Location', input, 'available type')).toMatchObject({ available: true, type: null });
  });

  test('entities share one sequence of second ids [SDL]', async () => {
    const part = await newPart(ion);
    const supplier = await ion.create('Supplier', { name: 'next' }, 'entityId entity { id type }');
    expect(supplier.entityId).toBe(part.entityId + 1);
    expect(supplier.entity).toEqual({ id: supplier.entityId, type: 'SUPPLIERS' });
  });

  test('an id is never used again (inferred)', async () => {
    const gone = await ion.create('Currency', { type: 'XXX' });
    await ion.remove('Currency', gone.id);
    expect((await ion.create('Currency', { type: 'YYY' })).id).toBeGreaterThan(gone.id);
  });

  test('a foreign key must exist; the refusal names field and id (inferred)', async () => {
    const refused = await ion.refusedCreate('Part', { partNumber: ion.unique('PN'), unitOfMeasureId: 4711 });
    expect(refused).toEqual({
      code: 'VALIDATION_ERROR',
      message: 'Part.unitOfMeasureId: there is no UnitOfMeasurement with id 4711.',
    });
  });

  test('a refused mutation leaves nothing behind, and its neighbours in the document stay (inferred from GraphQL)', async () => {
    const document = `mutation {
      one: createSupplier(input: { name: "kept" }) { supplier { id } }
      two: createMbomItem(input: { parentId: ${(await newPart(ion)).id}, partId: 4711, quantity: 1 }) { mbomItem { id } }
    }`;
    const before = (await ion.ask('{ mboms { pageInfo { totalCount } } }')).mboms.pageInfo.totalCount;
    expect((await ion.refusal(document)).message).toContain('4711');
    expect((await ion.ask('{ mboms { pageInfo { totalCount } } }')).mboms.pageInfo.totalCount).toBe(before);
    const kept = '{ suppliers(filters: { name: { eq: "kept" } }) { pageInfo { totalCount } } }';
    expect((await ion.ask(kept)).suppliers.pageInfo.totalCount).toBe(1);
  });
});

describe('updating', () => {
  test('each change renews the etag, and a stale one is refused [SDL, TS]', async () => {
    const part = await newPart(ion);
    const changed = await ion.update('Part', part.id, { description: 'one' });
    expect(changed._etag).not.toBe(part._etag);
    const mutation = 'mutation ($input: UpdatePartInput!) { updatePart(input: $input) { part { id } } }';
    const input = { id: part.id, etag: part._etag, description: 'two' };
    expect(await ion.refusal(mutation, { input })).toEqual({
      code: 'CONCURRENCY_ERROR',
      message: 'CONCURRENCY_ERROR: Etag does not match',
    });
    expect((await ion.get('Part', part.id, 'description')).description).toBe('one');
  });
});

describe('an id that is no number', () => {
  test.each([
    ['on its own', 'createProcedureVersion(familyId: "x") { procedure { id } }'],
    ['of a pair', 'deletePartProcedure(partId: "x", procedureId: 1, etag: "e") { __typename }'],
    ['of two of a kind', 'deleteIssueRelation(originIssueId: 1, relatedIssueId: "x", etag: "e") { __typename }'],
  ])('is refused as such, %s (inferred)', async (_, mutation) => {
    expect(await ion.refusal(`mutation { ${mutation} }`)).toEqual({
      code: 'VALIDATION_ERROR',
      message: 'id must be an integer.',
    });
  });
});

describe('deleting', () => {
  test('the payload is the id, and the row is gone [SDL]', async () => {
    const supplier = await ion.create('Supplier', { name: 'gone' });
    expect(await ion.remove('Supplier', supplier.id)).toEqual({ id: supplier.id });
    expect(await ion.refusal(`{ supplier(id: ${supplier.id}) { id } }`)).toEqual({
      code: 'NOT_FOUND',
      message: `Supplier with id ${supplier.id} was not found.`,
    });
  });

  test('it takes the etag [SDL]', async () => {
    const supplier = await ion.create('Supplier', { name: 'stays' });
    const mutation = 'mutation ($id: ID!) { deleteSupplier(id: $id, etag: "stale") { id } }';
    expect((await ion.refusal(mutation, { id: supplier.id })).code).toBe('CONCURRENCY_ERROR');
  });
});

describe('what has no behaviour', () => {
  test('a mutation, a query and a field answer NOT_EMULATED and their name (ours)', async () => {
    const part = await newPart(ion);
    expect(await ion.refusal('mutation { deletePlan(id: 1, etag: "x") { id } }')).toEqual({
      code: 'NOT_EMULATED',
      message: 'Mutation.deletePlan is not emulated by this sandbox.',
    });
    expect((await ion.refusal('{ logs { pageInfo { hasNextPage } } }')).message).toContain('Query.logs');
    expect((await ion.refusal(`{ part(id: ${part.id}) { timeline { timestamp } } }`)).message).toContain(
      'Part.timeline',
    );
  });
});

describe('an input that says nothing', () => {
  test('is refused where it may be null [SDL; the refusal is inferred]', async () => {
    for (const [name, type] of [
      ['updatePartInventory', 'UpdatePartInventoryInput'],
      ['createPartInventories', '[CreatePartInventoryInput]'],
      ['mergePartInventory', 'MergePartInventoryInput'],
    ]) {
      const document = `mutation ($input: ${type}) { ${name}(input: $input) { __typename } }`;
      for (const variables of [{}, { input: null }]) {
        const message = `${name} needs its input.`;
        expect(await ion.refusal(document, variables)).toEqual({ code: 'VALIDATION_ERROR', message });
      }
    }
  });

  test('is refused among others in a list, which are not saved then (inferred)', async () => {
    const part = await newPart(ion);
    const bulk =
      'mutation ($input: [CreatePartInventoryInput]) { createPartInventories(input: $input) { __typename } }';
    const refused = await ion.refusal(bulk, { input: [{ partId: part.id }, null] });
    expect(refused).toEqual({ code: 'VALIDATION_ERROR', message: 'input[1] must not be null.' });
    expect((await ion.get('Part', part.id, 'partsInventory { id }')).partsInventory).toEqual([]);
    const merge = 'mutation { mergePartInventory(input: { partInventories: [null] }) { __typename } }';
    expect((await ion.refusal(merge)).message).toBe('input.partInventories[0] must not be null.');
    const attributes = `mutation { createPart(input: { partNumber: "X", attributes: [null] }) { __typename } }`;
    expect((await ion.refusal(attributes)).message).toBe('input.attributes[0] must not be null.');
  });
});
