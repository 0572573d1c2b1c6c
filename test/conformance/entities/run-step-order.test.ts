// The order of a run's steps and of their fields.
import { describe, expect, test } from 'vitest';
import { type Answer, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();

const STEPS = 'steps { id title position _etag steps { id title position _etag } fields { id name position _etag } }';

/** A run of the steps A, with A1 and A2 in it, B and C; A has the fields x and y. */
const startRun = async (): Promise<Answer> => {
  const { procedure } = (await tenant.ask('mutation { createProcedure(title: "Order") { procedure { id } } }'))
    .createProcedure;
  const add = async (title: string, parentId?: number): Promise<number> => {
    const input = { procedureId: procedure.id, title, parentId };
    return (await tenant.mutate('createStep', 'CreateStepInput', input, 'step { id }')).step.id;
  };
  const first = await add('A');
  for (const title of ['A1', 'A2']) await add(title, first);
  for (const name of ['x', 'y']) {
    await tenant.mutate('createStepField', 'CreateStepFieldInput', { stepId: first, name }, 'stepField { id }');
  }
  await add('B');
  await add('C');
  const { _etag: etag } = await tenant.get('procedure', procedure.id, '_etag');
  const release = { id: procedure.id, etag, status: 'RELEASED' };
  await tenant.mutate('updateProcedure', 'UpdateProcedureInput', release, 'procedure { id }');
  const input = { procedureId: procedure.id, title: 'Run' };
  return (await tenant.mutate('createRun', 'CreateRunInput', input, `run { id _etag ${STEPS} }`)).run;
};

const places = (rows: Answer[], positions: number[]) =>
  rows.map(({ id, _etag: etag }, index) => ({ id, etag, position: positions[index] }));

const reorder = async (input: object): Promise<Answer[]> =>
  (await tenant.mutate('reorderRunSteps', 'ReorderRunStepsInput', input, 'steps { id position _etag }')).steps;

const titles = (steps: Answer[]): string[] => steps.map(step => step.title);

const topOf = (run: Answer): Answer[] => run.steps.filter((step: Answer) => ['A', 'B', 'C'].includes(step.title));

const read = async (run: Answer): Promise<Answer> => tenant.get('run', run.id, STEPS);

describe('run steps', () => {
  test('stand where reorderRunSteps puts them, each with its etag [SDL ReorderRunStepsInput]', async () => {
    const run = await startRun();
    const steps = topOf(run);
    const moved = await reorder({ runId: run.id, steps: places(steps, [2, 0, 1]) });
    expect(moved.map(step => step.position)).toEqual([2, 0, 1]);
    expect(titles(topOf(await read(run)))).toEqual(['B', 'C', 'A']);
    const stale = tenant.errorOf(reorder({ runId: run.id, steps: places(steps, [0, 1, 2]) }));
    expect(await stale).toMatchObject({ code: 'CONCURRENCY_ERROR' });
  });

  test('of one parent are reordered together, named by the parent [SDL parentRunStepId]', async () => {
    const run = await startRun();
    const [a] = topOf(run);
    await reorder({ parentRunStepId: a.id, steps: places(a.steps, [1, 0]) });
    expect(titles((await tenant.get('runStep', a.id, 'steps { title }')).steps)).toEqual(['A2', 'A1']);
    const mixed = tenant.errorOf(reorder({ runId: run.id, steps: places(a.steps, [0, 1]) }));
    expect((await mixed)?.message).toContain('does not belong');
  });

  test('of a canceled run keep their order (inferred)', async () => {
    const run = await startRun();
    await tenant.mutate('cancelRun', 'CancelRunInput', { id: run.id, etag: run._etag }, 'run { id }');
    const late = tenant.errorOf(reorder({ runId: run.id, steps: places(topOf(await read(run)), [2, 1, 0]) }));
    expect((await late)?.message).toContain('CANCELED');
  });
});

describe('fields of a run step', () => {
  test('are reordered while it is redlined [SDL ReorderRunStepFieldsInput; the state is inferred]', async () => {
    const [a] = topOf(await startRun());
    const swap = async (fields: Answer[]) => {
      const input = { runStepId: a.id, fields: places(fields, [1, 0]) };
      return tenant.mutate('reorderRunStepFields', 'ReorderRunStepFieldsInput', input, 'fields { name position }');
    };
    expect((await tenant.errorOf(swap(a.fields)))?.message).toContain('REDLINE');
    const input = { id: a.id, etag: a._etag, status: 'REDLINE' };
    await tenant.mutate('updateRunStep', 'UpdateRunStepInput', input, 'runStep { id }');
    expect((await swap(a.fields)).fields).toEqual([
      { name: 'x', position: 1 },
      { name: 'y', position: 0 },
    ]);
    const { fields } = await tenant.get('runStep', a.id, 'fields { name }');
    expect(fields).toEqual([{ name: 'y' }, { name: 'x' }]);
  });
});
