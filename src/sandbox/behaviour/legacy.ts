// Fields that clients still select and that nothing is kept for: datagrids in their older form, and the object behind an ION value.
// They read their rows one by one, for a list may have read no more than their ids.
import { decode } from '../resolve/encode.ts';
import { findRow, rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Family, Scope } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { type AttributeOwner, attributeOwners, attributeTable } from '../tables/attributes.ts';
import { enumValuesOf } from '../tables/ion-facts.ts';

const inOrder = (rows: readonly SqlRow[]): SqlRow[] =>
  rows.toSorted((a, b) => Number(a['index']) - Number(b['index']) || Number(a['id']) - Number(b['id']));

const withPrevious = (rows: readonly SqlRow[]): SqlRow[] =>
  rows.map((row, place) => ({ ...row, prevId: rows[place - 1]?.['id'] ?? null }));

const columnOf = (column: SqlRow) => ({
  ...column,
  options: decode(column['options'], 'json'),
  type: enumValuesOf('DataGridTypeValidationsEnum').includes(String(column['type'])) ? column['type'] : null,
  editable: column['settable'] === 1,
});

const dataOf = (scope: Scope, rowId: SqlValue) =>
  Object.fromEntries(
    rowsWhere(scope, 'DatagridValue', { rowId }).map(({ columnId = null, value }) => [columnId, decode(value, 'json')]),
  );

/** The grid in its older form: chained columns and rows, a row's data by column id (the form: SDL; which is shown: inferred). */
const datagridOf =
  (type: 'Step' | 'RunStep', owner: 'stepId' | 'runStepId') =>
  (scope: Scope, { id = null }: SqlRow): unknown => {
    if (rowOf(scope, type, id)['type'] !== 'DATAGRID') return null;
    const place = { [owner]: id };
    const columns = withPrevious(inOrder(rowsWhere(scope, 'DatagridColumn', place)));
    const rows = withPrevious(inOrder(rowsWhere(scope, 'DatagridRow', place)));
    return {
      columns: columns.map(columnOf),
      rows: rows.map(row => ({ id: row['id'], prevId: row['prevId'], data: dataOf(scope, row['id'] ?? null) })),
    };
  };

/** The user or part whose id is the value; null for every other type of field. [SDL IonType] */
const ionValueOf = (scope: Scope, { type, allowedIonType }: SqlRow, { value: stored }: SqlRow): unknown => {
  const value = decode(stored, 'json');
  if (type !== 'ION' || value === null) return null;
  const target = allowedIonType === 'USERS' ? 'User' : 'Part';
  const row = findRow(scope, target, value);
  return row === undefined ? null : { __typename: target, ...row };
};

const ionValueOfCell = (scope: Scope, { id }: SqlRow): unknown => {
  const cell = rowOf(scope, 'DatagridValue', id);
  return ionValueOf(scope, rowOf(scope, 'DatagridColumn', cell['columnId']), cell);
};

const ionValueOfField = (scope: Scope, { id }: SqlRow): unknown => {
  const field = rowOf(scope, 'RunStepField', id);
  return ionValueOf(scope, field, field);
};

const ionValueOfAttribute = (owner: AttributeOwner) => {
  const type = attributeTable(owner);
  const read = (scope: Scope, { id }: SqlRow): unknown => {
    const attribute = rowOf(scope, type, id);
    return ionValueOf(scope, attribute, attribute);
  };
  return [`${type}.ionValue`, read] as const;
};

export const legacy: Family = {
  fields: {
    'Step.datagrid': datagridOf('Step', 'stepId'),
    'RunStep.datagrid': datagridOf('RunStep', 'runStepId'),
    'DatagridValue.ionValue': ionValueOfCell,
    'RunStepField.ionValue': ionValueOfField,
    ...Object.fromEntries(attributeOwners.map(ionValueOfAttribute)),
  },
};
