// Fields that clients still select and that nothing is kept for: datagrids in their older form, and the object behind an ION value.
// They read their rows again, all of a level at once, for a list may have read no more than their ids.
import { decode } from '../resolve/encode.ts';
import { loadRowsBy } from '../resolve/load.ts';
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

const dataOf = async (scope: Scope, rowId: SqlValue): Promise<Readonly<Record<string, unknown>>> => {
  const cells = await loadRowsBy(scope, 'DatagridValue', 'rowId', rowId);
  return Object.fromEntries(cells.map(({ columnId = null, value }) => [columnId, decode(value, 'json')]));
};

const loadRow = async (scope: Scope, type: string, id: SqlValue): Promise<SqlRow | undefined> =>
  (await loadRowsBy(scope, type, 'id', id))[0];

/** The grid in its older form: chained columns and rows, a row's data by column id (the form: SDL; which is shown: inferred). */
const datagridOf =
  (type: 'Step' | 'RunStep', owner: 'stepId' | 'runStepId') =>
  async (scope: Scope, { id = null }: SqlRow): Promise<unknown> => {
    const step = await loadRow(scope, type, id);
    if (step?.['type'] !== 'DATAGRID') return null;
    const [columns, rows] = await Promise.all([
      loadRowsBy(scope, 'DatagridColumn', owner, id),
      loadRowsBy(scope, 'DatagridRow', owner, id),
    ]);
    const shownOf = async (row: SqlRow) => ({
      id: row['id'],
      prevId: row['prevId'],
      data: await dataOf(scope, row['id'] ?? null),
    });
    return {
      columns: withPrevious(inOrder(columns)).map(columnOf),
      rows: await Promise.all(withPrevious(inOrder(rows)).map(shownOf)),
    };
  };

/** The user or part whose id is the value; null for every other type of field. [SDL IonType] */
const ionValueOf = async (scope: Scope, field: SqlRow | undefined, holder: SqlRow | undefined): Promise<unknown> => {
  const value = decode(holder?.['value'], 'json');
  if (field?.['type'] !== 'ION' || value === null) return null;
  const target = field['allowedIonType'] === 'USERS' ? 'User' : 'Part';
  const row = await loadRow(scope, target, Number(value));
  return row === undefined ? null : { __typename: target, ...row };
};

const ionValueOfCell = async (scope: Scope, { id = null }: SqlRow): Promise<unknown> => {
  const cell = await loadRow(scope, 'DatagridValue', id);
  return ionValueOf(scope, await loadRow(scope, 'DatagridColumn', cell?.['columnId'] ?? null), cell);
};

/** Of a row that says itself of which type its value is. */
const ionValueOfRow =
  (type: string) =>
  async (scope: Scope, { id = null }: SqlRow): Promise<unknown> => {
    const row = await loadRow(scope, type, id);
    return ionValueOf(scope, row, row);
  };

const ionValueOfAttribute = (owner: AttributeOwner) => {
  const type = attributeTable(owner);
  return [`${type}.ionValue`, ionValueOfRow(type)] as const;
};

export const legacy: Family = {
  fields: {
    'Step.datagrid': datagridOf('Step', 'stepId'),
    'RunStep.datagrid': datagridOf('RunStep', 'runStepId'),
    'DatagridValue.ionValue': ionValueOfCell,
    'RunStepField.ionValue': ionValueOfRow('RunStepField'),
    ...Object.fromEntries(attributeOwners.map(ionValueOfAttribute)),
  },
};
