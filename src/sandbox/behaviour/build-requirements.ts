// Build requirements: what a unit needs, taken from its part's mBOM.
import { insertRow, rowsWhere } from '../resolve/rows.ts';
import type { Scope } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';

/** The released version; while there are only drafts, the latest of these [MAN mbom-versions]. */
const mbomOf = (scope: Scope, { partId = null }: SqlRow): SqlRow | undefined => {
  const versions = rowsWhere(scope, 'MBom', { partId });
  const released = versions.findLast(({ status }) => status === 'RELEASED');
  return released ?? (versions.every(({ status }) => status === 'DRAFT') ? versions.at(-1) : undefined);
};

/**
 * Gives an inventory one empty build requirement per item of its part's mBOM [MAN, GUIDE]. Does nothing for an inventory that has
 * such requirements already, or whose part has no such mBOM; what was asked for by hand before is not asked for twice (inferred).
 */
export const spawnBuildRequirements = (scope: Scope, inventory: SqlRow): void => {
  const parent = inventory['id'] ?? null;
  const mbom = mbomOf(scope, inventory);
  if (mbom === undefined) return;
  const known = rowsWhere(scope, 'BuildRequirement', { parentPartInventoryId: parent });
  if (known.some(requirement => requirement['originMbomItemId'] !== null)) return;
  const asked = new Set(known.map(requirement => requirement['partId']));
  for (const item of rowsWhere(scope, 'MBomItem', { mbomId: mbom['id'] ?? null })) {
    if (asked.has(item['partId'])) continue;
    insertRow(scope, 'BuildRequirement', {
      parentPartInventoryId: parent,
      partId: item['partId'],
      originMbomItemId: item['id'],
      madeOnAssembly: item['madeOnAssembly'],
      quantityPerParentPartInventory: item['quantity'],
    });
  }
};

/** The same for an inventory that has just been made, where the sandbox's rule puts it then and not at the first run. */
export const spawnWithInventory = (scope: Scope, inventory: SqlRow): void => {
  if (scope.rules.buildRequirementsAt === 'inventory') spawnBuildRequirements(scope, inventory);
};
