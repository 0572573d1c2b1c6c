// Labels, which hang on whatever has an entityId.
import { expect, test } from 'vitest';
import { ionForFile, newPart, newProcedure } from '../ion.ts';

const ion = ionForFile();

const newLabel = (value: string) => ion.create('Label', { value }, '_etag');
const DELETE = 'mutation ($id: ID!, $etag: String!) { deleteLabel(id: $id, etag: $etag) { id } }';

const onItem = (verb: 'addLabelToItem' | 'removeLabelFromItem', labelId: number, entityId: number) =>
  ion.mutate(verb, 'LabelToItemInput', { labelId, entityId }, 'labelId entityId');

test('a label is a value, by which clients find it before they make it, changed with its etag [EX, SDL]', async () => {
  const { id, _etag: etag } = await newLabel('flight');
  expect(await ion.find('labels', 'LabelsInputFilters', { value: { eq: 'flight' } })).toEqual([{ id }]);
  const change = (input: object) =>
    ion.mutate('updateLabel', 'UpdateLabelInput', { id, value: 'flown', ...input }, 'label { value }');
  expect((await ion.errorOf(change({ etag: 'stale' })))?.code).toBe('CONCURRENCY_ERROR');
  expect((await change({ etag })).label).toEqual({ value: 'flown' });
});

test('two may have one value (inferred: nothing says that it is unique)', async () => {
  for (let made = 0; made < 2; made += 1) await newLabel('twin');
  expect(await ion.find('labels', 'LabelsInputFilters', { value: { eq: 'twin' } })).toHaveLength(2);
});

test('it hangs on whatever has an entityId, and can be taken off [SDL, EX]', async () => {
  const part = await newPart(ion);
  const supplier = await ion.create('Supplier', { name: 'Acme' }, 'entityId');
  const label = await newLabel('seeded');
  const pair = { labelId: label.id, entityId: supplier.entityId };
  expect(await onItem('addLabelToItem', label.id, supplier.entityId)).toEqual(pair);
  expect((await ion.get('Supplier', supplier.id, 'labels { value }')).labels).toEqual([{ value: 'seeded' }]);
  expect((await ion.get('Part', part.id, 'entity { type labels { value } }')).entity).toEqual({
    type: 'PARTS',
    labels: [],
  });
  await onItem('removeLabelFromItem', label.id, supplier.entityId);
  expect((await ion.get('Supplier', supplier.id, 'labels { value }')).labels).toEqual([]);
});

test('it hangs on a thing once, and is not taken off where it is not (inferred)', async () => {
  const [part, label] = [await newPart(ion), await newLabel('once')];
  await onItem('addLabelToItem', label.id, part.entityId);
  expect((await ion.errorOf(onItem('addLabelToItem', label.id, part.entityId)))?.message).toContain('already on');
  await onItem('removeLabelFromItem', label.id, part.entityId);
  expect((await ion.errorOf(onItem('removeLabelFromItem', label.id, part.entityId)))?.code).toBe('NOT_FOUND');
});

test('an id taken for an entityId finds nothing (inferred)', async () => {
  const [part, label] = [await newPart(ion), await newLabel('x')];
  expect((await ion.errorOf(onItem('addLabelToItem', label.id, part.id)))?.code).toBe('NOT_FOUND');
});

test('on procedures it hangs on the family, so that every version has it [SDL]', async () => {
  const [{ id, familyId }, label] = [await newProcedure(ion), await newLabel('critical')];
  const change = (verb: string) =>
    ion.mutate(verb, 'LabelToProcedureFamilyInput', { labelId: label.id, familyId }, 'labelId familyId');
  expect(await change('addLabelToProcedureFamily')).toEqual({ labelId: label.id, familyId });
  expect(await ion.get('Procedure', id, 'labels familyLabels { value }')).toEqual({
    labels: ['critical'],
    familyLabels: [{ value: 'critical' }],
  });
  await change('removeLabelFromProcedureFamily');
  expect((await ion.get('Procedure', id, 'labels')).labels).toEqual([]);
});

test('a label that is deleted comes off everything, and a thing that is deleted loses its labels (inferred)', async () => {
  const [supplier, label] = [await ion.create('Supplier', { name: 'S' }, 'entityId'), await newLabel('brief')];
  await onItem('addLabelToItem', label.id, supplier.entityId);
  await ion.ask(DELETE, { id: label.id, etag: label._etag });
  expect((await ion.get('Supplier', supplier.id, 'labels { value }')).labels).toEqual([]);
  const lasting = await newLabel('lasting');
  await onItem('addLabelToItem', lasting.id, supplier.entityId);
  expect(await ion.remove('Supplier', supplier.id)).toEqual({ id: supplier.id });
  expect(await ion.find('labels', 'LabelsInputFilters', { value: { eq: 'lasting' } })).toEqual([{ id: lasting.id }]);
});

test('procedures are found by the label of their family [SDL ProceduresInputFilters; inferred]', async () => {
  const [procedure, label] = [await newProcedure(ion), await newLabel(ion.unique('avionics'))];
  await newProcedure(ion);
  const pair = { labelId: label.id, familyId: procedure.familyId };
  await ion.mutate('addLabelToProcedureFamily', 'LabelToProcedureFamilyInput', pair, 'labelId');
  const filters = { label: { ilike: 'AVIONICS%' } };
  expect(await ion.find('procedures', 'ProceduresInputFilters', filters)).toEqual([{ id: procedure.id }]);
});
