/** Inventory, the build requirements that ION gives it, and what is installed in it. */
import type { Locate } from '../../source/source-file.ts';
import type { ActualEntity, ActualState, DesiredState, Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import { type Fields, mappingOf } from '../../state/value.ts';
import { crud, entity, listOf, referenceKey } from '../entry.ts';
import type { Family } from '../kind.ts';
import { labelled, withFiles, withTags } from '../tags.ts';
import { bomsOfPart } from './boms-of-part.ts';
import { completeInstallations } from './complete-installations.ts';
import { isSerialised } from './quantity.ts';
import { inventoryRules } from './rules.ts';
import { untilTaken } from './until-taken.ts';

/** Requirements that are added to those which ION takes from the BOM. */
function expandInventory(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { requirements, ...fields } = entry;
  const unit = entity({ kind: 'inventory', key, fields, locate });
  const added = listOf(requirements).map((requirement, index) => {
    const own = mappingOf(requirement);
    return entity({
      kind: 'build-requirement',
      key: `${key}.${referenceKey(own['part'] ?? null)}`,
      fields: { inventory: key, quantity: 1, ...own },
      locate,
      path: ['requirements', index],
    });
  });
  return [unit, ...added];
}

function expandInstallation(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { requirement, ...fields } = entry;
  return [
    entity({
      kind: 'installation',
      key,
      fields: { quantity: 1, requiredPart: requirement, ...fields },
      locate,
      fieldPaths: { requiredPart: ['requirement'], requirement: ['inventory'] },
    }),
  ];
}

/** The documents disagree: it may be the first run of a unit that gives it its build requirements. [docs BOM pages] */
function runsOfUnit(unit: string, state: DesiredState): readonly string[] {
  return referrers(state, 'run', 'inventory', unit).map(run => run.address);
}

/** How much a requirement asks for: so much for each unit of its inventory, of which there may be about to be more. [GUIDE aBOM] */
function requiredBy({ fields }: ActualEntity, desired: DesiredState, actual: ActualState): number | undefined {
  const unit = String(fields['inventory']);
  const units = [desired, actual].map(({ entities }) => Number(entities.get(unit)?.fields['quantity'] ?? 0));
  const each = fields['quantity'];
  return typeof each === 'number' ? each * Math.max(...units) : undefined;
}

/** A serialised unit is in one place. Of a lot, what is taken out stays apart from what it was split off, and leaves no more of it. */
function heldBy({ address }: ActualEntity, desired: DesiredState): number | undefined {
  const unit = desired.entities.get(address);
  return unit && isSerialised(unit, desired) ? 1 : undefined;
}

export const inventory: Family = {
  sections: [
    { name: 'inventory', kind: 'inventory', expand: withTags(expandInventory) },
    { name: 'installations', kind: 'installation', expand: expandInstallation },
  ],
  rules: inventoryRules,
  complete: state => {
    const { entities, findings } = completeInstallations(state);
    return { entities: [...entities, ...untilTaken(state)], findings };
  },
  kinds: [
    {
      name: 'inventory',
      type: 'PartInventory',
      identity: [
        ['part', 'serialNumber'],
        ['part', 'lotNumber', 'location?'],
        ['part', 'location?'],
      ],
      fields: {
        part: { type: 'text', to: 'part', ion: 'partId' },
        serialNumber: { type: 'text' },
        lotNumber: { type: 'text' },
        quantity: { type: 'number' },
        location: { type: 'text', to: 'location', ion: 'locationId' },
        supplier: { type: 'text', to: 'supplier', ion: 'supplierId' },
        unit: { type: 'text', to: 'unit', ion: 'unitOfMeasureId' },
        cost: { type: 'number' },
        estimatedArrival: { type: 'date' },
        needDate: { type: 'date' },
        lastMaintainedDate: { type: 'date' },
        quantityScrapped: { type: 'number' },
        uri: { type: 'text' },
        unavailable: { type: 'boolean', write: 'update' },
        attributes: { type: 'attributes' },
      },
      // What is on order has neither a number nor a place yet: it belongs to its order, and is nothing that a fixture declares.
      list: {
        query: 'partInventories',
        filter: { status: { neq: 'ON_ORDER' } },
        pageSize: 50,
      },
      select: ['entityId', 'originPartInventoryId'],
      splitFrom: { by: 'originPartInventoryId', shares: 'quantity' },
      moved: ['quantityInstalled', 'quantityIssued', 'runs.id'],
      ...crud({
        create: 'createPartInventory',
        update: 'updatePartInventory',
        remove: 'deletePartInventory',
        payload: 'partInventory',
      }),
      after: bomsOfPart,
    },
    labelled({ owner: 'inventory' }),
    withFiles({ owner: 'inventory' }),
    {
      name: 'build-requirement',
      type: 'BuildRequirement',
      identity: [['inventory', 'part']],
      within: { field: 'inventory', at: 'buildRequirements' },
      fields: {
        inventory: { type: 'text', to: 'inventory', ion: 'partInventoryId', write: 'create' },
        part: { type: 'text', to: 'part', ion: 'partId', write: 'create' },
        quantity: { type: 'number', ion: 'quantityPerParentPartInventory', write: 'create' },
        madeOnAssembly: { type: 'boolean', write: 'create' },
      },
      etag: false,
      spawned: true,
      spawners: (requirement, state) => runsOfUnit(String(requirement.fields['inventory']), state),
      // Also of units that are in the target without one, or that have no run where it is a run that brings them.
      makeable: ['quantity'],
      // For those that are added by hand. No source knows a mutation that changes or removes one.
      create: { mutation: 'createBuildRequirement', payload: 'buildRequirement', style: 'input' },
    },
    {
      name: 'installation',
      type: 'ABomInstallation',
      identity: [['requirement', 'inventory']],
      within: { field: 'requirement', at: 'abomInstallations' },
      fields: {
        into: { type: 'text', to: 'inventory', write: 'never', local: true },
        requiredPart: { type: 'text', to: 'part', write: 'never', local: true },
        requirement: { type: 'text', to: 'build-requirement', ion: 'buildRequirementId', write: 'create' },
        // A part of a record is split off, and that part is installed: what was meant is the record that it comes from.
        // [MAN inventory-splitting, docs split-inventory]
        inventory: {
          type: 'text',
          to: 'inventory',
          ion: 'partInventoryId',
          orElse: 'partInventory.originPartInventoryId',
          write: 'create',
        },
        quantity: { type: 'number', write: 'create' },
        // ION shows the position as the id of a type that no public source names, so no known target has this member.
        referenceDesignator: { type: 'text', ion: 'buildRequirementReferenceDesignator', write: 'create' },
      },
      etag: false,
      create: { mutation: 'createAbomInstallation', payload: 'abomInstallation', style: 'input' },
      // Without an etag. [TS uninstall_tool.graphql]
      remove: { mutation: 'deleteAbomInstallation', style: 'arguments' },
      takes: { field: 'quantity', of: { inventory: heldBy, requirement: requiredBy } },
      after: (installation, state) => runsOfUnit(String(installation.fields['into']), state),
    },
  ],
};
