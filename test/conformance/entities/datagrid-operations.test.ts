// Datagrids in their older form: operations on columns and rows that are chained by prevId.
import { describe, expect, test } from 'vitest';
import { type Answer, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();

const GRID = 'datagrid { columns { id prevId header type editable unit options } rows { id prevId data } }';

/** A step of a draft procedure, with a grid to fill. */
const newStep = async (): Promise<Answer> => {
  const { procedure } = (await tenant.ask('mutation { createProcedure(title: "Grid") { procedure { id } } }'))
    .createProcedure;
  const input = { procedureId: procedure.id, title: 'Measure', type: 'DATAGRID' };
  const { step } = await tenant.mutate('createStep', 'CreateStepInput', input, 'step { id procedureId }');
  return step;
};

const operate = async (step: Answer, operations: object[], etag?: string): Promise<Answer> => {
  const input = { id: step.id, etag: etag ?? (await tenant.get('step', step.id, '_etag'))._etag, operations };
  const fields = `step { id _etag ${GRID} }`;
  return (await tenant.mutate('stepDatagridOperations', 'DataGridOperationsInput', input, fields)).step;
};

const column = (op: string, fields: object) => ({ op: `${op}_COLUMN`, column: fields });
const row = (op: string, fields: object) => ({ op: `${op}_ROW`, row: fields });

const headers = (answer: Answer): string[] => answer.datagrid.columns.map((one: Answer) => one.header);

describe('operations on the datagrid of a step', () => {
  test('add columns and rows, to which later ones of the same call refer by ids of their own [SDL; the ids are inferred]', async () => {
    const answer = await operate(await newStep(), [
      column('ADD', { id: 'c1', header: 'Hole', type: 'STRING', editable: false }),
      column('ADD', { id: 'c2', header: 'Width', type: 'NUMBER', unit: 'mm' }),
      row('ADD', { data: { c1: 'H1', c2: 4.2 } }),
    ]);
    const [hole, width] = answer.datagrid.columns;
    expect(hole).toMatchObject({ header: 'Hole', type: 'STRING', editable: false, prevId: null });
    expect(width).toMatchObject({ header: 'Width', type: 'NUMBER', unit: 'mm', editable: true, prevId: hole.id });
    expect(answer.datagrid.rows).toEqual([
      { id: expect.anything(), prevId: null, data: { [hole.id]: 'H1', [width.id]: 4.2 } },
    ]);
  });

  test('are the same grid as the newer columns, rows and values [SDL]', async () => {
    const step = await newStep();
    await operate(step, [column('ADD', { id: 'c', header: 'A', type: 'STRING' }), row('ADD', { data: { c: 'x' } })]);
    const newer =
      'datagridColumns { edges { node { header index } } } datagridRows { edges { node { index values { value } } } }';
    expect(await tenant.get('step', step.id, newer)).toEqual({
      datagridColumns: { edges: [{ node: { header: 'A', index: 0 } }] },
      datagridRows: { edges: [{ node: { index: 0, values: [{ value: 'x' }] } }] },
    });
  });

  test('place what they add, and what they move, behind prevId; null is the beginning (inferred from the chain)', async () => {
    const step = await newStep();
    const { datagrid } = await operate(step, [
      column('ADD', { header: 'A', type: 'STRING' }),
      column('ADD', { header: 'C', type: 'STRING' }),
    ]);
    const [a, c] = datagrid.columns;
    const added = await operate(step, [
      column('ADD', { header: 'B', type: 'STRING', prevId: a.id }),
      column('ADD', { header: '0', type: 'STRING', prevId: null }),
    ]);
    expect(headers(added)).toEqual(['0', 'A', 'B', 'C']);
    expect(headers(await operate(step, [column('REORDER', { id: a.id, prevId: c.id })]))).toEqual(['0', 'B', 'C', 'A']);
    expect(headers(await operate(step, [column('REORDER', { id: c.id, prevId: null })]))).toEqual(['C', '0', 'B', 'A']);
  });

  test('change and delete by id; with a column go its values [SDL; the latter inferred]', async () => {
    const step = await newStep();
    const { datagrid } = await operate(step, [
      column('ADD', { id: 'a', header: 'A', type: 'STRING' }),
      column('ADD', { id: 'b', header: 'B', type: 'SELECT', options: ['x', 'y'] }),
      row('ADD', { data: { a: '1', b: 'x' } }),
      row('ADD', {}),
    ]);
    const [a, b] = datagrid.columns;
    const [first, second] = datagrid.rows;
    const changed = await operate(step, [
      column('UPDATE', { id: b.id, header: 'Choice' }),
      row('UPDATE', { id: first.id, data: { [b.id]: 'y' } }),
      row('REORDER', { id: second.id, prevId: null }),
      column('DELETE', { id: a.id }),
    ]);
    expect(headers(changed)).toEqual(['Choice']);
    expect(changed.datagrid.rows).toEqual([
      { id: second.id, prevId: null, data: {} },
      { id: first.id, prevId: second.id, data: { [b.id]: 'y' } },
    ]);
    const { datagrid: rest } = await operate(step, [row('DELETE', { id: second.id })]);
    expect(rest.rows.map((one: Answer) => one.id)).toEqual([first.id]);
  });

  test("take and renew the step's etag, and the procedure's is another then [SDL; inferred]", async () => {
    const step = await newStep();
    const before = await tenant.get('procedure', step.procedureId, '_etag');
    const add = [column('ADD', { header: 'A', type: 'STRING' })];
    expect(await tenant.errorOf(operate(step, add, 'stale'))).toMatchObject({ code: 'CONCURRENCY_ERROR' });
    const first = await operate(step, add);
    const second = await operate(step, add, first._etag);
    expect(second._etag).not.toBe(first._etag);
    expect(await tenant.get('procedure', step.procedureId, '_etag')).not.toEqual(before);
  });

  test('are done all, or none (inferred)', async () => {
    const step = await newStep();
    const broken = operate(step, [column('ADD', { header: 'A', type: 'STRING' }), row('DELETE', { id: 999 })]);
    expect(await tenant.errorOf(broken)).toMatchObject({ code: 'NOT_FOUND' });
    expect((await tenant.get('step', step.id, GRID)).datagrid).toEqual({ columns: [], rows: [] });
  });

  test('reach no other grid, and no procedure that is not a draft [MAN]', async () => {
    const [one, other] = [await newStep(), await newStep()];
    const { datagrid } = await operate(one, [column('ADD', { header: 'A', type: 'STRING' })]);
    const strange = operate(other, [column('DELETE', { id: datagrid.columns[0].id })]);
    expect((await tenant.errorOf(strange))?.message).toContain('not part of this datagrid');
    const { _etag: etag } = await tenant.get('procedure', one.procedureId, '_etag');
    const release = { id: one.procedureId, etag, status: 'RELEASED' };
    await tenant.mutate('updateProcedure', 'UpdateProcedureInput', release, 'procedure { id }');
    const late = operate(one, [column('UPDATE', { id: datagrid.columns[0].id, header: 'B' })]);
    expect((await tenant.errorOf(late))?.message).toContain('only a DRAFT');
  });
});

describe('the datagrid in the input of a step', () => {
  const input = {
    columns: [
      { id: 'a', header: 'A', type: 'STRING' },
      { id: 'b', header: 'B', type: 'NUMBER' },
    ],
    rows: [{ data: { a: 'x', b: 1 } }, { data: { a: 'y' } }],
  };

  const create = async (): Promise<Answer> => {
    const { procedure } = (await tenant.ask('mutation { createProcedure(title: "Grid") { procedure { id } } }'))
      .createProcedure;
    const fields = { procedureId: procedure.id, title: 'Measure', type: 'DATAGRID', datagrid: input };
    return (await tenant.mutate('createStep', 'CreateStepInput', fields, `step { id ${GRID} }`)).step;
  };

  const update = async (step: Answer, datagrid: object | null): Promise<Answer> => {
    const { _etag: etag } = await tenant.get('step', step.id, '_etag');
    const fields = { id: step.id, etag, title: 'Changed', datagrid };
    return (await tenant.mutate('updateStep', 'UpdateStepInput', fields, `step { id title ${GRID} }`)).step;
  };

  test('is made with the step, values by the ids that the columns have in it [SDL DataGridInput; inferred]', async () => {
    const step = await create();
    expect(headers(step)).toEqual(['A', 'B']);
    const [a, b] = step.datagrid.columns;
    expect(step.datagrid.rows.map((one: Answer) => one.data)).toEqual([{ [a.id]: 'x', [b.id]: 1 }, { [a.id]: 'y' }]);
  });

  test('makes the grid what it says: changed by id, added without, gone where not named, in its order (inferred)', async () => {
    const step = await create();
    const [a, b] = step.datagrid.columns;
    const changed = await update(step, {
      columns: [{ id: b.id, header: 'Width' }, { header: 'New', type: 'BOOLEAN' }, { id: a.id }],
      rows: [{ id: step.datagrid.rows[1].id, data: { [b.id]: 2 } }],
    });
    expect(headers(changed)).toEqual(['Width', 'New', 'A']);
    expect(changed.datagrid.columns[0]).toMatchObject({ id: b.id, type: 'NUMBER' });
    expect(changed.datagrid.rows.map((one: Answer) => one.data)).toEqual([{ [a.id]: 'y', [b.id]: 2 }]);
  });

  test('leaves the grid alone where it is null (inferred)', async () => {
    const step = await create();
    const changed = await update(step, null);
    expect(changed).toMatchObject({ title: 'Changed', datagrid: step.datagrid });
  });
});

describe('operations on the datagrid of a run step', () => {
  /** A run of a procedure with one grid of one column and one row. */
  const startRun = async (): Promise<Answer> => {
    const step = await newStep();
    await operate(step, [column('ADD', { header: 'Width', type: 'NUMBER' }), row('ADD', {})]);
    const { _etag: etag } = await tenant.get('procedure', step.procedureId, '_etag');
    const release = { id: step.procedureId, etag, status: 'RELEASED' };
    await tenant.mutate('updateProcedure', 'UpdateProcedureInput', release, 'procedure { id }');
    const input = { procedureId: step.procedureId, title: 'Run' };
    const { run } = await tenant.mutate('createRun', 'CreateRunInput', input, `run { steps { id ${GRID} } }`);
    return run.steps[0];
  };

  const operateOn = async (step: Answer, operations: object[]): Promise<Answer> => {
    const { _etag: etag } = await tenant.get('runStep', step.id, '_etag');
    const input = { id: step.id, etag, operations };
    const fields = `runStep { ${GRID} }`;
    return (await tenant.mutate('runStepDatagridOperations', 'DataGridOperationsInput', input, fields)).runStep;
  };

  const move = async (step: Answer, status: string): Promise<void> => {
    const { _etag: etag } = await tenant.get('runStep', step.id, '_etag');
    await tenant.mutate('updateRunStep', 'UpdateRunStepInput', { id: step.id, etag, status }, 'runStep { id }');
  };

  test('fill in values while it is IN_PROGRESS [EX order of calls; inferred]', async () => {
    const step = await startRun();
    const [width] = step.datagrid.columns;
    const fill = [row('UPDATE', { id: step.datagrid.rows[0].id, data: { [width.id]: 4.2 } })];
    expect((await tenant.errorOf(operateOn(step, fill)))?.message).toContain('IN_PROGRESS');
    await move(step, 'IN_PROGRESS');
    expect((await operateOn(step, fill)).datagrid.rows[0].data).toEqual({ [width.id]: 4.2 });
  });

  test('change the grid itself only while it is redlined (inferred)', async () => {
    const step = await startRun();
    const add = [column('ADD', { header: 'Depth', type: 'NUMBER' })];
    expect((await tenant.errorOf(operateOn(step, add)))?.message).toContain('REDLINE');
    await move(step, 'REDLINE');
    expect(headers(await operateOn(step, add))).toEqual(['Width', 'Depth']);
  });

  test('come with a step that is added to a run, and its values once that is IN_PROGRESS (inferred)', async () => {
    const { runId } = await tenant.get('runStep', (await startRun()).id, 'runId');
    const columns = [{ id: 'w', header: 'Width', type: 'NUMBER' }];
    const input = { runId, title: 'Again', type: 'DATAGRID', datagrid: { columns, rows: [{}] } };
    const { step } = await tenant.mutate('createRunStep', 'CreateRunStepInput', input, `step { id ${GRID} }`);
    expect(headers(step)).toEqual(['Width']);
    for (const status of ['TODO', 'IN_PROGRESS']) await move(step, status);
    const { _etag: etag } = await tenant.get('runStep', step.id, '_etag');
    const [width] = step.datagrid.columns;
    const rows = [{ id: step.datagrid.rows[0].id, data: { [width.id]: 3 } }];
    const change = { id: step.id, etag, datagrid: { rows } };
    const { runStep } = await tenant.mutate('updateRunStep', 'UpdateRunStepInput', change, `runStep { ${GRID} }`);
    expect(runStep.datagrid.rows[0].data).toEqual({ [width.id]: 3 });
  });
});
