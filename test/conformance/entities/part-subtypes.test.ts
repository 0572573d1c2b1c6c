// Subtypes, into which an organisation sorts its parts.
import { expect, test } from 'vitest';
import { type Answer, ionForFile, newPart } from '../ion.ts';

const ion = ionForFile();

const change = async (verb: string, part: Answer, partSubtypeId: number): Promise<Answer> => {
  const input = { partId: part.id, partSubtypeId, etag: part._etag };
  return (await ion.mutate(verb, 'PartSubtypeToPartInput', input, 'part { id _etag partSubtypes { name } }')).part;
};

test('a subtype has a name, by which it is found, and a description [SDL]', async () => {
  const { id } = await ion.create('PartSubtype', { name: 'Fastener', description: 'd' }, 'description');
  expect(
    await ion.find('partSubtypes', 'PartSubtypesInputFilters', { name: { eq: 'Fastener' } }, 'id description'),
  ).toEqual([{ id, description: 'd' }]);
  expect(await ion.update('PartSubtype', id, { name: 'Screw' }, 'name description')).toEqual({
    name: 'Screw',
    description: 'd',
  });
});

test('it is given to parts and taken from them with the etag of the part, which changes [SDL; whose etag is inferred]', async () => {
  const [part, { id }] = [await newPart(ion), await ion.create('PartSubtype', { name: 'Bracket' })];
  const added = await change('addSubtypeToPart', part, id);
  expect(added.partSubtypes).toEqual([{ name: 'Bracket' }]);
  expect(added._etag).not.toBe(part._etag);
  expect((await ion.errorOf(change('addSubtypeToPart', part, id)))?.code).toBe('CONCURRENCY_ERROR');
  expect(await ion.find('parts', 'PartsInputFilters', { partSubtypes: { name: { eq: 'Bracket' } } })).toEqual([
    { id: part.id },
  ]);
  expect((await change('removeSubtypeFromPart', added, id)).partSubtypes).toEqual([]);
});
