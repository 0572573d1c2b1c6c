// Copies of mBOMs: into a new version, or to a new revision of the part.
import { rowsWhere } from '../resolve/rows.ts';
import type { Scope } from '../resolve/scope.ts';
import { create } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { copyChildren } from './copy.ts';

/** Items with their reference designators and substitutes. */
export const copyItems = (scope: Scope, from: SqlRow, to: SqlRow): void => {
  for (const [oldId, item] of copyChildren(scope, 'MBomItem', 'mbomId', from['id'], to['id'])) {
    copyChildren(scope, 'MBomItemReferenceDesignator', 'mbomItemId', oldId, item['id']);
    copyChildren(scope, 'MBomSubstitute', 'mbomItemId', oldId, item['id']);
  }
};

/** A new revision starts with a draft like the mBOM of the one before [MAN mbom-versions], its latest version (inferred). */
export const copyMbomToRevision = (scope: Scope, base: SqlRow, partId: SqlValue | undefined): void => {
  const latest = rowsWhere(scope, 'MBom', { partId: base['id'] ?? null }).at(-1);
  if (latest !== undefined) copyItems(scope, latest, create(scope, 'MBom', { partId, copyMbom: false }));
};
