// Purchase orders: their states, and the inventory that stands on their lines from the moment they are made.
import { invalid } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, touchRow, updateKeepingEtag, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { change, create, removeRow } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { amount } from '../tables/amount.ts';
import { checkAsked } from './asked-approvals.ts';
import { editedColumn } from './edited-column.ts';
import { hasReceipt, totalOf } from './split.ts';

/** ORDERED → DRAFT is what a public client does before it deletes [EX]; the other ways are inferred. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  DRAFT: ['REQUESTED', 'APPROVED', 'ORDERED', 'CANCELED'],
  REQUESTED: ['DRAFT', 'APPROVED', 'CANCELED'],
  APPROVED: ['DRAFT', 'ORDERED', 'CANCELED'],
  ORDERED: ['DRAFT', 'RECEIVED', 'CANCELED'],
  RECEIVED: ['ORDERED', 'DRAFT'],
  CANCELED: ['DRAFT'],
};

/** How many approvals an order takes before it is APPROVED, or ORDERED without that, is a setting [SDL]. */
const APPROVALS = {
  ...{ what: 'Purchase order', status: 'status', table: 'PurchaseOrderApproval', column: 'purchaseOrderId' },
  setting: ['purchaseOrders', 'numApproversRequired'],
} as const;

/** How many approvals it takes is asked where an order is made in such a state, too (inferred). */
const checkApprovals = (scope: Scope, before: SqlRow, changes: Values): void => {
  for (const to of ['APPROVED', 'ORDERED']) checkAsked(scope, { ...APPROVALS, to }, before, changes);
};

const checkTransition = (before: SqlRow, changes: Values): void => {
  const from = String(before['status']);
  const to = changes['status'];
  if (to === undefined || to === null || to === from || NEXT[from]?.includes(String(to))) return;
  throw invalid(`Purchase order ${before['id']} cannot go from ${from} to ${String(to)}.`);
};

/** The day of the order is set with it, unless it is given (inferred). */
const stampOrder = (scope: Scope, values: Values, before?: SqlRow): void => {
  if (values['status'] !== 'ORDERED' || before?.['status'] === 'ORDERED') return;
  if ((values['orderedAt'] ?? before?.['orderedAt'] ?? null) === null) values['orderedAt'] = scope.now().toISOString();
};

/** Lines follow their order, but not into the two states that are deprecated for them [change policy]; (inferred). */
const isOfLines = (status: unknown): boolean => status !== 'REQUESTED' && status !== 'APPROVED';

/** The etags of lines stay, so that a client that has read an order with its lines can go on after moving it [EX]. */
const moveLines = (scope: Scope, after: SqlRow, before: SqlRow): void => {
  const { status } = after;
  if (status === before['status'] || !isOfLines(status)) return;
  for (const line of rowsWhere(scope, 'PurchaseOrderLine', { purchaseOrderId: after['id'] ?? null })) {
    if (line['status'] !== status) updateKeepingEtag(scope, 'PurchaseOrderLine', line, { status });
  }
};

/** An order that was placed is set back to DRAFT before it, or a line of it, is deleted [EX]; a received one too (inferred). */
const refuseWhenPlaced = (order: SqlRow, what: string): void => {
  const status = String(order['status']);
  if (status !== 'ORDERED' && status !== 'RECEIVED') return;
  throw invalid(`${what} cannot be deleted: purchase order ${order['id']} is ${status}; set it back to DRAFT first.`);
};

const orderOf = (scope: Scope, line: SqlRow): SqlRow => rowOf(scope, 'PurchaseOrder', line['purchaseOrderId']);

/** A line that comes to an order has its status from the beginning (inferred). */
const joinOrder = (scope: Scope, values: Values, before?: SqlRow): void => {
  if (values['purchaseOrderId'] == null || values['status'] != null) return;
  if (Number(values['purchaseOrderId']) === before?.['purchaseOrderId']) return;
  const { status } = rowOf(scope, 'PurchaseOrder', values['purchaseOrderId']);
  if (isOfLines(status)) values['status'] = status;
};

/** The records that stand on a line. */
const inventoryOf = (scope: Scope, line: SqlRow): readonly SqlRow[] =>
  rowsWhere(scope, 'PurchaseOrderLineInventory', { purchaseOrderLineId: line['id'] ?? null }).map(link =>
    rowOf(scope, 'PartInventory', link['partInventoryId']),
  );

/** The records of a line that have not come yet. */
export const onOrder = (scope: Scope, line: SqlRow): readonly SqlRow[] =>
  inventoryOf(scope, line).filter(row => !hasReceipt(scope, row));

const link = (scope: Scope, line: SqlRow, partInventoryId: unknown): void => {
  insertRow(scope, 'PurchaseOrderLineInventory', { purchaseOrderLineId: line['id'], partInventoryId });
};

/** A line with a part puts inventory on order at once [MAN]: one record of the whole quantity, without numbers (inferred). */
const orderInventory = (scope: Scope, line: SqlRow, quantity: SqlValue | undefined): void => {
  const inventory = create(scope, 'PartInventory', {
    partId: line['partId'],
    quantity,
    supplierId: orderOf(scope, line)['supplierId'],
    estimatedArrival: line['estimatedArrivalDate'],
    needDate: line['needDate'],
    awaitsNumbers: true,
  });
  link(scope, line, inventory['id']);
};

const receivedQuantity = (scope: Scope, line: SqlRow): number =>
  totalOf(rowsWhere(scope, 'ReceiptItem', { purchaseOrderLineId: line['id'] ?? null }));

const isReceivedLine = (scope: Scope, line: SqlRow): boolean =>
  receivedQuantity(scope, line) >= Number(line['quantity']);

/**
 * A line is RECEIVED once all of it has come, and its order once all lines are that or CANCELED [docs receiving/receive-parts,
 * MAN purchase-orders]; both are ORDERED again when something is taken back (inferred).
 */
export const followReceipts = (scope: Scope, line: SqlRow): void => {
  const order = orderOf(scope, line);
  if (order['status'] !== 'ORDERED' && order['status'] !== 'RECEIVED') return;
  const status = isReceivedLine(scope, line) ? 'RECEIVED' : 'ORDERED';
  if (line['status'] !== status) updateKeepingEtag(scope, 'PurchaseOrderLine', line, { status });
  const lines = rowsWhere(scope, 'PurchaseOrderLine', { purchaseOrderId: order['id'] ?? null });
  const isOver = lines.every(one => one['status'] === 'RECEIVED' || one['status'] === 'CANCELED');
  const target = isOver ? 'RECEIVED' : 'ORDERED';
  if (order['status'] !== target) updateRow(scope, 'PurchaseOrder', order, { status: target });
};

const nextPosition = (scope: Scope, orderId: unknown): number => {
  const sql = `SELECT COALESCE(MAX("position"), 0) + 1 AS n FROM "PurchaseOrderLine" WHERE "purchaseOrderId" = ?`;
  return Number(scope.store.prepare(sql).get(Number(orderId))?.['n']);
};

/** What of a line changes only while its order is in DRAFT; all but when it comes, whether it is paid, and attributes [docs purchasing]. */
const ORDERED_FIELDS = ['partId', 'quantity', 'cost', 'description', 'needDate', 'purchaseOrderId'];

const checkEditable = (scope: Scope, line: SqlRow, changes: Values): void => {
  const { id, status } = orderOf(scope, line);
  const edited = status === 'DRAFT' ? undefined : editedColumn('PurchaseOrderLine', line, changes, ORDERED_FIELDS);
  if (edited === undefined) return;
  throw invalid(`Purchase order ${id} is ${status}; ${edited} of its line ${line['id']} can be changed only in DRAFT.`);
};

const checkQuantity = (values: Values): void => {
  if (values['quantity'] !== undefined && !(Number(values['quantity']) > 0)) {
    throw invalid('The quantity of a purchase order line must be greater than 0.');
  }
};

/** What has come stays as it is: less cannot be ordered, nor another part (inferred). */
const checkReceived = (scope: Scope, line: SqlRow, changes: Values): void => {
  const received = receivedQuantity(scope, line);
  if (received === 0) return;
  if (changes['quantity'] !== undefined && Number(changes['quantity']) < received) {
    throw invalid(`Purchase order line ${line['id']} has ${received} received; its quantity cannot fall below that.`);
  }
  if (changes['partId'] !== undefined && changes['partId'] !== line['partId']) {
    throw invalid(`Purchase order line ${line['id']} has received inventory; its part cannot change.`);
  }
};

/** What is on order follows the line's part and quantity; the last record takes up the difference (inferred). */
const followLine = (scope: Scope, after: SqlRow, before: SqlRow): void => {
  if (after['partId'] === before['partId'] && after['quantity'] === before['quantity']) return;
  const open = onOrder(scope, after);
  const missing = amount(Number(after['quantity']) - receivedQuantity(scope, after));
  const last = open.at(-1);
  if (after['partId'] === null || last === undefined) {
    for (const row of open) dropInventory(scope, row);
    if (after['partId'] !== null && missing > 0) orderInventory(scope, after, missing);
    return;
  }
  const others = totalOf(open.slice(0, -1));
  for (const row of open) {
    const quantity = row === last ? Math.max(0, amount(missing - others)) : row['quantity'];
    change(scope, 'PartInventory', row, { partId: after['partId'], quantity, awaitsNumbers: true });
  }
};

/** Deletes a record that stands on a line, unless something else refers to it. */
export const dropInventory = (scope: Scope, row: SqlRow): void => {
  for (const one of rowsWhere(scope, 'PurchaseOrderLineInventory', { partInventoryId: row['id'] ?? null })) {
    deleteRow(scope, 'PurchaseOrderLineInventory', one);
  }
  removeRow(scope, 'PartInventory', row);
};

const isUsed = (scope: Scope, row: SqlRow): string | undefined => {
  const key = { partInventoryId: row['id'] ?? null };
  if (rowsWhere(scope, 'ABomInstallation', key).length > 0) return 'installed';
  if (rowsWhere(scope, 'PartKitInventory', key).length > 0) return 'kitted';
  return hasReceipt(scope, row) ? 'received' : undefined;
};

/** A line with installed, kitted or received inventory stays [EX]; what is only on order goes with it (inferred). */
const removeInventory = (scope: Scope, line: SqlRow): void => {
  refuseWhenPlaced(orderOf(scope, line), `Purchase order line ${line['id']}`);
  const rows = inventoryOf(scope, line);
  for (const row of rows) {
    const use = isUsed(scope, row);
    if (use !== undefined) {
      throw invalid(`Purchase order line ${line['id']} cannot be deleted: part inventory ${row['id']} is ${use}.`);
    }
  }
  for (const row of rows) dropInventory(scope, row);
};

/** `etag` is that of the line, which is answered (inferred). */
const withLine =
  (act: (scope: Scope, line: SqlRow, inventory: SqlRow) => void): Operation =>
  (scope, args) => {
    const { etag, partInventoryId, purchaseOrderLineId } = (args['input'] ?? {}) as Input;
    const line = rowOf(scope, 'PurchaseOrderLine', purchaseOrderLineId);
    checkEtag(line, etag);
    act(scope, line, rowOf(scope, 'PartInventory', partInventoryId));
    touchRow(scope, 'PurchaseOrderLine', line['id']);
    return { purchaseOrderLine: rowOf(scope, 'PurchaseOrderLine', line['id']) };
  };

const unlink = (scope: Scope, line: SqlRow, inventory: SqlRow): void => {
  const key = { purchaseOrderLineId: line['id'] ?? null, partInventoryId: inventory['id'] ?? null };
  const [found] = rowsWhere(scope, 'PurchaseOrderLineInventory', key);
  if (found === undefined) {
    throw invalid(`Part inventory ${inventory['id']} is not on purchase order line ${line['id']}.`);
  }
  deleteRow(scope, 'PurchaseOrderLineInventory', found);
};

/** Puts a line at a position, counted from 1, and numbers the others around it (inferred). */
const reorderPurchaseOrderLine: Operation = (scope, args) => {
  const { id, etag, position } = args['input'] as Input;
  const line = rowOf(scope, 'PurchaseOrderLine', id);
  checkEtag(line, etag);
  const others = rowsWhere(scope, 'PurchaseOrderLine', { purchaseOrderId: line['purchaseOrderId'] ?? null })
    .filter(other => other['id'] !== line['id'])
    .sort((one, other) => Number(one['position']) - Number(other['position']));
  const ordered = others.toSpliced(Math.max(0, Number(position) - 1), 0, line);
  for (const [index, row] of ordered.entries()) {
    if (row['position'] !== index + 1) updateRow(scope, 'PurchaseOrderLine', row, { position: index + 1 });
  }
  return { purchaseOrderLine: rowOf(scope, 'PurchaseOrderLine', line['id']) };
};

export const purchaseOrders: Family = {
  behaviours: [
    {
      type: 'PurchaseOrder',
      prepare: (scope, values) => stampOrder(scope, values),
      created: (scope, order) => checkApprovals(scope, { ...order, status: 'DRAFT' }, { status: order['status'] }),
      check: (scope, before, changes) => {
        checkTransition(before, changes);
        checkApprovals(scope, before, changes);
        stampOrder(scope, changes, before);
      },
      updated: moveLines,
      removing: (_scope, row) => refuseWhenPlaced(row, `Purchase order ${row['id']}`),
    },
    {
      type: 'PurchaseOrderLine',
      prepare: (scope, values) => {
        checkQuantity(values);
        joinOrder(scope, values);
        values['position'] ??= nextPosition(scope, values['purchaseOrderId']);
      },
      created: (scope, line) => {
        if (line['partId'] !== null) orderInventory(scope, line, line['quantity']);
      },
      check: (scope, before, changes) => {
        checkQuantity(changes);
        checkEditable(scope, before, changes);
        joinOrder(scope, changes, before);
        checkReceived(scope, before, changes);
      },
      updated: followLine,
      removing: removeInventory,
    },
    {
      type: 'PurchaseOrderApproval',
      prepare: (scope, values) => {
        values['reviewerId'] = scope.userId;
        values['depth'] =
          values['parentId'] == null
            ? 0
            : Number(rowOf(scope, 'PurchaseOrderApproval', values['parentId'])['depth']) + 1;
      },
    },
  ],
  operations: {
    addInventoryToPurchaseOrderLine: withLine((scope, line, inventory) => link(scope, line, inventory['id'])),
    removeInventoryFromPurchaseOrderLine: withLine(unlink),
    reorderPurchaseOrderLine,
  },
};
