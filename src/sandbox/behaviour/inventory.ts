// Part inventory: tracking by serial or lot, quantities, splits, and the empty build requirements.

import { invalid, notEmulated } from '../resolve/refusals.ts';
import { checkEtag, rowOf, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { update } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { amount } from '../tables/amount.ts';
import { spawnWithInventory } from './build-requirements.ts';
import { mergePartInventory } from './merge.ts';
import { takeInstalledAlong } from './movement.ts';
import { takeGlobalNumber } from './serial-schemes.ts';
import { freeQuantity, splitOff, totalOf } from './split.ts';

/** A record with a serial number is serial; one with a lot number only is a lot; else it is untracked [GUIDE]. */
const trackingOf = (row: Readonly<Record<string, unknown>>): string | null => {
  if (row['serialNumber'] != null) return 'SERIAL';
  return row['lotNumber'] == null ? null : 'LOT';
};

/** A blank number is none (inferred). */
const dropBlankNumbers = (values: Values): void => {
  for (const name of ['serialNumber', 'lotNumber']) {
    if (String(values[name] ?? 'given').trim() === '') values[name] = null;
  }
};

const NEEDED: Readonly<Record<string, string>> = { SERIAL: 'serialNumber', LOT: 'lotNumber' };

/** All inventory of a part that is tracked must be tracked in that way [GUIDE]. */
const checkTracking = (part: SqlRow, row: Readonly<Record<string, unknown>>): void => {
  const wanted = part['trackingType'] ?? null;
  if (wanted === null || wanted === trackingOf(row)) return;
  const needed = NEEDED[String(wanted)];
  const reason = row[String(needed)] == null ? `${needed} is required` : 'it takes no serial number';
  throw invalid(`Part ${part['id']} is tracked by ${wanted}: ${reason}.`);
};

const checkQuantities = (row: Readonly<Record<string, unknown>>): void => {
  const quantity = Number(row['quantity']);
  const scrapped = Number(row['quantityScrapped'] ?? 0);
  if (!(quantity >= 0)) throw invalid('The quantity of a part inventory must not be negative.');
  if (trackingOf(row) === 'SERIAL' && quantity !== 0 && quantity !== 1) {
    throw invalid('The quantity of a serialized part inventory must be 0 or 1.');
  }
  if (scrapped < 0 || scrapped > quantity) {
    throw invalid('quantityScrapped must be between 0 and the quantity.');
  }
};

/** One more than the highest number that the part's inventory has in this form (ION's own form is not documented). */
const nextNumber = (scope: Scope, partId: unknown, column: string, prefix: string): string => {
  const sql = `SELECT COALESCE(MAX(CAST(substr("${column}", ?) AS INTEGER)), 0) + 1 AS n FROM "PartInventory" WHERE "partId" = ? AND "${column}" GLOB ?`;
  const row = scope.store.prepare(sql).get(prefix.length + 1, Number(partId), `${prefix}[0-9]*`);
  return `${prefix}${String(row?.['n']).padStart(5, '0')}`;
};

const generateNumbers = (scope: Scope, partId: unknown, values: Values, input: Input): void => {
  dropBlankNumbers(values);
  const type = input['autogenerateSerialType'] ?? (input['autogenerateSerialNumber'] === true ? 'REVISION' : null);
  if (type !== null && values['serialNumber'] == null) {
    values['serialNumber'] =
      type === 'REVISION' ? nextNumber(scope, partId, 'serialNumber', 'SN-') : takeGlobalNumber(scope);
  }
  if (input['autogenerateLotNumber'] === true && values['lotNumber'] == null) {
    values['lotNumber'] = nextNumber(scope, partId, 'lotNumber', 'LOT-');
  }
};

/** Installed pieces cannot be taken away from under an aBOM, except that nothing may be left [docs inventory overview: 0 but INSTALLED]; (inferred). */
const checkInstalled = (scope: Scope, before: SqlRow, row: Readonly<Record<string, unknown>>): void => {
  const installations = rowsWhere(scope, 'ABomInstallation', { partInventoryId: before['id'] ?? null });
  const installed = totalOf(installations);
  if (installed === 0) return;
  const left = amount(Number(row['quantity']) - Number(row['quantityScrapped'] ?? 0));
  if (Number(row['quantity']) !== 0 && left < installed) {
    throw invalid(`Part inventory ${before['id']} has ${installed} installed; its quantity cannot fall below that.`);
  }
  if (Number(row['partId']) !== before['partId']) {
    throw invalid(`Part inventory ${before['id']} is installed; its part cannot change.`);
  }
};

/** Who moves inventory to another part has to give it that part's unit first, or that part its unit [TS update_tool]; one without a unit fits all (inferred). */
const checkUnit = (scope: Scope, before: SqlRow, row: Readonly<Record<string, unknown>>): void => {
  if (Number(row['partId']) === before['partId']) return;
  const { id, unitOfMeasureId = null } = rowOf(scope, 'Part', row['partId']);
  const own = row['unitOfMeasureId'] ?? null;
  if (own === null || unitOfMeasureId === null || Number(own) === unitOfMeasureId) return;
  throw invalid(`Part inventory ${before['id']} has unit of measure ${own}, part ${id} has ${unitOfMeasureId}.`);
};

const GENERATORS = ['autogenerateLotNumber', 'autogenerateSerialNumber', 'autogenerateSerialType'];

const checkSplit = (scope: Scope, row: SqlRow, quantities: readonly unknown[]): void => {
  if (trackingOf(row) === 'SERIAL') throw invalid(`Part inventory ${row['id']} is serialized and cannot be split.`);
  const total = amount(quantities.reduce<number>((sum, quantity) => sum + Number(quantity), 0));
  if (quantities.some(quantity => !(Number(quantity) > 0)) || total >= freeQuantity(scope, row)) {
    throw invalid('The quantity to split off must be greater than 0 and less than what is available.');
  }
};

/** Moves `quantity` of an inventory to a new record that knows its origin [SDL]. */
const splitPartInventory: Operation = (scope, args) => {
  const { id, etag, quantity } = (args['input'] ?? {}) as Input;
  const before = rowOf(scope, 'PartInventory', id);
  checkEtag(before, etag);
  checkSplit(scope, before, [quantity]);
  return { partInventory: splitOff(scope, before, Number(quantity)) };
};

/** The original first, then a record for each quantity that was split off it (inferred). */
const splitManyPartInventory: Operation = (scope, args) => {
  const { id, etag, partInventories, sort } = (args['input'] ?? {}) as Input;
  if (sort === true) throw notEmulated('sort of SplitManyPartInventoryInput');
  const before = rowOf(scope, 'PartInventory', id);
  checkEtag(before, etag);
  const parts = (partInventories ?? []) as readonly { readonly quantity: number }[];
  const quantities = parts.map(part => part.quantity);
  checkSplit(scope, before, quantities);
  const splits = quantities.map(quantity => splitOff(scope, rowOf(scope, 'PartInventory', id), quantity));
  return { partInventories: [rowOf(scope, 'PartInventory', id), ...splits] };
};

const complete = (scope: Scope, values: Values, part: SqlRow): void => {
  values['quantity'] ??= 1;
  values['quantityScrapped'] ??= 0;
  values['unitOfMeasureId'] ??= part['unitOfMeasureId'];
  checkQuantities(values);
  if (values['originPartInventoryId'] != null) rowOf(scope, 'PartInventory', values['originPartInventoryId']);
};

/** Whether ION made an inventory by itself, for a run or an order line: it gets its numbers later (inferred). */
const awaitsNumbers = (input: Input): boolean => input['awaitsNumbers'] === true;

/** What was split off a record outlives it (inferred). */
const forgetOrigin = (scope: Scope, row: SqlRow): void => {
  for (const split of rowsWhere(scope, 'PartInventory', { originPartInventoryId: row['id'] ?? null })) {
    updateRow(scope, 'PartInventory', split, { originPartInventoryId: null });
  }
};

export const inventory: Family = {
  behaviours: [
    {
      type: 'PartInventory',
      accepts: [...GENERATORS, 'awaitsNumbers'],
      prepare: (scope, values, input) => {
        const part = rowOf(scope, 'Part', values['partId']);
        generateNumbers(scope, part['id'], values, input);
        complete(scope, values, part);
        if (!awaitsNumbers(input)) checkTracking(part, values);
      },
      created: spawnWithInventory,
      check: (scope, before, changes, input) => {
        generateNumbers(scope, changes['partId'] ?? before['partId'], changes, {
          ...input,
          ...(before['serialNumber'] == null ? {} : { autogenerateSerialNumber: false, autogenerateSerialType: null }),
          ...(before['lotNumber'] == null ? {} : { autogenerateLotNumber: false }),
        });
        const row: Readonly<Record<string, SqlValue | unknown>> = { ...before, ...changes };
        checkQuantities(row);
        checkInstalled(scope, before, row);
        checkUnit(scope, before, row);
        const isRetracked = ['partId', 'serialNumber', 'lotNumber'].some(name => name in changes);
        if (isRetracked && !awaitsNumbers(input)) checkTracking(rowOf(scope, 'Part', row['partId']), row);
      },
      updated: takeInstalledAlong,
      removing: forgetOrigin,
    },
  ],
  operations: {
    // A partial quantity is not split off here: the record itself changes, and `splitInventory` stays null.
    updatePartInventory: (scope, args) => ({
      partInventory: update(scope, 'PartInventory', (args['input'] ?? {}) as Input),
      splitInventory: null,
    }),
    splitPartInventory,
    splitManyPartInventory,
    mergePartInventory,
  },
};
