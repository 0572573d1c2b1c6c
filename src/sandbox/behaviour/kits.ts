// Kits: their items from a run's as-built or manufacturing BOM, what is issued to them, and what comes back.
import { invalid } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, touchRow, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { change, create } from '../resolve/write.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { amount } from '../tables/amount.ts';
import { quantityUnfulfilled } from '../tables/kits.ts';
import { missingQuantity } from './abom.ts';
import { copyRow } from './copy.ts';
import { moveKitted, moveTo } from './movement.ts';
import { freeQuantity, splitOff } from './split.ts';

interface Need {
  readonly partId: unknown;
  readonly quantity: number;
  readonly originMbomItemId: unknown;
}

/** What a unit still lacks; what is made on the assembly comes from no stock (inferred). */
const needsOfUnit = (scope: Scope, unit: SqlRow): readonly Need[] =>
  rowsWhere(scope, 'BuildRequirement', { parentPartInventoryId: unit['id'] ?? null })
    .filter(requirement => requirement['madeOnAssembly'] !== 1)
    .map(requirement => ({
      partId: requirement['partId'],
      originMbomItemId: requirement['originMbomItemId'],
      quantity: missingQuantity(scope, requirement, unit),
    }));

/** The items of a part's released mBOM, or where there is none of its latest (inferred), times a quantity. */
const needsOfPart = (scope: Scope, partId: unknown, quantity: number): readonly Need[] => {
  const mboms = rowsWhere(scope, 'MBom', { partId: Number(partId) });
  const mbom = mboms.findLast(({ status }) => status === 'RELEASED') ?? mboms.at(-1);
  return rowsWhere(scope, 'MBomItem', { mbomId: mbom?.['id'] ?? -1 })
    .filter(item => item['madeOnAssembly'] !== 1)
    .map(item => ({
      partId: item['partId'],
      originMbomItemId: item['id'],
      quantity: amount(Number(item['quantity']) * quantity),
    }));
};

/** More of a part that the kit has already is added to that item (inferred). */
const addNeeds = (scope: Scope, kit: SqlRow, needs: readonly Need[]): void => {
  for (const { partId, quantity, originMbomItemId } of needs) {
    if (!(quantity > 0)) continue;
    const [known] = rowsWhere(scope, 'PartKitItem', { partKitId: kit['id'] ?? null, partId: Number(partId) });
    if (known === undefined) create(scope, 'PartKitItem', { partKitId: kit['id'], partId, quantity, originMbomItemId });
    else updateRow(scope, 'PartKitItem', known, { quantity: amount(Number(known['quantity']) + quantity) });
  }
};

/** From the unit's build requirements where it has any, else from its part's mBOM [SDL comment, inferred in detail]. */
const createKitForRun: Operation = (scope, args) => {
  const run = rowOf(scope, 'Run', (args['input'] as Input)['runId']);
  const kit = create(scope, 'PartKit', { runId: run['id'] });
  const unit = run['partInventoryId'] === null ? undefined : rowOf(scope, 'PartInventory', run['partInventoryId']);
  const lacking = unit === undefined ? [] : needsOfUnit(scope, unit);
  const quantity = Number(unit?.['quantity'] ?? run['quantity'] ?? 1);
  addNeeds(scope, kit, lacking.length > 0 ? lacking : needsOfPart(scope, run['partId'], quantity));
  return { partKit: rowOf(scope, 'PartKit', kit['id']) };
};

/** The kit whose etag was sent, and which is answered with a new one [api facts: the etag of a named owner]. */
const withKit =
  (act: (scope: Scope, kit: SqlRow, input: Input) => SqlRow | undefined): Operation =>
  (scope, args) => {
    const input = args['input'] as Input;
    const kit = rowOf(scope, 'PartKit', input['partKitId']);
    checkEtag(kit, input['etag']);
    const other = act(scope, kit, input);
    touchRow(scope, 'PartKit', kit['id']);
    return { partKit: rowOf(scope, 'PartKit', other?.['id'] ?? kit['id']) };
  };

const addPartsToKitFromMbom = withKit((scope, kit, { partId, quantity }) => {
  const part = rowOf(scope, 'Part', partId);
  addNeeds(scope, kit, needsOfPart(scope, part['id'], Number(quantity ?? 1)));
  return undefined;
});

const issuedTo = (scope: Scope, item: SqlRow): readonly SqlRow[] =>
  rowsWhere(scope, 'PartKitInventory', { partKitItemId: item['id'] ?? null });

const itemsOf = (scope: Scope, kit: SqlRow): readonly SqlRow[] =>
  rowsWhere(scope, 'PartKitItem', { partKitId: kit['id'] ?? null });

/** What is on a kit moves with it [docs automate-inventory-movement]; that the kit itself moves with this mutation is inferred. */
const moveKitInventoryToLocation = withKit((scope, kit, { locationId }) => {
  change(scope, 'PartKit', kit, { locationId });
  return undefined;
});

const lackingOf = (scope: Scope, item: SqlRow): number => {
  const sql = `SELECT ${quantityUnfulfilled('t0')} AS n FROM "PartKitItem" t0 WHERE t0."id" = ?`;
  return Number(scope.store.prepare(sql).get(item['id'] ?? null)?.['n']);
};

/** What a kit still lacks goes to a new one in DRAFT, which is answered; what it has stays (inferred from the name). */
const splitUnfulfilledPartKit = withKit((scope, kit) => {
  const lacking = itemsOf(scope, kit).map(item => ({ item, quantity: lackingOf(scope, item) }));
  if (!lacking.some(({ quantity }) => quantity > 0)) throw invalid(`Part kit ${kit['id']} lacks nothing.`);
  const split = copyRow(scope, 'PartKit', kit, { status: 'DRAFT' });
  for (const { item, quantity } of lacking.filter(({ quantity }) => quantity > 0)) {
    if (quantity === Number(item['quantity'])) {
      updateRow(scope, 'PartKitItem', item, { partKitId: split['id'] });
      continue;
    }
    copyRow(scope, 'PartKitItem', item, { partKitId: split['id'], quantity });
    updateRow(scope, 'PartKitItem', item, { quantity: amount(Number(item['quantity']) - quantity) });
  }
  return split;
});

/** The item's part, or a substitute of the mBOM item that it comes from (inferred). */
const checkPart = (scope: Scope, item: SqlRow, inventory: SqlRow): void => {
  const origin = item['originMbomItemId'] ?? null;
  const substitutes = origin === null ? [] : rowsWhere(scope, 'MBomSubstitute', { mbomItemId: origin });
  if ([item, ...substitutes].some(({ partId }) => partId === inventory['partId'])) return;
  throw invalid(
    `Part inventory ${inventory['id']} is of part ${inventory['partId']}, but part kit item ${item['id']} asks for part ${item['partId']}.`,
  );
};

const CLOSED = ['COMPLETED', 'CANCELED'];

/** The record and the item, once the etag, which is taken to be the record's, has been checked (inferred). */
const endsOf = (scope: Scope, args: Input): { inventory: SqlRow; item: SqlRow; quantity: number } => {
  const input = (args['input'] ?? {}) as Input;
  const inventory = rowOf(scope, 'PartInventory', input['partInventoryId']);
  const item = rowOf(scope, 'PartKitItem', input['partKitItemId']);
  checkEtag(inventory, input['etag']);
  const quantity = Number(input['quantity'] ?? 1);
  if (!(quantity > 0)) throw invalid('The quantity must be greater than 0.');
  const kit = rowOf(scope, 'PartKit', item['partKitId']);
  if (CLOSED.includes(String(kit['status']))) throw invalid(`Part kit ${kit['id']} is ${kit['status']}.`);
  return { inventory, item, quantity };
};

/** What is issued to a kit that is REQUESTED puts it IN_PROGRESS [MAN manual-v2 kitting]. */
const beginFulfilling = (scope: Scope, kit: SqlRow): SqlRow =>
  kit['status'] === 'REQUESTED' ? change(scope, 'PartKit', kit, { status: 'IN_PROGRESS' }) : kit;

/** A kit that is DELIVERED is where it was to be delivered [docs automate-inventory-movement, MAN]. */
const deliver = (before: SqlRow, changes: Values): void => {
  if (changes['status'] !== 'DELIVERED' || before['status'] === 'DELIVERED') return;
  const target = changes['deliveryLocationId'] ?? before['deliveryLocationId'] ?? null;
  if (target !== null) changes['locationId'] = target;
};

/** A part of a record is split off, and that part goes to the kit; the record keeps the rest [SDL payload, inferred]. */
const issueItemToKit: Operation = (scope, args) => {
  const { inventory, item, quantity } = endsOf(scope, args);
  checkPart(scope, item, inventory);
  const free = freeQuantity(scope, inventory);
  if (quantity > free) {
    throw invalid(`Part inventory ${inventory['id']} has ${free} available; ${quantity} cannot be issued.`);
  }
  const split = quantity < Number(inventory['quantity']) ? splitOff(scope, inventory, quantity) : undefined;
  insertRow(scope, 'PartKitInventory', { partKitItemId: item['id'], partInventoryId: (split ?? inventory)['id'] });
  const kit = beginFulfilling(scope, rowOf(scope, 'PartKit', item['partKitId']));
  moveTo(scope, split ?? inventory, kit['locationId']);
  if (split === undefined) touchRow(scope, 'PartInventory', inventory['id']);
  return {
    partInventory: rowOf(scope, 'PartInventory', inventory['id']),
    splitInventory: split === undefined ? null : rowOf(scope, 'PartInventory', split['id']),
  };
};

/** A part of what was issued is split off and free again; nothing is merged with what it once came from (inferred). */
const moveItemToInventory: Operation = (scope, args) => {
  const { inventory, item, quantity } = endsOf(scope, args);
  const key = { partKitItemId: item['id'] ?? null, partInventoryId: inventory['id'] ?? null };
  const [issued] = rowsWhere(scope, 'PartKitInventory', key);
  if (issued === undefined) {
    throw invalid(`Part inventory ${inventory['id']} was not issued to part kit item ${item['id']}.`);
  }
  if (quantity > Number(inventory['quantity'])) {
    throw invalid(`Part inventory ${inventory['id']} has ${inventory['quantity']}; ${quantity} cannot be moved.`);
  }
  const isWhole = quantity === Number(inventory['quantity']);
  const split = isWhole ? null : splitOff(scope, inventory, quantity);
  if (isWhole) {
    deleteRow(scope, 'PartKitInventory', issued);
    touchRow(scope, 'PartInventory', inventory['id']);
  }
  return { partInventory: rowOf(scope, 'PartInventory', inventory['id']), splitInventory: split };
};

const checkItem = (values: Values): void => {
  if (values['quantity'] !== undefined && !(Number(values['quantity']) > 0)) {
    throw invalid('The quantity of a part kit item must be greater than 0.');
  }
};

/** What was issued is of the item's part or its substitutes, and stays so (inferred). */
const checkIssued = (scope: Scope, before: SqlRow, changes: Values): void => {
  const issued = issuedTo(scope, before).map(({ partInventoryId }) => rowOf(scope, 'PartInventory', partInventoryId));
  for (const inventory of issued) checkPart(scope, { ...before, ...(changes as SqlRow) }, inventory);
};

export const kits: Family = {
  behaviours: [
    {
      type: 'PartKit',
      check: (_scope, before, changes) => deliver(before, changes),
      updated: (scope, after, before) => {
        if (after['locationId'] !== before['locationId']) moveKitted(scope, after);
      },
    },
    {
      type: 'PartKitItem',
      prepare: (_scope, values) => {
        checkItem(values);
        if (values['partKitId'] == null || values['partId'] == null) {
          throw invalid('A part kit item needs partKitId and partId.');
        }
      },
      check: (scope, before, changes) => {
        checkItem(changes);
        if (changes['partId'] !== undefined) checkIssued(scope, before, changes);
      },
    },
  ],
  operations: {
    createKitForRun,
    addPartsToKitFromMbom,
    moveKitInventoryToLocation,
    splitUnfulfilledPartKit,
    issueItemToKit,
    moveItemToInventory,
  },
};
