/** Parts, and the subtypes that are attached to them. */
import type { Locate } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import type { Fields } from '../../state/value.ts';
import { crud, entity, listOf, referenceKey } from '../entry.ts';
import type { Family } from '../kind.ts';
import { labelled, pictured, withFiles, withTags } from '../tags.ts';

/** `revision` is A when it is left out. [GUIDE] */
function expandPart(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { subtypes, ...fields } = entry;
  const part = entity({
    kind: 'part',
    key,
    fields: { revision: 'A', ...fields },
    locate,
    owns: subtypes === undefined ? [] : ['part-subtype'],
  });
  const links = listOf(subtypes).map((subtype, index) =>
    entity({
      kind: 'part-subtype',
      key: `${key}.${referenceKey(subtype)}`,
      fields: { part: key, subtype },
      locate,
      path: ['subtypes', index],
      fieldPaths: { subtype: ['subtypes', index], part: [] },
    }),
  );
  return [part, ...links];
}

export const parts: Family = {
  sections: [{ name: 'parts', kind: 'part', expand: withTags(expandPart) }],
  kinds: [
    {
      name: 'part',
      type: 'Part',
      identity: [['partNumber', 'revision']],
      fields: {
        partNumber: { type: 'text' },
        revision: { type: 'text' },
        description: { type: 'text' },
        partType: { type: 'text' },
        trackingType: { type: 'text' },
        sourcingStrategy: { type: 'text' },
        supplierPartNumber: { type: 'text' },
        cost: { type: 'number' },
        leadTime: { type: 'number' },
        exportControlled: { type: 'boolean' },
        revisionScheme: { type: 'text' },
        maintenanceIntervalSeconds: { type: 'number' },
        unit: { type: 'text', to: 'unit', ion: 'unitOfMeasureId' },
        attributes: { type: 'attributes' },
      },
      select: ['entityId'],
      list: { query: 'parts', pageSize: 200 },
      ...crud({ create: 'createPart', update: 'updatePart', remove: 'deletePart', payload: 'part' }),
    },
    labelled({ owner: 'part', at: 'entity.labels' }),
    withFiles({ owner: 'part' }),
    pictured({ owner: 'part', at: 'thumbnail', ion: 'thumbnailId', update: 'updatePart' }),
    {
      // The part's own etag is sent: the payload is the part. [SDL PartSubtypeToPartInput; whose etag is inferred]
      name: 'part-subtype',
      type: 'PartSubtype',
      identity: [['part', 'subtype']],
      within: { field: 'part', at: 'partSubtypes' },
      fields: {
        part: { type: 'text', to: 'part', ion: 'partId', write: 'create' },
        subtype: { type: 'text', to: 'subtype', ion: 'partSubtypeId', read: 'id', write: 'create' },
      },
      id: false,
      etag: false,
      create: { mutation: 'addSubtypeToPart', payload: 'part', style: 'input', etag: { of: 'part' } },
      remove: {
        mutation: 'removeSubtypeFromPart',
        payload: 'part',
        style: 'input',
        by: { partId: 'part', partSubtypeId: 'subtype' },
        etag: { of: 'part' },
      },
    },
  ],
};
