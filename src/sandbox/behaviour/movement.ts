// How inventory moves by itself: with its assembly, with its kit, and with the run step that works on it.
import { rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Scope } from '../resolve/scope.ts';
import { change } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { movesToStepLocation } from './organization.ts';
import { statusOfRecord } from './split.ts';

/** Moves a record; one that is nowhere leads nowhere (inferred). What is installed in it follows. */
export const moveTo = (scope: Scope, row: SqlRow, locationId: SqlValue | undefined): void => {
  if (locationId == null || row['locationId'] === locationId) return;
  change(scope, 'PartInventory', row, { locationId });
};

const installedIn = (scope: Scope, unit: SqlRow): readonly SqlRow[] =>
  rowsWhere(scope, 'BuildRequirement', { parentPartInventoryId: unit['id'] ?? null })
    .flatMap(({ id = null }) => rowsWhere(scope, 'ABomInstallation', { buildRequirementId: id }))
    .map(({ partInventoryId }) => rowOf(scope, 'PartInventory', partInventoryId));

/** What is installed is where its assembly is, through the full depth [docs automate-inventory-movement, MAN]. */
export const takeInstalledAlong = (scope: Scope, after: SqlRow, before: SqlRow): void => {
  if (after['locationId'] === before['locationId']) return;
  for (const inventory of installedIn(scope, after)) moveTo(scope, inventory, after['locationId']);
};

/** When a run step starts, what its run works on moves there [docs automate-inventory-movement, MAN]. */
export const moveToStep = (scope: Scope, step: SqlRow): void => {
  const { partInventoryId = null } = rowOf(scope, 'Run', step['runId']);
  if (partInventoryId === null || !movesToStepLocation(scope)) return;
  moveTo(scope, rowOf(scope, 'PartInventory', partInventoryId), step['locationId']);
};

/** What is on a kit, but for what was installed from it meanwhile. */
export const moveKitted = (scope: Scope, kit: SqlRow): void => {
  for (const { id = null } of rowsWhere(scope, 'PartKitItem', { partKitId: kit['id'] ?? null })) {
    for (const { partInventoryId } of rowsWhere(scope, 'PartKitInventory', { partKitItemId: id })) {
      const inventory = rowOf(scope, 'PartInventory', partInventoryId);
      if (statusOfRecord(scope, inventory) !== 'INSTALLED') moveTo(scope, inventory, kit['locationId']);
    }
  }
};
