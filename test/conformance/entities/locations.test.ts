// Locations, which are a tree, and their subtypes.
import { describe, expect, test } from 'vitest';
import { ionForFile, newPart } from '../ion.ts';

const ion = ionForFile();

describe('a location', () => {
  test.each(['WORKCENTER', 'TOTE', 'WAREHOUSE', 'RACK', 'SHELF'])('may be a %s [SDL Locationtypeenum]', async type => {
    expect((await ion.create('Location', { name: type, type }, 'type')).type).toBe(type);
  });

  test('is available and not archived, unless it says otherwise [SDL has both non-null; the values are inferred]', async () => {
    const fields = 'available archived type';
    expect(await ion.create('Location', { name: 'Hall' }, fields)).toMatchObject({
      available: true,
      archived: false,
      type: null,
    });
    const closed = { available: false, archived: true };
    expect(await ion.create('Location', { name: 'Closed', ...closed }, fields)).toMatchObject(closed);
  });

  test('is where it is on Earth, and whose it is [SDL CreateLocationInput]', async () => {
    const place = { address: '1 Road', latitude: 52.5, longitude: -13.25, description: 'North' };
    const made = await ion.create(
      'Location',
      { name: 'Dock', supervisorId: 1, ...place },
      `${Object.keys(place).join(' ')} supervisor { id }`,
    );
    expect(made).toMatchObject({ ...place, supervisor: { id: 1 } });
  });

  test('is found by its name, as public clients do [IMP, TS]', async () => {
    const { id } = await ion.create('Location', { name: 'Cell 7' });
    expect(await ion.find('locations', 'LocationsInputFilters', { name: { ilike: 'cell 7' } })).toEqual([{ id }]);
  });

  test('may have the name of another, even beside it (inferred: nothing says that it is unique)', async () => {
    const hall = await ion.create('Location', { name: 'Hall B' });
    for (let made = 0; made < 2; made += 1) await ion.create('Location', { name: 'Shelf 1', parentId: hall.id });
    expect((await ion.get('Location', hall.id, 'locations { name }')).locations).toEqual([
      { name: 'Shelf 1' },
      { name: 'Shelf 1' },
    ]);
  });
});

describe('the tree of locations', () => {
  test('goes by parentId, and is read upwards and downwards [SDL]', async () => {
    const hall = await ion.create('Location', { name: 'top' });
    const rack = await ion.create('Location', { name: 'middle', parentId: hall.id });
    const shelf = await ion.create('Location', { name: 'bottom', parentId: rack.id });
    const fields = 'parent { name } allParents { name } allChildren { name } _AllParentsCount';
    expect(await ion.get('Location', shelf.id, fields)).toEqual({
      parent: { name: 'middle' },
      allParents: expect.arrayContaining([{ name: 'top' }, { name: 'middle' }]),
      allChildren: [],
      _AllParentsCount: 2,
    });
    const below = await ion.find('locations', 'LocationsInputFilters', { allParents: { name: { eq: 'top' } } });
    expect(below).toEqual([{ id: rack.id }, { id: shelf.id }]);
    expect((await ion.refusedRemove('Location', rack.id)).message).toContain('Location.parentId');
  });

  test('has no circle (inferred)', async () => {
    const top = await ion.create('Location', { name: 'first' });
    const below = await ion.create('Location', { name: 'second', parentId: top.id });
    for (const parentId of [top.id, below.id]) {
      expect((await ion.refusedUpdate('Location', top.id, { parentId })).message).toContain('below itself');
    }
  });
});

describe('what is at a location', () => {
  test('is listed there, and keeps it from being deleted [SDL; the latter is inferred]', async () => {
    const { id } = await ion.create('Location', { name: 'Store' });
    const record = await ion.create('PartInventory', { partId: (await newPart(ion)).id, quantity: 2, locationId: id });
    expect(await ion.get('Location', id, 'partInventories { id } _PartInventoriesCount')).toEqual({
      partInventories: [{ id: record.id }],
      _PartInventoriesCount: 1,
    });
    expect((await ion.refusedRemove('Location', id)).message).toContain('PartInventory.locationId');
    await ion.update('PartInventory', record.id, { locationId: null });
    expect(await ion.remove('Location', id)).toEqual({ id });
  });
});

describe('a subtype of locations', () => {
  test('has a name and a description, and lists its locations [SDL]', async () => {
    const subtype = await ion.create('LocationSubtype', { name: 'Clean room', description: 'ISO 7' }, 'description');
    expect(subtype.description).toBe('ISO 7');
    const room = await ion.create(
      'Location',
      { name: 'Room', locationSubtypeId: subtype.id },
      'locationSubtype { name }',
    );
    expect(room.locationSubtype).toEqual({ name: 'Clean room' });
    expect((await ion.get('LocationSubtype', subtype.id, 'locations { id }')).locations).toEqual([{ id: room.id }]);
    expect(await ion.update('LocationSubtype', subtype.id, { name: 'Lab' }, 'name')).toEqual({ name: 'Lab' });
  });

  test('stays while a location has it (inferred)', async () => {
    const subtype = await ion.create('LocationSubtype', { name: 'Freezer' });
    const { id } = await ion.create('Location', { name: 'Freezer 1', locationSubtypeId: subtype.id });
    expect((await ion.refusedRemove('LocationSubtype', subtype.id)).message).toContain('Location.locationSubtypeId');
    await ion.remove('Location', id);
    expect(await ion.remove('LocationSubtype', subtype.id)).toEqual({ id: subtype.id });
  });
});
