/** Units, locations, suppliers, part subtypes and labels: what everything else refers to. */
import { crud, flat } from '../entry.ts';
import type { Family } from '../kind.ts';
import { labelled, withFiles, withTags } from '../tags.ts';

export const basics: Family = {
  sections: [
    { name: 'units', kind: 'unit', expand: flat('unit') },
    { name: 'locations', kind: 'location', expand: withTags(flat('location')) },
    { name: 'suppliers', kind: 'supplier', expand: withTags(flat('supplier')) },
    { name: 'subtypes', kind: 'subtype', expand: flat('subtype') },
    { name: 'labels', kind: 'label', expand: flat('label') },
  ],
  kinds: [
    {
      name: 'label',
      type: 'Label',
      identity: [['value']],
      fields: { value: { type: 'text' } },
      list: { query: 'labels', pageSize: 200 },
      ...crud({ create: 'createLabel', update: 'updateLabel', remove: 'deleteLabel', payload: 'label' }),
    },
    {
      name: 'unit',
      type: 'UnitOfMeasurement',
      identity: [['type']],
      fields: { type: { type: 'text' } },
      list: { query: 'unitsOfMeasurement', pageSize: 200 },
      ...crud({
        create: 'createUnitOfMeasurement',
        update: 'updateUnitOfMeasurement',
        remove: 'deleteUnitOfMeasurement',
        payload: 'unitOfMeasurement',
      }),
    },
    {
      name: 'location',
      type: 'Location',
      identity: [['name', 'parent?']],
      fields: {
        name: { type: 'text' },
        type: { type: 'text' },
        parent: { type: 'text', to: 'location', ion: 'parentId' },
        description: { type: 'text' },
        address: { type: 'text' },
        available: { type: 'boolean' },
        archived: { type: 'boolean' },
        latitude: { type: 'number' },
        longitude: { type: 'number' },
        locationSubtype: { type: 'text', to: 'location-subtype', ion: 'locationSubtypeId' },
        supervisor: { type: 'text', to: 'user', ion: 'supervisorId' },
        attributes: { type: 'attributes' },
      },
      select: ['entityId'],
      list: { query: 'locations', pageSize: 200 },
      ...crud({ create: 'createLocation', update: 'updateLocation', remove: 'deleteLocation', payload: 'location' }),
    },
    {
      name: 'supplier',
      type: 'Supplier',
      identity: [['name']],
      fields: {
        name: { type: 'text' },
        description: { type: 'text' },
        address: { type: 'text' },
        contactName: { type: 'text' },
        email: { type: 'text' },
        phoneNumber: { type: 'text' },
        attributes: { type: 'attributes' },
      },
      select: ['entityId'],
      list: { query: 'suppliers', pageSize: 200 },
      ...crud({ create: 'createSupplier', update: 'updateSupplier', remove: 'deleteSupplier', payload: 'supplier' }),
    },
    {
      name: 'subtype',
      type: 'PartSubtype',
      identity: [['name']],
      fields: { name: { type: 'text' }, description: { type: 'text' } },
      list: { query: 'partSubtypes', pageSize: 200 },
      ...crud({
        create: 'createPartSubtype',
        update: 'updatePartSubtype',
        remove: 'deletePartSubtype',
        payload: 'partSubtype',
      }),
    },
    labelled({ owner: 'location', at: 'entity.labels' }),
    labelled({ owner: 'supplier' }),
    withFiles({ owner: 'supplier' }),
  ],
};
