// Labels, which hang on whatever has an entityId.
import { describe, expect, test } from 'vitest';
import { ionForFile, newPart } from '../ion.ts';

const ion = ionForFile();

describe('labels', () => {
  test('a label hangs on whatever has an entityId, and can be taken off [SDL, EX]', async () => {
    const part = await newPart(ion);
    const supplier = await ion.create('Supplier', { name: 'Acme' }, 'entityId');
    const label = await ion.create('Label', { value: 'seeded' });
    const pair = { labelId: label.id, entityId: supplier.entityId };
    const add = 'mutation ($input: LabelToItemInput!) { addLabelToItem(input: $input) { labelId entityId } }';
    expect((await ion.ask(add, { input: pair })).addLabelToItem).toEqual(pair);
    expect((await ion.get('Supplier', supplier.id, 'labels { value }')).labels).toEqual([{ value: 'seeded' }]);
    expect((await ion.get('Part', part.id, 'entity { type labels { value } }')).entity).toEqual({
      type: 'PARTS',
      labels: [],
    });
    await ion.ask(add.replaceAll('add', 'remove').replace('ToItem(', 'FromItem('), { input: pair });
    expect((await ion.get('Supplier', supplier.id, 'labels { value }')).labels).toEqual([]);
  });

  test('an id taken for an entityId finds nothing (inferred)', async () => {
    const [part, label] = [await newPart(ion), await ion.create('Label', { value: 'x' })];
    const refused = await ion.refusal(
      'mutation ($input: LabelToItemInput!) { addLabelToItem(input: $input) { labelId } }',
      { input: { labelId: label.id, entityId: part.id } },
    );
    expect(refused.code).toBe('NOT_FOUND');
  });
});
