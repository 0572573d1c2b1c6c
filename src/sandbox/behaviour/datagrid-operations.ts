// Datagrids in their older form: a list of operations on columns and rows that are chained by `prevId`.
import { invalid, notEmulated } from '../resolve/refusals.ts';
import { checkEtag, rowOf, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { change, create, removeRow } from '../resolve/write.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { enumValuesOf } from '../tables/ion-facts.ts';
import { setCell } from './datagrids.ts';

/** A grid under way: whose it is, and which ids the operations themselves gave to what they added (inferred). */
interface Grid {
  readonly scope: Scope;
  readonly owner: Readonly<Record<string, number>>;
  readonly added: Map<string, unknown>;
}

type Kind = 'DatagridColumn' | 'DatagridRow';

const idOf = ({ added }: Grid, id: unknown): unknown => added.get(String(id)) ?? id;

const partOf = (grid: Grid, type: Kind, id: unknown): SqlRow => {
  if (id == null) throw invalid('This operation on a datagrid needs an id.');
  const row = rowOf(grid.scope, type, idOf(grid, id));
  const [[column = '', owner] = []] = Object.entries(grid.owner);
  if (row[column] !== owner) throw invalid(`${type} ${row['id']} is not part of this datagrid.`);
  return row;
};

const inOrder = (grid: Grid, type: Kind): SqlRow[] =>
  rowsWhere(grid.scope, type, grid.owner).toSorted((a, b) => Number(a['index']) - Number(b['index']));

/** Puts a part behind the one with `prevId`, or first where that is null, and counts all from 0 (inferred from the chain). */
const place = (grid: Grid, type: Kind, row: SqlRow, prevId: unknown): void => {
  const others = inOrder(grid, type).filter(other => other['id'] !== row['id']);
  const before = prevId === null ? 0 : others.findIndex(other => other['id'] === partOf(grid, type, prevId)['id']) + 1;
  others.toSpliced(before, 0, row).forEach((one, index) => {
    if (one['index'] !== index) change(grid.scope, type, one, { index });
  });
};

const columnValues = (column: Input): Values => {
  const { editable, header, signoffRoleId, unit, options, type, allowedIonType } = column;
  if (type != null && !enumValuesOf('datagrid_typefieldtypes').includes(String(type))) {
    throw notEmulated(`A datagrid column of type ${String(type)}`);
  }
  const values = { header, signoffRoleId, unit, options, type, allowedIonType, settable: editable };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
};

/** A column is of STRING unless it says otherwise (inferred). */
const fallbackOf = (type: Kind): Values => (type === 'DatagridColumn' ? { type: 'STRING' } : {});

/** `data` has values by the ids of their columns [SDL DataGridRow]. */
const fill = (grid: Grid, row: SqlRow, data: unknown): void => {
  for (const [id, value] of Object.entries((data ?? {}) as Input)) {
    const column = partOf(grid, 'DatagridColumn', id);
    setCell(grid.scope, { rowId: row['id'], columnId: column['id'], value });
  }
};

const add = (grid: Grid, type: Kind, { id, prevId }: Input, values: Values): SqlRow => {
  const row = create(grid.scope, type, { ...values, ...grid.owner });
  if (id != null) grid.added.set(String(id), row['id']);
  if (prevId !== undefined) place(grid, type, row, prevId);
  return row;
};

type Apply = (grid: Grid, input: Input) => void;

const remove =
  (type: Kind): Apply =>
  (grid, { id }) =>
    removeRow(grid.scope, type, partOf(grid, type, id));

const move =
  (type: Kind): Apply =>
  (grid, { id, prevId }) =>
    place(grid, type, partOf(grid, type, id), prevId ?? null);

/** By [SDL DataGridOperations]. */
const APPLY: Readonly<Record<string, Apply>> = {
  ADD_COLUMN: (grid, column) => {
    add(grid, 'DatagridColumn', column, { ...fallbackOf('DatagridColumn'), ...columnValues(column) });
  },
  UPDATE_COLUMN: (grid, column) => {
    change(grid.scope, 'DatagridColumn', partOf(grid, 'DatagridColumn', column['id']), columnValues(column));
  },
  DELETE_COLUMN: remove('DatagridColumn'),
  REORDER_COLUMN: move('DatagridColumn'),
  ADD_ROW: (grid, row) => fill(grid, add(grid, 'DatagridRow', row, {}), row['data']),
  UPDATE_ROW: (grid, row) => fill(grid, partOf(grid, 'DatagridRow', row['id']), row['data']),
  DELETE_ROW: remove('DatagridRow'),
  REORDER_ROW: move('DatagridRow'),
};

const apply = (grid: Grid, { op, column, row }: Input): void => {
  const operation = APPLY[String(op)];
  const input = String(op).endsWith('COLUMN') ? column : row;
  if (operation === undefined || input == null) throw invalid(`The datagrid operation ${String(op)} lacks its input.`);
  operation(grid, input as Input);
};

type Parts = readonly (Input | null)[] | null | undefined;

/** A part that the grid has, and of which nothing is said, is not changed: values may be set where the grid may not. */
const setPart = (grid: Grid, type: Kind, part: Input, known: SqlRow | undefined): SqlRow => {
  const values = type === 'DatagridColumn' ? columnValues(part) : {};
  const row = known ?? add(grid, type, { id: part['id'] }, { ...fallbackOf(type), ...values });
  if (known !== undefined && Object.keys(values).length > 0) change(grid.scope, type, known, values);
  if (type === 'DatagridRow') fill(grid, row, part['data']);
  return row;
};

/** Parts that the grid has are changed, others are added, and those that are not named go; their order is that of the list. */
const setParts = (grid: Grid, type: Kind, parts: Parts): void => {
  if (parts == null) return;
  const listed = parts.filter(part => part !== null);
  const known = new Map(inOrder(grid, type).map(row => [String(row['id']), row]));
  const named = new Set(listed.map(({ id }) => String(id)));
  for (const [id, row] of known) if (!named.has(id)) removeRow(grid.scope, type, row);
  const rows = listed.map(part => setPart(grid, type, part, known.get(String(part['id']))));
  for (const { id } of rows.toReversed()) place(grid, type, rowOf(grid.scope, type, id), null);
};

/** Makes the grid of a step what the `datagrid` of its input says, in the older form; without one it stays (inferred). */
export const setDatagrid = (scope: Scope, owner: Grid['owner'], datagrid: unknown): void => {
  if (datagrid == null) return;
  const { columns, rows } = datagrid as { readonly columns?: Parts; readonly rows?: Parts };
  const grid: Grid = { scope, owner, added: new Map() };
  setParts(grid, 'DatagridColumn', columns);
  setParts(grid, 'DatagridRow', rows);
};

/** The etag is the step's, which is renewed; all operations are done, or none (the latter inferred). */
const operations =
  (type: 'Step' | 'RunStep', owner: string, payload: string): Operation =>
  (scope, args) => {
    const input = args['input'] as Input;
    const step = rowOf(scope, type, input['id']);
    checkEtag(step, input['etag']);
    const grid: Grid = { scope, owner: { [owner]: Number(step['id']) }, added: new Map() };
    for (const one of (input['operations'] as readonly (Input | null)[]) ?? []) if (one !== null) apply(grid, one);
    return { [payload]: updateRow(scope, type, step, {}) };
  };

export const datagridOperations: Family = {
  operations: {
    stepDatagridOperations: operations('Step', 'stepId', 'step'),
    runStepDatagridOperations: operations('RunStep', 'runStepId', 'runStep'),
  },
};
