// Merges of inventory records: which can become one, and what that one takes over.
import { invalid } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { rowOf, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Input, Operation, Scope } from '../resolve/scope.ts';
import { removeRow } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { amount } from '../tables/amount.ts';
import { statusOfRecord } from './split.ts';

const SAME = ['partId', 'lotNumber', 'locationId', 'unitOfMeasureId'];

/** What merges is stock that is nowhere else: whatever is kitted, on order, on a run, installed or scrapped is not. */
const MERGED = ['AVAILABLE', 'UNAVAILABLE'];

/** Throws unless all records fit [docs inventory-merging; wording ours]. */
const checkMergeable = (scope: Scope, first: SqlRow, rows: readonly SqlRow[]): void => {
  if (rows.some(row => row['serialNumber'] !== null))
    throw invalid('A part inventory with a serial number never merges.');
  if (!rows.every(row => SAME.every(name => row[name] === first[name]))) {
    throw invalid('Only part inventories of the same part, lot, location and unit of measure can be merged.');
  }
  if (rowOf(scope, 'Part', first['partId'])['partType'] === 'TOOL') throw invalid('Tools never merge.');
  if (first['locationId'] === null) throw invalid('Part inventories that are to be merged need a location.');
  const statuses = rows.map(row => statusOfRecord(scope, row));
  const unfit = statuses.findIndex(status => !MERGED.includes(status) || status !== statuses[0]);
  if (unfit === -1) return;
  throw invalid(
    `Part inventory ${rows[unfit]?.['id']} is ${statuses[unfit]}; to be merged, all have to be AVAILABLE or all UNAVAILABLE.`,
  );
};

/** Which rows go along, by which column; where the record that stays has the same already, they go with their record. */
const MOVED = [
  ['LabelItem', 'entityId', 'labelId'],
  ['FileEntity', 'entityId', 'fileAttachmentId'],
  ['Comment', 'entityId'],
  ['BarcodeLabel', 'entityId'],
  ['UserSubscription', 'entityId', 'userId'],
  ['PurchaseOrderLineInventory', 'id', 'purchaseOrderLineId'],
  ['ReceiptItem', 'id'],
  ['IssuePartInventory', 'id', 'issueId'],
] as const;

/**
 * Labels, comments, files, order lines and receipts are put together, and a barcode of what is gone leads to what stays
 * [docs inventory-merging]; subscribers and issues too (inferred).
 */
const moveBelongings = (scope: Scope, from: SqlRow, to: SqlRow): void => {
  for (const [table, by, unique] of MOVED) {
    const column = by === 'id' ? 'partInventoryId' : by;
    const target = to[by] ?? null;
    const has = (other: SqlValue): boolean =>
      unique !== undefined && rowsWhere(scope, table, { [column]: target, [unique]: other }).length > 0;
    for (const row of rowsWhere(scope, table, { [column]: from[by] ?? null })) {
      if (unique !== undefined && has(row[unique] ?? null)) deleteRow(scope, table, row);
      else updateRow(scope, table, row, { [column]: target });
    }
  }
};

/** A custom attribute keeps its value where all records have the same [docs inventory-merging]. */
const mergeAttributes = (scope: Scope, from: SqlRow, to: SqlRow): void => {
  const table = 'PartInventoryAttribute';
  const of = (row: SqlRow) => rowsWhere(scope, table, { partInventoryId: row['id'] ?? null });
  const others = new Map(of(from).map(row => [row['key'], row['value']]));
  for (const row of of(to)) {
    if (row['value'] !== null && row['value'] !== others.get(row['key'])) updateRow(scope, table, row, { value: null });
  }
};

/** What was split off a record that goes comes from the one that stays. */
const moveOrigins = (scope: Scope, from: SqlRow, to: SqlRow): void => {
  for (const split of rowsWhere(scope, 'PartInventory', { originPartInventoryId: from['id'] ?? null })) {
    const originPartInventoryId = split['id'] === to['id'] ? null : to['id'];
    updateRow(scope, 'PartInventory', split, { originPartInventoryId });
  }
};

/**
 * Merges into the oldest id, and refuses as a whole when one does not fit [SDL]. A newer page has a new record made, with
 * the oldest date of creation [docs inventory-merging].
 */
export const mergePartInventory: Operation = (scope, args) => {
  const { partInventories } = (args['input'] ?? {}) as Input;
  const ids = new Set((partInventories as readonly { readonly id: number }[]).map(({ id }) => id));
  const rows = [...ids].sort((a, b) => a - b).map(id => rowOf(scope, 'PartInventory', id));
  const [oldest, ...others] = rows;
  if (oldest === undefined || others.length === 0) throw invalid('Merging takes at least two part inventories.');
  checkMergeable(scope, oldest, rows);
  const total = (name: string) => amount(rows.reduce((sum, row) => sum + Number(row[name]), 0));
  for (const row of others) {
    moveBelongings(scope, row, oldest);
    mergeAttributes(scope, row, oldest);
    moveOrigins(scope, row, oldest);
    removeRow(scope, 'PartInventory', rowOf(scope, 'PartInventory', row['id']));
  }
  const changes = { quantity: total('quantity'), quantityScrapped: total('quantityScrapped') };
  return { partInventory: updateRow(scope, 'PartInventory', rowOf(scope, 'PartInventory', oldest['id']), changes) };
};
