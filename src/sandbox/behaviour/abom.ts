// The as-built BOM: additional requirements, and installations with what may be installed where.
import { isReachable } from '../resolve/graph.ts';
import { invalid, notEmulated } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { insertRow, rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Behaviour, Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { create } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { amount } from '../tables/amount.ts';
import { moveTo } from './movement.ts';
import { hasInterchangeableParts } from './organization.ts';
import { installableQuantity, splitOff, totalOf } from './split.ts';

/** How much a requirement asks for in all: a fixed quantity, or one for each piece of the parent. */
const requiredQuantity = (requirement: SqlRow, parent: SqlRow): number =>
  requirement['fixedQuantityPerBuildRequirement'] == null
    ? amount(Number(requirement['quantityPerParentPartInventory'] ?? 1) * Number(parent['quantity']))
    : Number(requirement['fixedQuantityPerBuildRequirement']);

const installedQuantity = (scope: Scope, requirement: SqlRow): number =>
  totalOf(rowsWhere(scope, 'ABomInstallation', { buildRequirementId: requirement['id'] ?? null }));

/** How much a requirement still takes. */
export const missingQuantity = (scope: Scope, requirement: SqlRow, parent: SqlRow): number =>
  amount(requiredQuantity(requirement, parent) - installedQuantity(scope, requirement));

/** The item that a requirement comes from; of one that was added by hand the one that asks for its part now (inferred). */
const itemIdOf = (
  scope: Scope,
  { originMbomItemId = null, parentPartInventoryId, partId = null }: SqlRow,
): SqlValue => {
  if (originMbomItemId !== null) return originMbomItemId;
  const parent = rowOf(scope, 'PartInventory', parentPartInventoryId);
  const [mbom] = rowsWhere(scope, 'MBom', { partId: parent['partId'] ?? null, status: 'RELEASED' });
  return rowsWhere(scope, 'MBomItem', { mbomId: mbom?.['id'] ?? null, partId })[0]?.['id'] ?? null;
};

/** The required part and what the mBOM item lets stand in for it [MAN]. */
const acceptedParts = (scope: Scope, requirement: SqlRow): SqlValue[] => {
  const itemId = itemIdOf(scope, requirement);
  const substitutes = itemId === null ? [] : rowsWhere(scope, 'MBomSubstitute', { mbomItemId: itemId });
  return [requirement['partId'] ?? null, ...substitutes.map(substitute => substitute['partId'] ?? null)];
};

const partNumberOf = (scope: Scope, partId: SqlValue | undefined): SqlValue | undefined =>
  rowOf(scope, 'Part', partId)['partNumber'];

/** Another revision of an accepted part will do while the organisation's parts are interchangeable [docs]. */
export const isAccepted = (scope: Scope, requirement: SqlRow, inventory: SqlRow): boolean => {
  const accepted = acceptedParts(scope, requirement);
  if (accepted.includes(inventory['partId'] ?? null)) return true;
  const number = partNumberOf(scope, inventory['partId']);
  return hasInterchangeableParts(scope) && accepted.some(partId => partNumberOf(scope, partId) === number);
};

const checkPart = (scope: Scope, requirement: SqlRow, inventory: SqlRow): void => {
  if (isAccepted(scope, requirement, inventory)) return;
  throw invalid(
    `Part inventory ${inventory['id']} is of part ${inventory['partId']}, but build requirement ${requirement['id']} ` +
      `asks for part ${requirement['partId']} and has no such substitute.`,
  );
};

const CONTAINED_INVENTORIES =
  `SELECT b."parentPartInventoryId" AS source, i."partInventoryId" AS destination FROM "ABomInstallation" i ` +
  `JOIN "BuildRequirement" b ON b."id" = i."buildRequirementId"`;

/** A unit cannot be installed in itself, at any depth (inferred). */
const checkCircle = (scope: Scope, parent: SqlRow, inventory: SqlRow): void => {
  if (isReachable(scope, CONTAINED_INVENTORIES, inventory['id'] ?? null, parent['id'] ?? null)) {
    throw invalid(`Part inventory ${inventory['id']} is or contains part inventory ${parent['id']}.`);
  }
};

/** Throws unless this much more can be installed. */
export const checkQuantity = (
  scope: Scope,
  requirement: SqlRow,
  parent: SqlRow,
  inventory: SqlRow,
  quantity: number,
): void => {
  if (!(quantity > 0)) throw invalid('The quantity of an installation must be greater than 0.');
  const missing = missingQuantity(scope, requirement, parent);
  if (quantity > missing) {
    throw invalid(`Build requirement ${requirement['id']} takes ${missing} more; ${quantity} cannot be installed.`);
  }
  const available = installableQuantity(scope, inventory);
  if (quantity > available) {
    throw invalid(`Part inventory ${inventory['id']} has ${available} available; ${quantity} cannot be installed.`);
  }
};

/** A part of a record is split off, and that part is installed [MAN inventory-splitting, docs split-inventory]; it stays on the kit that the record is on (inferred). */
const takeOff = (scope: Scope, inventory: SqlRow, quantity: number): SqlRow => {
  if (quantity === Number(inventory['quantity'])) return inventory;
  const split = splitOff(scope, inventory, quantity);
  for (const { partKitItemId } of rowsWhere(scope, 'PartKitInventory', { partInventoryId: inventory['id'] ?? null })) {
    insertRow(scope, 'PartKitInventory', { partKitItemId, partInventoryId: split['id'] });
  }
  return split;
};

const prepareInstallation: Behaviour['prepare'] = (scope, values) => {
  if (values['buildRequirementReferenceDesignatorId'] != null) {
    throw notEmulated('CreateABomInstallationInput.buildRequirementReferenceDesignatorId');
  }
  values['quantity'] ??= 1;
  const requirement = rowOf(scope, 'BuildRequirement', values['buildRequirementId']);
  const inventory = rowOf(scope, 'PartInventory', values['partInventoryId']);
  const parent = rowOf(scope, 'PartInventory', requirement['parentPartInventoryId']);
  checkCircle(scope, parent, inventory);
  checkPart(scope, requirement, inventory);
  checkQuantity(scope, requirement, parent, inventory, Number(values['quantity']));
  values['partInventoryId'] = takeOff(scope, inventory, Number(values['quantity']))['id'];
};

/** What is installed is where its assembly is [docs automate-inventory-movement, MAN]. */
const putIntoPlace = (scope: Scope, { buildRequirementId, partInventoryId }: SqlRow): void => {
  const { parentPartInventoryId } = rowOf(scope, 'BuildRequirement', buildRequirementId);
  const { locationId } = rowOf(scope, 'PartInventory', parentPartInventoryId);
  moveTo(scope, rowOf(scope, 'PartInventory', partInventoryId), locationId);
};

const prepareRequirement: Behaviour['prepare'] = (_scope: Scope, values: Values, input: Input) => {
  values['parentPartInventoryId'] = input['partInventoryId'];
  values['quantityPerParentPartInventory'] ??= 1;
  if (!(Number(values['quantityPerParentPartInventory']) > 0)) {
    throw invalid('The quantity of a build requirement must be greater than 0.');
  }
};

/** Takes no etag, and tells of success instead of an id [TS]; the message's wording is ours. */
const deleteAbomInstallation: Operation = (scope, args) => {
  const installation = rowOf(scope, 'ABomInstallation', args['id']);
  deleteRow(scope, 'ABomInstallation', installation);
  return { success: true, message: `Installation ${installation['id']} was removed.` };
};

export const abom: Family = {
  behaviours: [
    { type: 'BuildRequirement', accepts: ['partInventoryId'], prepare: prepareRequirement },
    { type: 'ABomInstallation', prepare: prepareInstallation, created: putIntoPlace },
  ],
  operations: {
    createBuildRequirement: (scope, args) => ({
      buildRequirement: create(scope, 'BuildRequirement', args['input'] as Input),
    }),
    deleteAbomInstallation,
  },
};
