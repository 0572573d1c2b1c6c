// Build requirements: what a unit needs, taken from its part's released mBOM.
import { insertRow, rowsWhere } from '../resolve/rows.ts';
import type { Scope } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';

const releasedMbom = (scope: Scope, partId: SqlRow[string] | undefined): SqlRow | undefined =>
  rowsWhere(scope, 'MBom', { partId: partId ?? null, status: 'RELEASED' }).at(-1);

/**
 * Gives an inventory one empty build requirement per item of its part's released mBOM [MAN, GUIDE; that it is the
 * released version is inferred]. Does nothing for an inventory that has such requirements already or a part without release.
 */
export const spawnBuildRequirements = (scope: Scope, inventory: SqlRow): void => {
  const parent = inventory['id'] ?? null;
  const mbom = releasedMbom(scope, inventory['partId']);
  if (mbom === undefined) return;
  const known = rowsWhere(scope, 'BuildRequirement', { parentPartInventoryId: parent });
  if (known.some(requirement => requirement['originMbomItemId'] !== null)) return;
  for (const item of rowsWhere(scope, 'MBomItem', { mbomId: mbom['id'] ?? null })) {
    insertRow(scope, 'BuildRequirement', {
      parentPartInventoryId: parent,
      partId: item['partId'],
      originMbomItemId: item['id'],
      madeOnAssembly: item['madeOnAssembly'],
      quantityPerParentPartInventory: item['quantity'],
    });
  }
};
