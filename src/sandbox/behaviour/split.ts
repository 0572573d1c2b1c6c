// Splits of inventory records: by itself, when a part of one is received, or when a part of one is issued to a kit.
import { invalid } from '../resolve/refusals.ts';
import { insertRow, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Scope } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { amount } from '../tables/amount.ts';
import { quantityFree, quantityInstallable, statusOf } from '../tables/inventory.ts';
import { spawnWithInventory } from './build-requirements.ts';
import { copyRow } from './copy.ts';

const computed = (scope: Scope, row: SqlRow, value: (row: string) => string): SqlValue => {
  const sql = `SELECT ${value('t0')} AS n FROM "PartInventory" t0 WHERE t0."id" = ?`;
  return scope.store.prepare(sql).get(row['id'] ?? null)?.['n'] ?? null;
};

/** How much of a record is neither scrapped, nor installed, nor on an open kit. */
export const freeQuantity = (scope: Scope, row: SqlRow): number => Number(computed(scope, row, quantityFree));

/** The status that ION derives for a record. */
export const statusOfRecord = (scope: Scope, row: SqlRow): string => String(computed(scope, row, statusOf));

/** How much of a record can be installed: what is neither scrapped nor installed. */
export const installableQuantity = (scope: Scope, row: SqlRow): number =>
  Number(computed(scope, row, quantityInstallable));

/** The quantities of several rows together. */
export const totalOf = (rows: readonly SqlRow[]): number =>
  amount(rows.reduce((sum, row) => sum + Number(row['quantity']), 0));

/** Whether a record came with a receipt. */
export const hasReceipt = (scope: Scope, row: SqlRow): boolean =>
  rowsWhere(scope, 'ReceiptItem', { partInventoryId: row['id'] ?? null }).length > 0;

/** A part of what is on order is on order too; a part of what has come is not (inferred). */
const copyOrderLines = (scope: Scope, from: SqlRow, to: SqlRow): void => {
  if (hasReceipt(scope, from)) return;
  for (const link of rowsWhere(scope, 'PurchaseOrderLineInventory', { partInventoryId: from['id'] ?? null })) {
    insertRow(scope, 'PurchaseOrderLineInventory', {
      purchaseOrderLineId: link['purchaseOrderLineId'],
      partInventoryId: to['id'],
    });
  }
};

/** What is scrapped or installed stays with its record (inferred). */
const checkLeft = (scope: Scope, row: SqlRow, quantity: number): void => {
  const left = installableQuantity(scope, row);
  if (quantity <= left) return;
  throw invalid(`Part inventory ${row['id']} has ${left} that is neither scrapped nor installed; ${quantity} is more.`);
};

/**
 * Moves `quantity` of a record to a new one that knows its origin; the caller has checked that there is more. Like every new
 * inventory it gets empty build requirements [MAN, GUIDE]; those of the origin stay there with what is installed (inferred).
 */
export const splitOff = (scope: Scope, row: SqlRow, quantity: number): SqlRow => {
  checkLeft(scope, row, quantity);
  updateRow(scope, 'PartInventory', row, { quantity: amount(Number(row['quantity']) - quantity) });
  const split = copyRow(scope, 'PartInventory', row, {
    quantity,
    quantityScrapped: 0,
    originPartInventoryId: row['id'],
  });
  copyOrderLines(scope, row, split);
  spawnWithInventory(scope, split);
  return split;
};
