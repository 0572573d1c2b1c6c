// Receipts: what came, of an order's line or by itself, and with which numbers it was put where.
import { invalid, notEmulated } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { change } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { dropInventory, followReceipts, onOrder } from './purchase-orders.ts';
import { hasReceipt, splitOff, totalOf } from './split.ts';

/** The record itself when all of it comes; else the part that comes is split off, and the rest stays on order (inferred). */
const takeFrom = (scope: Scope, row: SqlRow, quantity: number): SqlRow =>
  quantity === Number(row['quantity']) ? row : splitOff(scope, row, quantity);

const takeRecord = (scope: Scope, id: unknown, quantity: number): SqlRow => {
  const row = rowOf(scope, 'PartInventory', id);
  if (hasReceipt(scope, row)) throw invalid(`Part inventory ${row['id']} was received already.`);
  if (quantity > Number(row['quantity'])) {
    throw invalid(`Part inventory ${row['id']} has ${row['quantity']}; ${quantity} cannot be received.`);
  }
  return takeFrom(scope, row, quantity);
};

/** What was received and taken back is a record beside the rest that is on order: all of it counts (inferred). */
const gather = (scope: Scope, [first = {}, ...others]: readonly SqlRow[], total: number): SqlRow => {
  for (const row of others) dropInventory(scope, row);
  return updateRow(scope, 'PartInventory', first, { quantity: total });
};

/** Whether a record that is on order again has the numbers that come now. */
const isNumbered = (row: SqlRow, item: Input): boolean =>
  ['serialNumber', 'lotNumber'].some(name => item[name] != null && item[name] === row[name]);

/** No more comes of a line than is on order; what comes a second time is the record that came before (inferred). */
const takeOrdered = (scope: Scope, line: SqlRow, quantity: number, item: Input): SqlRow => {
  const open = onOrder(scope, line);
  const total = totalOf(open);
  if (quantity > total) {
    throw invalid(`Purchase order line ${line['id']} has ${total} on order; ${quantity} cannot be received.`);
  }
  const enough = open.filter(one => Number(one['quantity']) >= quantity);
  const row = enough.find(one => isNumbered(one, item)) ?? enough[0] ?? gather(scope, open, total);
  return takeFrom(scope, row, quantity);
};

const GIVEN = ['locationId', 'autogenerateSerialNumber', 'autogenerateLotNumber'];

/** What comes gets its numbers and its place; a tracked part must have its number by now (inferred). */
const putAway = (scope: Scope, row: SqlRow, item: Input): SqlRow => {
  const others = Object.fromEntries(GIVEN.filter(name => item[name] != null).map(name => [name, item[name]]));
  const serialNumber = item['serialNumber'] ?? row['serialNumber'];
  const lotNumber = item['lotNumber'] ?? row['lotNumber'];
  return change(scope, 'PartInventory', row, { serialNumber, lotNumber, ...others });
};

/** Only an order that is ORDERED is received [MAN receiving-inspection, docs receiving/receive-parts]. */
const lineOf = (scope: Scope, item: Input): SqlRow | undefined => {
  if (item['purchaseOrderLineId'] == null) return undefined;
  const line = rowOf(scope, 'PurchaseOrderLine', item['purchaseOrderLineId']);
  const order = rowOf(scope, 'PurchaseOrder', line['purchaseOrderId']);
  if (order['status'] === 'ORDERED') return line;
  throw invalid(
    `Purchase order ${order['id']} is ${order['status']}; only of an ORDERED one something can be received.`,
  );
};

const checkQuantity = (quantity: unknown): void => {
  if (!(Number(quantity) > 0)) throw invalid('The quantity of a receipt item must be greater than 0.');
};

const OF_INVENTORY = ['quantity', 'partInventoryId', 'purchaseOrderLineId'];

/** What came is a record of just that quantity, so it is taken back and comes anew; what ION does here is not documented. */
const checkItem = (before: SqlRow, changes: Values): void => {
  if (changes['quantity'] !== undefined) checkQuantity(changes['quantity']);
  const changed = OF_INVENTORY.find(name => changes[name] !== undefined && Number(changes[name]) !== before[name]);
  if (changed === undefined) return;
  if (changed !== 'quantity' || before['partInventoryId'] !== null)
    throw notEmulated(`A change of ReceiptItem.${changed}`);
};

/** The id of the line that something came of, if any. */
const receive = (scope: Scope, receipt: SqlRow, item: Input): SqlValue | undefined => {
  const quantity = Number(item['quantity']);
  checkQuantity(quantity);
  const line = lineOf(scope, item);
  const { partInventoryId } = item;
  if (line === undefined && partInventoryId == null) {
    throw invalid('A receipt item needs partInventoryId or purchaseOrderLineId.');
  }
  const hasInventory = partInventoryId != null || (line !== undefined && line['partId'] !== null);
  const taken = () =>
    partInventoryId == null && line !== undefined
      ? takeOrdered(scope, line, quantity, item)
      : takeRecord(scope, partInventoryId, quantity);
  const inventory = hasInventory ? putAway(scope, taken(), item) : undefined;
  insertRow(scope, 'ReceiptItem', {
    receiptId: receipt['id'],
    purchaseOrderLineId: line?.['id'],
    partInventoryId: inventory?.['id'],
    quantity,
  });
  return line?.['id'];
};

const follow = (scope: Scope, lineIds: readonly (SqlValue | undefined)[]): void => {
  for (const id of new Set(lineIds)) if (id != null) followReceipts(scope, rowOf(scope, 'PurchaseOrderLine', id));
};

/** All items go to one receipt, whose etag each of them carries (inferred), and all come or none. */
const addItems = (scope: Scope, items: readonly Input[]): Input => {
  const [first] = items;
  if (first === undefined) throw invalid('There is nothing to receive.');
  const receipt = rowOf(scope, 'Receipt', first['receiptId']);
  for (const item of items) {
    if (Number(item['receiptId']) !== receipt['id']) throw invalid('All items must be of one receipt.');
    checkEtag(receipt, item['etag']);
  }
  follow(
    scope,
    items.map(item => receive(scope, receipt, item)),
  );
  return { receipt: updateRow(scope, 'Receipt', receipt, {}) };
};

const itemsOf = (input: unknown): readonly Input[] => [input].flat().filter((item): item is Input => item != null);

const add: Operation = (scope, args) => addItems(scope, itemsOf(args['input']));

/** What does not count as received any more is on order again, where it stands on a line (inferred). */
const removeBy =
  (column: 'id' | 'partInventoryId'): Operation =>
  (scope, args) => {
    const input = (args['input'] ?? {}) as Input;
    const receipt = rowOf(scope, 'Receipt', input['receiptId']);
    checkEtag(receipt, input['etag']);
    const key = { receiptId: receipt['id'] ?? null, [column]: Number(input[column]) };
    const [item] = rowsWhere(scope, 'ReceiptItem', key);
    if (item === undefined) throw invalid(`Receipt ${receipt['id']} has no item with ${column} ${input[column]}.`);
    deleteRow(scope, 'ReceiptItem', item);
    follow(scope, [item['purchaseOrderLineId']]);
    return { receipt: updateRow(scope, 'Receipt', receipt, {}) };
  };

/** With a receipt everything on it is taken back. */
const takeBack = (scope: Scope, receipt: SqlRow): void => {
  const items = rowsWhere(scope, 'ReceiptItem', { receiptId: receipt['id'] ?? null });
  for (const item of items) deleteRow(scope, 'ReceiptItem', item);
  follow(
    scope,
    items.map(item => item['purchaseOrderLineId']),
  );
};

export const receipts: Family = {
  behaviours: [
    {
      type: 'ReceiptItem',
      check: (_scope, before, changes) => checkItem(before, changes),
      updated: (scope, item) => follow(scope, [item['purchaseOrderLineId']]),
    },
    {
      type: 'Receipt',
      prepare: (scope, values) => {
        values['receivedAt'] ??= scope.now().toISOString();
        values['receivedById'] ??= scope.userId;
      },
      removing: (scope, receipt) => takeBack(scope, receipt),
    },
  ],
  operations: {
    addItemsToReceipt: add,
    addInventoriesToReceipt: add,
    addInventoryToReceipt: add,
    removeItemFromReceipt: removeBy('id'),
    removeInventoryFromReceipt: removeBy('partInventoryId'),
  },
};
