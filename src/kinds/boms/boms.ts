/** Bills of materials: the mBOM, its items, their reference designators and their substitutes. */
import type { Locate } from '../../source/source-file.ts';
import type { DesiredState, Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import { type Fields, mappingOf, type Value } from '../../state/value.ts';
import { crud, entity, listOf, referenceKey } from '../entry.ts';
import type { Family, Kind } from '../kind.ts';
import { labelled, withTags } from '../tags.ts';
import { VERSIONED } from '../versioned.ts';
import { bomRules } from './rules.ts';

function expandItem(bom: string, authored: Value, index: number, locate: Locate): readonly Entity[] {
  const { referenceDesignators, substitutes, ...fields } = mappingOf(authored);
  const path = ['items', index] as const;
  const key = `${bom}.${referenceKey(fields['part'] ?? null)}`;
  const item = entity({
    kind: 'bom-item',
    key,
    fields: { bom, ...fields },
    locate,
    path,
    owns: [
      ...(referenceDesignators === undefined ? [] : ['bom-designator']),
      ...(substitutes === undefined ? [] : ['bom-substitute']),
    ],
  });
  const designators = listOf(referenceDesignators).map((value, at) =>
    entity({
      kind: 'bom-designator',
      key: `${key}.${value}`,
      fields: { item: key, value },
      locate,
      path: [...path, 'referenceDesignators', at],
      fieldPaths: { value: [...path, 'referenceDesignators', at] },
    }),
  );
  const alternatives = listOf(substitutes).map((part, at) =>
    entity({
      kind: 'bom-substitute',
      key: `${key}.${referenceKey(part)}`,
      fields: { item: key, part },
      locate,
      path: [...path, 'substitutes', at],
      fieldPaths: { part: [...path, 'substitutes', at] },
    }),
  );
  return [item, ...designators, ...alternatives];
}

function expandBom(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { items, ...fields } = entry;
  const bom = entity({ kind: 'bom', key, fields, locate, owns: items === undefined ? [] : ['bom-item'] });
  return [bom, ...listOf(items).flatMap((item, index) => expandItem(key, item, index, locate))];
}

/** A BOM is released after those of the parts in it. [api.md section 4: the safe order, inferred] */
function bomsBelow(bom: Entity, state: DesiredState): readonly string[] {
  return referrers(state, 'bom-item', 'bom', bom.address)
    .flatMap(item => referrers(state, 'bom', 'part', String(item.fields['part'])))
    .map(below => below.address);
}

const bom: Kind = {
  name: 'bom',
  type: 'MBom',
  identity: [['part']],
  fields: {
    part: { type: 'text', to: 'part', ion: 'partId', write: 'create' },
    status: { type: 'text', write: 'update' },
    attributes: { type: 'attributes' },
  },
  select: ['entityId', 'version'],
  list: { query: 'mboms', filter: { isLatestVersion: { eq: true } }, pageSize: 50 },
  ...crud({ update: 'updateMbom', remove: 'deleteMbom', payload: 'mbom' }),
  create: { mutation: 'createMbom', payload: 'mbom', style: 'input', with: { copyMbom: false } },
  after: bomsBelow,
  lifecycle: {
    ...VERSIONED,
    // Of how many people with which role. [SDL MBomApprovalRole, MAN mbom-versions]
    approval: {
      to: 'RELEASED',
      call: {
        mutation: 'createMbomApproval',
        payload: 'approval',
        style: 'input',
        by: { mbomId: 'id' },
        with: { gateType: 'RELEASED', status: 'APPROVED' },
      },
      asked: [{ query: 'mbomApprovalRoles', at: 'edges.node.count', of: 'MBomApprovalRole' }],
    },
    revise: {
      mutation: 'createMbom',
      payload: 'mbom',
      style: 'input',
      by: { partId: 'part' },
      with: { copyMbom: true },
      from: ['RELEASED', 'ARCHIVED'],
    },
  },
};

export const boms: Family = {
  sections: [{ name: 'boms', kind: 'bom', expand: withTags(expandBom) }],
  rules: bomRules,
  kinds: [
    bom,
    // The object's own `labels` is a text that no source explains. [SDL]
    labelled({ owner: 'bom', at: 'entity.labels' }),
    {
      name: 'bom-item',
      type: 'MBomItem',
      identity: [['bom', 'part']],
      within: { field: 'bom', at: 'mbomItems' },
      fields: {
        bom: { type: 'text', to: 'bom', ion: 'mbomId', write: 'create' },
        part: { type: 'text', to: 'part', ion: 'partId', write: 'create' },
        quantity: { type: 'number' },
        madeOnAssembly: { type: 'boolean' },
      },
      ...crud({ create: 'createMbomItem', update: 'updateMbomItem', remove: 'deleteMbomItem', payload: 'mbomItem' }),
    },
    {
      name: 'bom-designator',
      type: 'MBomItemReferenceDesignator',
      identity: [['item', 'value']],
      within: { field: 'item', at: 'referenceDesignators' },
      fields: {
        item: { type: 'text', to: 'bom-item', ion: 'mbomItemId', write: 'create' },
        value: { type: 'text', write: 'create' },
      },
      ...crud({
        create: 'createMbomItemReferenceDesignator',
        remove: 'deleteMbomItemReferenceDesignator',
        payload: 'mbomItemReferenceDesignator',
      }),
    },
    {
      name: 'bom-substitute',
      type: 'MBomSubstitute',
      identity: [['item', 'part']],
      within: { field: 'item', at: 'substitutes' },
      fields: {
        item: { type: 'text', to: 'bom-item', ion: 'mbomItemId', write: 'create' },
        part: { type: 'text', to: 'part', ion: 'partId', write: 'create' },
      },
      inPlace: true,
      ...crud({ create: 'createMbomSubstitute', remove: 'deleteMbomSubstitute', payload: 'mbomSubstitute' }),
    },
  ],
};
