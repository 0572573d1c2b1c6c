/** Kits: what is gathered for a run, and what of stock was issued to it. */
import type { Locate } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import { type Fields, mappingOf, type Value } from '../../state/value.ts';
import { crud, entity, listOf, referenceKey } from '../entry.ts';
import type { Family } from '../kind.ts';
import { labelled, tagged, untagged, withFiles, withTags } from '../tags.ts';
import { kitRules } from './rules.ts';

function expandItem(kit: string, authored: Value, index: number, locate: Locate): readonly Entity[] {
  const written = mappingOf(authored);
  const { issued, ...fields } = untagged(written);
  const path = ['items', index] as const;
  const key = `${kit}.${referenceKey(fields['part'] ?? null)}`;
  const item = entity({
    kind: 'kit-item',
    key,
    fields: { kit, ...fields },
    locate,
    path,
    owns: issued === undefined ? [] : ['kit-issue'],
  });
  const issues = listOf(issued).map((issue, at) => {
    const own = mappingOf(issue);
    return entity({
      kind: 'kit-issue',
      key: `${key}.${referenceKey(own['inventory'] ?? null)}`,
      // ION's own default. [SDL]
      fields: { item: key, quantity: 1, ...own },
      locate,
      path: [...path, 'issued', at],
    });
  });
  return [...tagged(item, written, path, locate), ...issues];
}

const DELIVERED = ['DELIVERED', 'COMPLETED'];

function expandKit(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { items, ...fields } = entry;
  const made = entity({ kind: 'kit', key, fields, locate, owns: items === undefined ? [] : ['kit-item'] });
  // With its delivery a kit is where it was to be delivered. [docs automate-inventory-movement, MAN]
  const isDelivered = DELIVERED.includes(String(fields['status'])) && fields['deliveryLocation'] !== undefined;
  const kit = isDelivered ? { ...made, until: { location: [made.address] } } : made;
  return [kit, ...listOf(items).flatMap((item, index) => expandItem(key, item, index, locate))];
}

export const kits: Family = {
  sections: [{ name: 'kits', kind: 'kit', expand: withTags(expandKit) }],
  rules: kitRules,
  kinds: [
    {
      name: 'kit',
      type: 'PartKit',
      // One for each run, which ION does not insist on. (inferred)
      identity: [['run']],
      fields: {
        run: { type: 'text', to: 'run', ion: 'runId' },
        status: { type: 'text', write: 'update' },
        location: { type: 'text', to: 'location', ion: 'locationId' },
        deliveryLocation: { type: 'text', to: 'location', ion: 'deliveryLocationId' },
        assignedTo: { type: 'text', to: 'user', ion: 'assignedToId' },
        assignedTeam: { type: 'text', to: 'team', ion: 'assignedTeamId' },
        attributes: { type: 'attributes' },
      },
      list: { query: 'partKits', pageSize: 25 },
      select: ['entityId'],
      ...crud({ create: 'createPartKit', update: 'updatePartKit', remove: 'deletePartKit', payload: 'partKit' }),
      lifecycle: {
        field: 'status',
        initial: 'DRAFT',
        open: 'DRAFT',
        // ION documents the states and not the ways between them. (inferred)
        reopens: 'DRAFT',
        next: {
          DRAFT: ['REQUESTED', 'CANCELED'],
          REQUESTED: ['IN_PROGRESS', 'DRAFT', 'CANCELED'],
          IN_PROGRESS: ['DELIVERED', 'DRAFT', 'CANCELED'],
          DELIVERED: ['COMPLETED', 'DRAFT'],
          COMPLETED: ['DRAFT'],
          CANCELED: ['DRAFT'],
        },
      },
    },
    {
      name: 'kit-item',
      type: 'PartKitItem',
      identity: [['kit', 'part']],
      within: { field: 'kit', at: 'partKitItems' },
      fields: {
        kit: { type: 'text', to: 'kit', ion: 'partKitId', write: 'create' },
        part: { type: 'text', to: 'part', ion: 'partId' },
        quantity: { type: 'number' },
        attributes: { type: 'attributes' },
      },
      select: ['entityId'],
      // No source says that a kit under way is closed. (inferred)
      inPlace: true,
      ...crud({
        create: 'createPartKitItem',
        update: 'updatePartKitItem',
        remove: 'deletePartKitItem',
        payload: 'partKitItem',
      }),
    },
    {
      // A part of a record is split off when it is issued, and stands on the kit under an id of its own: what was meant
      // is then the record that it comes from. [SDL payload, inferred]
      name: 'kit-issue',
      type: 'IssuedPartInventory',
      identity: [['item', 'inventory']],
      within: { field: 'item', at: 'partInventories' },
      fields: {
        item: { type: 'text', to: 'kit-item', ion: 'partKitItemId', write: 'create' },
        inventory: {
          type: 'text',
          to: 'inventory',
          ion: 'partInventoryId',
          read: 'id',
          orElse: 'originPartInventoryId',
          write: 'create',
        },
        quantity: { type: 'number', read: 'issuedQuantity', write: 'create' },
      },
      // What is issued to a kit that is REQUESTED puts it IN_PROGRESS [MAN manual-v2 kitting]; that one that is done with takes
      // nothing more, and gives nothing back, is inferred.
      inPlace: { butIn: ['REQUESTED', 'COMPLETED', 'CANCELED'] },
      // Whose etag is meant is not stated; the record is what both mutations answer. (inferred)
      create: {
        mutation: 'issueItemToKit',
        payload: 'partInventory',
        style: 'input',
        etag: { of: 'inventory' },
      },
      remove: {
        mutation: 'moveItemToInventory',
        style: 'input',
        by: { partInventoryId: 'id', partKitItemId: 'item', quantity: 'quantity' },
        etag: 'own',
      },
    },
    labelled({ owner: 'kit' }),
    labelled({ owner: 'kit-item' }),
    withFiles({ owner: 'kit' }),
  ],
};
