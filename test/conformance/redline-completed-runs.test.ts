// Adding what was forgotten to runs that are complete: a step as a redline, with a field, which is then carried out.
import { expect, test } from 'vitest';
import { type Answer, tenantForFile } from './open-tenant.ts';

const tenant = tenantForFile();

const moveStep = async (step: Answer, status: string): Promise<Answer> => {
  const input = { id: step.id, etag: step._etag, status };
  return (
    await tenant.mutate('updateRunStep', 'UpdateRunStepInput', input, 'runStep { id status title _etag content }')
  ).runStep;
};

const releasedProcedure = async (): Promise<number> => {
  const document = 'mutation { createProcedure(title: "Clean") { procedure { id } } }';
  const { id } = (await tenant.ask(document)).createProcedure.procedure;
  await tenant.mutate('createStep', 'CreateStepInput', { procedureId: id, title: 'Wipe' }, 'step { id }');
  const { _etag: etag } = await tenant.get('procedure', id, '_etag');
  await tenant.mutate('updateProcedure', 'UpdateProcedureInput', { id, etag, status: 'RELEASED' }, 'procedure { id }');
  return id;
};

const completeRun = async (procedureId: number, title: string): Promise<number> => {
  const { run } = await tenant.mutate(
    'createRun',
    'CreateRunInput',
    { procedureId, title },
    'run { id steps { id _etag } }',
  );
  for (const step of run.steps) await moveStep(await moveStep(step, 'IN_PROGRESS'), 'COMPLETE');
  return run.id;
};

const runsOf = async (procedureId: number): Promise<Answer[]> => {
  const document = `query ($filters: RunsInputFilters, $sort: [RunSortEnum]) {
    runs(filters: $filters, sort: $sort) { edges { node { id title procedureId status } } }
  }`;
  const { runs } = await tenant.ask(document, { filters: { procedureId: { eq: procedureId } }, sort: ['ID_ASC'] });
  return runs.edges.map((edge: Answer) => edge.node);
};

const addStep = async (runId: number): Promise<Answer> => {
  const fields = 'step { id title content createdById status _etag }';
  return (await tenant.mutate('createRunStep', 'CreateRunStepInput', { title: 'Inspect', runId }, fields)).step;
};

const addField = async (runStepId: number): Promise<Answer> => {
  const input = { runStepId, name: 'Result', type: 'STRING', required: true };
  const fields = 'runStepField { id name type value _etag }';
  return (await tenant.mutate('createRunStepField', 'CreateRunStepFieldInput', input, fields)).runStepField;
};

const setValue = async (field: Answer, value: unknown): Promise<Answer> => {
  const input = { id: field.id, etag: field._etag, value };
  const fields = 'runStepField { id name type value _etag }';
  return (await tenant.mutate('updateRunStepFieldValue', 'UpdateRunStepFieldValueInput', input, fields)).runStepField;
};

const statusOf = async (runId: number): Promise<string> => (await tenant.get('run', runId, 'status')).status;

test('each complete run of a procedure gets another step, and is complete again in the end [EX alter_completed_runs]', async () => {
  const procedureId = await releasedProcedure();
  for (const title of ['one', 'two']) await completeRun(procedureId, title);
  const runs = await runsOf(procedureId);
  expect(runs.map(({ title, status }) => [title, status])).toEqual([
    ['one', 'COMPLETE'],
    ['two', 'COMPLETE'],
  ]);
  for (const { id } of runs) {
    const step = await addStep(id);
    expect([step.status, await statusOf(id)]).toEqual(['REDLINE', 'REDLINE']);
    const field = await addField(step.id);
    const todo = await moveStep(step, 'TODO');
    const begun = await moveStep(todo, 'IN_PROGRESS');
    expect(await statusOf(id)).toBe('IN_PROGRESS');
    expect((await setValue(field, 'clean')).value).toBe('clean');
    expect((await moveStep(begun, 'COMPLETE')).status).toBe('COMPLETE');
  }
  expect((await runsOf(procedureId)).map(run => run.status)).toEqual(['COMPLETE', 'COMPLETE']);
});

test('a required field holds the step until it has a value [MAN runs]', async () => {
  const runId = await completeRun(await releasedProcedure(), 'three');
  const step = await addStep(runId);
  await addField(step.id);
  const begun = await moveStep(await moveStep(step, 'TODO'), 'IN_PROGRESS');
  expect((await tenant.errorOf(moveStep(begun, 'COMPLETE')))?.message).toContain('Result');
  expect(await statusOf(runId)).toBe('IN_PROGRESS');
});

test('values are taken only while the step is IN_PROGRESS, and fields only while it is a redline (inferred from the order of [EX])', async () => {
  const runId = await completeRun(await releasedProcedure(), 'four');
  const step = await addStep(runId);
  const field = await addField(step.id);
  expect(await tenant.errorOf(setValue(field, 'early'))).toMatchObject({ code: 'VALIDATION_ERROR' });
  await moveStep(step, 'TODO');
  expect(await tenant.errorOf(addField(step.id))).toMatchObject({ code: 'VALIDATION_ERROR' });
});

test('the procedure itself, and runs that begin later, know nothing of it [docs lifecycle]', async () => {
  const procedureId = await releasedProcedure();
  await addStep(await completeRun(procedureId, 'five'));
  const { steps } = await tenant.get('procedure', procedureId, 'steps { title }');
  const { run } = await tenant.mutate(
    'createRun',
    'CreateRunInput',
    { procedureId, title: 'six' },
    'run { steps { title } }',
  );
  expect([steps, run.steps]).toEqual([[{ title: 'Wipe' }], [{ title: 'Wipe' }]]);
});
