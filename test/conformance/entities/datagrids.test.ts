import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newProcedure } from '../ion.ts';

const ion = ionForFile();

const SET =
  'mutation ($input: SetDatagridValueInput!) { setDatagridValue(input: $input) { datagridValue { id value _etag } } }';
const GRID =
  'datagridColumns { edges { node { id header index type settable } } } datagridRows { edges { node { id index required complete values { value column { header } } } } }';

const set = async (rowId: number, columnId: number, value: unknown, etag?: string): Promise<Answer> =>
  (await ion.ask(SET, { input: { rowId, columnId, value, etag } })).setDatagridValue.datagridValue;

/** A step with a given and a measured column, and one required row whose given cell is filled. */
const newGrid = async () => {
  const procedure = await newProcedure(ion);
  const step = await ion.create('Step', { procedureId: procedure.id, title: 'measure', type: 'DATAGRID' });
  const given = await ion.create('DatagridColumn', {
    stepId: step.id,
    type: 'STRING',
    header: 'Hole',
    settable: false,
  });
  const measured = await ion.create('DatagridColumn', { stepId: step.id, type: 'NUMBER', header: 'Width', unit: 'mm' });
  const row = await ion.create('DatagridRow', { stepId: step.id, required: true });
  await set(row.id, given.id, 'H1');
  return { procedure, step, given, measured, row };
};

describe('datagrids', () => {
  test('columns and rows are connections of their step, in the order of their index [SDL]', async () => {
    const { step } = await newGrid();
    const grid = await ion.get('Step', step.id, GRID);
    expect(grid.datagridColumns.edges.map((edge: Answer) => edge.node)).toMatchObject([
      { header: 'Hole', index: 0, type: 'STRING', settable: false },
      { header: 'Width', index: 1, type: 'NUMBER', settable: true },
    ]);
    expect(grid.datagridRows.edges.map((edge: Answer) => edge.node)).toMatchObject([
      { index: 0, required: true, complete: false, values: [{ value: 'H1', column: { header: 'Hole' } }] },
    ]);
    const paged =
      'datagridColumns(first: 1, sort: [INDEX_DESC]) { edges { node { header } } pageInfo { hasNextPage totalCount } }';
    expect((await ion.get('Step', step.id, paged)).datagridColumns).toEqual({
      edges: [{ node: { header: 'Width' } }],
      pageInfo: { hasNextPage: true, totalCount: 2 },
    });
  });

  test('a cell has one value, and its etag is optional [SDL]', async () => {
    const { given, row } = await newGrid();
    const first = await set(row.id, given.id, 'H2');
    const second = await set(row.id, given.id, 'H3', first._etag);
    expect(second).toMatchObject({ id: first.id, value: 'H3' });
    const input = { rowId: row.id, columnId: given.id, value: 'H4', etag: first._etag };
    expect((await ion.refusal(SET, { input })).code).toBe('CONCURRENCY_ERROR');
  });

  test('a value is of its column’s type (inferred)', async () => {
    const { measured, row } = await newGrid();
    const input = { rowId: row.id, columnId: measured.id, value: 'wide' };
    expect((await ion.refusal(SET, { input })).message).toContain('is of type NUMBER');
  });

  test('a run gets a copy, and its step is COMPLETE only with the required rows filled [GUIDE; the latter is inferred]', async () => {
    const { procedure } = await newGrid();
    await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
    const run = await ion.create('Run', { procedureId: procedure.id, title: 'r' }, `steps { id ${GRID} }`);
    const [step] = run.steps;
    const [given, measured] = step.datagridColumns.edges.map((edge: Answer) => edge.node);
    const [row] = step.datagridRows.edges.map((edge: Answer) => edge.node);
    expect(row).toMatchObject({ complete: false, values: [{ value: 'H1' }] });
    const early = { rowId: row.id, columnId: measured.id, value: 1.5 };
    expect((await ion.refusal(SET, { input: early })).message).toContain('IN_PROGRESS');
    await ion.update('RunStep', step.id, { status: 'IN_PROGRESS' });
    expect((await ion.refusal(SET, { input: { ...early, columnId: given.id, value: 'x' } })).message).toContain(
      'settable',
    );
    expect((await ion.refusedUpdate('RunStep', step.id, { status: 'COMPLETE' })).message).toContain(
      'row 1 of its datagrid is not filled',
    );
    await set(row.id, measured.id, 1.5);
    expect(await ion.update('RunStep', step.id, { status: 'COMPLETE' }, 'status')).toEqual({ status: 'COMPLETE' });
  });

  test('outside a draft the grid is fixed [MAN]', async () => {
    const { procedure, step, row } = await newGrid();
    await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
    const refused = await ion.refusedCreate('DatagridRow', { stepId: step.id });
    expect(refused.message).toContain('only a DRAFT can be edited');
    const remove = 'mutation ($id: ID!, $etag: String!) { deleteDatagridRow(id: $id, etag: $etag) { id } }';
    const { edges } = (
      await ion.ask(`{ datagridRows(filters: { id: { eq: ${row.id} } }) { edges { node { _etag } } } }`)
    ).datagridRows;
    expect((await ion.refusal(remove, { id: row.id, etag: edges[0].node._etag })).message).toContain('only a DRAFT');
  });
});
