// What older clients do with aBOM items: each is a unit, an installation or what a build requirement lacks, and is changed as that.
import { invalid, notEmulated } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, touchRow, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope } from '../resolve/scope.ts';
import { create } from '../resolve/write.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { amount } from '../tables/amount.ts';
import { ITEM_KINDS } from '../tables/legacy-abom.ts';
import { checkQuantity, isAccepted, missingQuantity } from './abom.ts';
import { spawnBuildRequirements } from './build-requirements.ts';
import { installableQuantity, splitOff } from './split.ts';

type Kind = (typeof ITEM_KINDS)[number];

/** What an item stands for. */
interface Source {
  readonly kind: Kind;
  readonly id: number;
}

const sourceOf = (item: SqlRow): Source => {
  const id = Number(item['id']);
  return { kind: ITEM_KINDS[id % 3] ?? 'unit', id: Math.floor(id / 3) };
};

const itemFor = (scope: Scope, kind: Kind, id: unknown): SqlRow =>
  rowOf(scope, 'ABomItem', Number(id) * 3 + ITEM_KINDS.indexOf(kind));

/** The item of a unit, wherever it is installed. */
const itemOfUnit = (scope: Scope, partInventoryId: unknown): SqlRow => {
  const [first] = rowsWhere(scope, 'ABomInstallation', { partInventoryId: Number(partInventoryId) });
  return first === undefined ? itemFor(scope, 'unit', partInventoryId) : itemFor(scope, 'installation', first['id']);
};

/** What shows a requirement: what it lacks, or if that is nothing what was installed last. */
const itemOfRequirement = (scope: Scope, requirement: SqlRow): SqlRow => {
  const parent = rowOf(scope, 'PartInventory', requirement['parentPartInventoryId']);
  if (missingQuantity(scope, requirement, parent) > 0) return itemFor(scope, 'requirement', requirement['id']);
  const installations = rowsWhere(scope, 'ABomInstallation', { buildRequirementId: requirement['id'] ?? null });
  return itemFor(scope, 'installation', installations.at(-1)?.['id']);
};

const refuseDesignators = (input: Input): void => {
  if (input['referenceDesignator'] != null) throw notEmulated('referenceDesignator of ABomItem');
};

/** Gives a unit its build requirements, if it has none yet [SDL]; the etag is the unit's (inferred). */
const createAbomForPartInventory: Operation = (scope, args) => {
  const unit = rowOf(scope, 'PartInventory', args['id']);
  checkEtag(unit, args['etag']);
  spawnBuildRequirements(scope, unit);
  if (rowsWhere(scope, 'BuildRequirement', { parentPartInventoryId: unit['id'] ?? null }).length === 0) {
    throw invalid(`Part inventory ${unit['id']} gets no aBOM: its part has no mBOM with items.`);
  }
  return { abomItem: itemOfUnit(scope, unit['id']) };
};

/** The inventory that an item is, in which others are installed. */
const unitOf = (item: SqlRow): unknown => {
  if (item['partInventoryId'] !== null) return item['partInventoryId'];
  throw invalid(`aBOM item ${item['id']} has no part inventory yet, so that nothing can be installed in it.`);
};

/** A requirement beyond the mBOM, in a fixed quantity unless one per parent is given, installed at once if inventory is named (inferred). */
const createAbomItem: Operation = (scope, args) => {
  const input = args['input'] as Input;
  refuseDesignators(input);
  const { expectedQuantityPer = null, expectedFixedQuantity = null } = input;
  const fixed = expectedFixedQuantity ?? (expectedQuantityPer === null ? (input['quantity'] ?? 1) : null);
  if (!(Number(fixed ?? expectedQuantityPer) > 0)) throw invalid('An aBOM item needs a quantity greater than 0.');
  const requirement = insertRow(scope, 'BuildRequirement', {
    parentPartInventoryId: unitOf(rowOf(scope, 'ABomItem', input['parentId'])),
    partId: input['partId'],
    quantityPerParentPartInventory: expectedQuantityPer,
    fixedQuantityPerBuildRequirement: fixed,
  });
  if (input['partInventoryId'] == null) return { abomItem: itemOfRequirement(scope, requirement) };
  const { partInventoryId, quantity } = input;
  const installation = create(scope, 'ABomInstallation', {
    buildRequirementId: requirement['id'],
    partInventoryId,
    quantity: quantity ?? fixed ?? 1,
  });
  return { abomItem: itemFor(scope, 'installation', installation['id']) };
};

const requirementOf = (scope: Scope, { kind, id }: Source): SqlRow =>
  kind === 'requirement'
    ? rowOf(scope, 'BuildRequirement', id)
    : rowOf(scope, 'BuildRequirement', rowOf(scope, 'ABomInstallation', id)['buildRequirementId']);

/** What is expected cannot be less than what is installed (inferred). */
const changeExpectation = (scope: Scope, requirement: SqlRow, input: Input): void => {
  const { expectedQuantityPer, expectedFixedQuantity } = input;
  if (expectedQuantityPer === undefined && expectedFixedQuantity === undefined) return;
  const changes = {
    quantityPerParentPartInventory: expectedQuantityPer,
    fixedQuantityPerBuildRequirement: expectedFixedQuantity,
  };
  const after = updateRow(scope, 'BuildRequirement', requirement, changes);
  const parent = rowOf(scope, 'PartInventory', after['parentPartInventoryId']);
  if (missingQuantity(scope, after, parent) < 0)
    throw invalid(`More is installed than build requirement ${after['id']} would take.`);
};

const install = (scope: Scope, requirement: SqlRow, partInventoryId: unknown, quantity: unknown): SqlRow =>
  create(scope, 'ABomInstallation', { buildRequirementId: requirement['id'], partInventoryId, quantity });

/** More comes from the record that the installed one was split off [inferred]; less leaves a record of what was taken out [docs split-inventory]. */
const changeInstalled = (scope: Scope, requirement: SqlRow, installation: SqlRow, quantity: number): void => {
  const more = amount(quantity - Number(installation['quantity']));
  if (!(quantity > 0)) throw invalid('The quantity of an installed aBOM item must be greater than 0.');
  const inventory = rowOf(scope, 'PartInventory', installation['partInventoryId']);
  if (more > 0) {
    const parent = rowOf(scope, 'PartInventory', requirement['parentPartInventoryId']);
    const { originPartInventoryId } = inventory;
    const origin = originPartInventoryId === null ? inventory : rowOf(scope, 'PartInventory', originPartInventoryId);
    checkQuantity(scope, requirement, parent, origin, more);
    updateRow(scope, 'PartInventory', origin, { quantity: amount(Number(origin['quantity']) - more) });
    updateRow(scope, 'PartInventory', inventory, { quantity: amount(Number(inventory['quantity']) + more) });
  }
  const after = updateRow(scope, 'ABomInstallation', installation, { quantity });
  if (more < 0) splitOff(scope, rowOf(scope, 'PartInventory', after['partInventoryId']), -more);
};

/** Naming inventory installs it, null takes it out again; a quantity is how much of it (inferred from the older model). The installation that there is now. */
const changeFulfilment = (
  scope: Scope,
  source: Source,
  requirement: SqlRow,
  item: SqlRow,
  input: Input,
): SqlRow | undefined => {
  const { partInventoryId, quantity } = input;
  if (source.kind === 'requirement') {
    if (partInventoryId != null) return install(scope, requirement, partInventoryId, quantity ?? item['quantity']);
    if (quantity != null)
      throw invalid('An aBOM item that nothing is installed in takes its quantity from what is expected.');
    return undefined;
  }
  const installation = rowOf(scope, 'ABomInstallation', source.id);
  if (partInventoryId === undefined || Number(partInventoryId) === installation['partInventoryId']) {
    if (quantity != null) changeInstalled(scope, requirement, installation, Number(quantity));
    return installation;
  }
  deleteRow(scope, 'ABomInstallation', installation);
  if (partInventoryId === null) return undefined;
  return install(scope, requirement, partInventoryId, quantity ?? installation['quantity']);
};

const checkPlace = (item: SqlRow, { parentId }: Input): void => {
  if (parentId != null && Number(parentId) !== item['parentId'])
    throw notEmulated('Moving an ABomItem to another parent');
};

const updateAbomItem: Operation = (scope, args) => {
  const input = args['input'] as Input;
  const item = rowOf(scope, 'ABomItem', input['id']);
  checkEtag(item, input['etag']);
  refuseDesignators(input);
  checkPlace(item, input);
  const source = sourceOf(item);
  if (source.kind === 'unit') throw invalid(`aBOM item ${item['id']} is part inventory ${source.id}; change that.`);
  changeExpectation(scope, requirementOf(scope, source), input);
  const requirement = requirementOf(scope, source);
  const installation = changeFulfilment(scope, source, requirement, item, input);
  // What is installed stays an item of its own.
  if (installation === undefined) return { abomItem: itemOfRequirement(scope, requirement) };
  return { abomItem: itemFor(scope, 'installation', installation['id']) };
};

/** What is installed comes out; what is missing is required no more; the unit at the top stays (all inferred). */
const deleteAbomItem: Operation = (scope, args) => {
  const item = rowOf(scope, 'ABomItem', args['id']);
  checkEtag(item, args['etag']);
  const { kind, id } = sourceOf(item);
  if (kind === 'unit') throw invalid(`aBOM item ${item['id']} is part inventory ${id} and goes with that only.`);
  if (kind === 'installation') deleteRow(scope, 'ABomInstallation', rowOf(scope, 'ABomInstallation', id));
  else deleteRow(scope, 'BuildRequirement', rowOf(scope, 'BuildRequirement', id));
  return { id: item['id'] };
};

const issuedTo = (scope: Scope, kit: SqlRow): SqlRow[] =>
  rowsWhere(scope, 'PartKitItem', { partKitId: kit['id'] ?? null })
    .flatMap(item => rowsWhere(scope, 'PartKitInventory', { partKitItemId: item['id'] ?? null }))
    .map(({ partInventoryId }) => rowOf(scope, 'PartInventory', partInventoryId));

/** As much as a requirement lacks and the kit's inventory has; what does not fit stays on the kit (inferred). */
const installFrom = (scope: Scope, stock: readonly SqlRow[], requirement: SqlRow, unit: SqlRow): void => {
  for (const inventory of stock.filter(one => isAccepted(scope, requirement, one))) {
    const quantity = Math.min(missingQuantity(scope, requirement, unit), installableQuantity(scope, inventory));
    if (quantity > 0) install(scope, requirement, inventory['id'], quantity);
  }
};

/** The etag is taken to be the kit's, which is renewed. */
const installKitOnAbomItemChildren: Operation = (scope, args) => {
  const { partKitId, abomItemId, etag } = args['input'] as Input;
  const kit = rowOf(scope, 'PartKit', partKitId);
  checkEtag(kit, etag);
  const unit = rowOf(scope, 'PartInventory', unitOf(rowOf(scope, 'ABomItem', abomItemId)));
  const stock = issuedTo(scope, kit);
  for (const requirement of rowsWhere(scope, 'BuildRequirement', { parentPartInventoryId: unit['id'] ?? null })) {
    installFrom(scope, stock, requirement, unit);
  }
  touchRow(scope, 'PartKit', kit['id']);
  return { abomItems: rowsWhere(scope, 'ABomItem', { parentId: itemOfUnit(scope, unit['id'])['id'] ?? null }) };
};

export const legacyAbom: Family = {
  operations: {
    createAbomForPartInventory,
    createAbomItem,
    updateAbomItem,
    deleteAbomItem,
    installKitOnAbomItemChildren,
  },
};
