/** The custom attributes that the organisation defines for each type of object. */
import type { Locate } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import type { Fields } from '../../state/value.ts';
import { entity } from '../entry.ts';
import type { Call, Family, Kind } from '../kind.ts';
import { OBJECT_TYPES, type ObjectType } from './object-types.ts';
import { attributeRules } from './rules.ts';

function kindNameOf(objectType: string): string {
  return `${OBJECT_TYPES[objectType]?.kinds[0] ?? 'part'}-attribute`;
}

function expandDefinition(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const kind = kindNameOf(String(entry['objectType']));
  return [
    entity({ kind, key, fields: { organization: { lookup: {} }, ...entry }, locate, fieldPaths: { organization: [] } }),
  ];
}

/** One mutation makes a definition and changes it; like the delete, it sends the organisation's id and etag. [SDL] */
function definitionOf({ kinds, setting, ion }: ObjectType): Kind {
  const call = { payload: 'organization', style: 'input', etag: { of: 'organization' } } as const;
  const save: Call = { ...call, mutation: `updateOrganization${ion}Attributes` };
  return {
    name: `${kinds[0]}-attribute`,
    type: 'AttributeSettings',
    identity: [['organization', 'key']],
    within: { field: 'organization', at: `settings.${setting}.attributes` },
    fields: {
      objectType: { type: 'text', write: 'never', local: true },
      organization: { type: 'text', to: 'organization', ion: 'id', write: 'create' },
      key: { type: 'text' },
      type: { type: 'text' },
      options: { type: 'list' },
      allowedIonType: { type: 'text' },
    },
    id: false,
    etag: false,
    create: save,
    // What is left out might be emptied: ION documents neither. (inferred)
    update: { ...save, by: { id: 'organization' }, whole: true },
    remove: { ...call, mutation: `deleteOrganization${ion}Attributes`, by: { id: 'organization', key: 'key' } },
    defines: { kinds, by: 'key' },
  };
}

export const attributes: Family = {
  sections: [
    {
      name: 'attributes',
      kind: kindNameOf('part'),
      alternatives: Object.keys(OBJECT_TYPES).slice(1).map(kindNameOf),
      expand: expandDefinition,
    },
  ],
  rules: attributeRules,
  kinds: [
    {
      name: 'organization',
      type: 'Organization',
      identity: [[]],
      fields: {},
      single: { query: 'me', at: 'organization' },
    },
    ...Object.values(OBJECT_TYPES).map(definitionOf),
  ],
};
