// Copies a step's datagrid, its values included, to another step or to a run step.
import { insertRow, rowsWhere } from '../resolve/rows.ts';
import type { Scope, Values } from '../resolve/scope.ts';
import type { SqlValue } from '../store/sqlite.ts';
import { copiedValues } from './copy.ts';

const copyParts = (scope: Scope, type: string, stepId: SqlValue, owner: Values): Map<SqlValue, SqlValue> =>
  new Map(
    rowsWhere(scope, type, { stepId }).map(row => {
      const copy = insertRow(scope, type, { ...copiedValues(type, type, row), stepId: null, ...owner });
      return [row['id'] ?? null, copy['id'] ?? null];
    }),
  );

/** `owner` is `{ stepId }` or `{ runStepId }` of the copy. */
export const copyDatagrid = (scope: Scope, stepId: SqlValue, owner: Values): void => {
  const columns = copyParts(scope, 'DatagridColumn', stepId, owner);
  for (const [oldRow, rowId] of copyParts(scope, 'DatagridRow', stepId, owner)) {
    for (const value of rowsWhere(scope, 'DatagridValue', { rowId: oldRow })) {
      const columnId = columns.get(value['columnId'] ?? null);
      insertRow(scope, 'DatagridValue', { ...copiedValues('DatagridValue', 'DatagridValue', value), rowId, columnId });
    }
  }
};
