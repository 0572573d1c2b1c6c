// Units of measurement, in which parts and inventory are counted.
import { expect, test } from 'vitest';
import { ionForFile, newPart } from '../ion.ts';

const ion = ionForFile();

const FILTERS = 'UnitsOfMeasurementInputFilters';

test('a unit is a type, by which clients find it [SDL, IMP]', async () => {
  const unit = await ion.create('UnitOfMeasurement', { type: 'kg' }, 'type');
  await ion.create('UnitOfMeasurement', { type: 'm' });
  expect(unit.type).toBe('kg');
  expect(await ion.find('unitsOfMeasurement', FILTERS, { type: { eq: 'kg' } })).toEqual([{ id: unit.id }]);
});

test('it is renamed with its etag [SDL]', async () => {
  const unit = await ion.create('UnitOfMeasurement', { type: 'pices' });
  expect(await ion.update('UnitOfMeasurement', unit.id, { type: 'pieces' }, 'type')).toEqual({ type: 'pieces' });
  expect((await ion.refusedUpdate('UnitOfMeasurement', unit.id, { etag: 'stale' })).code).toBe('CONCURRENCY_ERROR');
});

test('two may have one type (inferred: nothing says that it is unique)', async () => {
  const [one, other] = [
    await ion.create('UnitOfMeasurement', { type: 'l' }),
    await ion.create('UnitOfMeasurement', { type: 'l' }),
  ];
  expect(await ion.find('unitsOfMeasurement', FILTERS, { type: { eq: 'l' } })).toEqual([
    { id: one.id },
    { id: other.id },
  ]);
});

test('it stays while a part or inventory is counted in it, and the refusal says which (inferred)', async () => {
  const unit = await ion.create('UnitOfMeasurement', { type: 'roll' });
  const part = await newPart(ion, { unitOfMeasureId: unit.id });
  expect((await ion.refusedRemove('UnitOfMeasurement', unit.id)).message).toBe(
    `UnitOfMeasurement ${unit.id} cannot be deleted: 1 row of Part.unitOfMeasureId refers to it.`,
  );
  await ion.update('Part', part.id, { unitOfMeasureId: null });
  expect(await ion.remove('UnitOfMeasurement', unit.id)).toEqual({ id: unit.id });
});

test('inventory can be moved only to a part that is counted in its unit [TS]', async () => {
  const [each, box] = [
    await ion.create('UnitOfMeasurement', { type: 'each' }),
    await ion.create('UnitOfMeasurement', { type: 'box' }),
  ];
  const [from, same, other] = [
    await newPart(ion, { unitOfMeasureId: each.id }),
    await newPart(ion, { unitOfMeasureId: each.id }),
    await newPart(ion, { unitOfMeasureId: box.id }),
  ];
  const record = await ion.create('PartInventory', { partId: from.id, quantity: 2 });
  expect((await ion.refusedUpdate('PartInventory', record.id, { partId: other.id })).message).toContain(
    'unit of measure',
  );
  expect(await ion.update('PartInventory', record.id, { partId: same.id }, 'partId')).toEqual({ partId: same.id });
});
