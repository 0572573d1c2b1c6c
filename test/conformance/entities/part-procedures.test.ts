// Which procedures are for which parts, and whether that is approved.
import { describe, expect, test } from 'vitest';
import { ionForFile, newPart, newProcedure } from '../ion.ts';

const ion = ionForFile();

describe('part and procedure', () => {
  test('the pair is its own key: created PENDING, approved and deleted by both ids [SDL]', async () => {
    const { id } = await newProcedure(ion);
    const part = await newPart(ion);
    const input = { partId: part.id, procedureId: id };
    const link = await ion.create('PartProcedure', input, 'partId procedureId status required _etag');
    expect(link).toMatchObject({
      partId: String(part.id),
      procedureId: String(id),
      status: 'PENDING',
      required: false,
    });
    expect((await ion.refusedCreate('PartProcedure', input)).message).toContain('already exists');
    const update =
      'mutation ($input: UpdatePartProcedureInput!) { updatePartProcedure(input: $input) { partProcedure { status _etag } } }';
    const approved = (await ion.ask(update, { input: { ...input, status: 'APPROVED', etag: link._etag } }))
      .updatePartProcedure.partProcedure;
    expect(approved.status).toBe('APPROVED');
    expect(
      (await ion.ask(`{ partProcedure(partId: ${part.id}, procedureId: ${id}) { status } }`)).partProcedure,
    ).toEqual({
      status: 'APPROVED',
    });
    const remove =
      'mutation ($partId: ID!, $procedureId: ID!, $etag: String!) { deletePartProcedure(partId: $partId, procedureId: $procedureId, etag: $etag) { partId procedureId } }';
    expect((await ion.ask(remove, { ...input, etag: approved._etag })).deletePartProcedure).toEqual(input);
  });
  test.each(['APPROVED', 'REJECTED', 'OUTDATED'])('can be %s, and is found so [SDL]', async status => {
    const [part, { id: procedureId }] = [await newPart(ion), await newProcedure(ion)];
    const pair = { partId: String(part.id), procedureId: String(procedureId) };
    const fields = 'partProcedure { status _etag }';
    const { partProcedure } = await ion.mutate('createPartProcedure', 'CreatePartProcedureInput', pair, fields);
    const input = { ...pair, status, required: true, etag: partProcedure._etag };
    await ion.mutate('updatePartProcedure', 'UpdatePartProcedureInput', input, fields);
    const filters = { partId: { eq: part.id }, status: { eq: status } };
    expect(await ion.find('partProcedures', 'PartProceduresInputFilters', filters, 'procedureId required')).toEqual([
      { procedureId: pair.procedureId, required: true },
    ]);
  });
});
