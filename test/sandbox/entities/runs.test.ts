import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Ion, newPart, newProcedure, openIon } from '../ion.ts';

let ion: Ion;
beforeAll(async () => {
  ion = await openIon();
});
afterAll(() => ion.sandbox.close());

const STEPS =
  'steps { id title status position parentId originStepId _etag availableToWork upstreamStepIds fields { id name originFieldId _etag } }';

/** Prepare → torque (one required number, a choice), and under torque a nested check. */
const releasedProcedure = async () => {
  const procedure = await newProcedure(ion);
  const step = (title: string, fields = {}) => ion.create('Step', { procedureId: procedure.id, title, ...fields });
  const prepare = await step('prepare');
  const torque = await step('torque');
  const check = await step('check', { parentId: torque.id });
  await ion.create('StepField', { stepId: torque.id, name: 'Torque', type: 'NUMBER', required: true, unit: 'Nm' });
  await ion.create('StepField', { stepId: torque.id, name: 'Tool', type: 'SELECT', options: ['A', 'B'] });
  await ion.create('StepEdge', { stepId: torque.id, upstreamStepId: prepare.id });
  await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
  return { id: procedure.id, prepare, torque, check };
};

const newRun = async (fields: Readonly<Record<string, unknown>> = {}) => {
  const procedure = await releasedProcedure();
  const run = await ion.create(
    'Run',
    { procedureId: procedure.id, title: ion.unique('Run'), ...fields },
    `status ${STEPS}`,
  );
  const step = (title: string): Answer => run.steps.find((one: { title: string }) => one.title === title);
  return { procedure, run, prepare: step('prepare'), torque: step('torque'), check: step('check') };
};

const move = (step: { id: number }, status: string, fields = 'status') =>
  ion.update('RunStep', step.id, { status }, fields);
const runStatus = async (run: { id: number }) => (await ion.get('Run', run.id, 'status')).status;

const SET =
  'mutation ($input: UpdateRunStepFieldValueInput!) { updateRunStepFieldValue(input: $input) { runStepField { value valid _etag } } }';

const setInput = async (field: { id: number }, value: unknown) => ({
  input: { id: field.id, etag: await ion.etagOf('RunStepField', field.id), value },
});

const setValue = async (field: { id: number }, value: unknown) =>
  (await ion.ask(SET, await setInput(field, value))).updateRunStepFieldValue.runStepField;

/** Takes every step to COMPLETE in its order. */
const complete = async ({ prepare, torque, check }: Awaited<ReturnType<typeof newRun>>) => {
  for (const status of ['IN_PROGRESS', 'COMPLETE']) await move(prepare, status);
  await move(torque, 'IN_PROGRESS');
  await setValue(torque.fields[0], 1.2);
  for (const status of ['IN_PROGRESS', 'COMPLETE']) await move(check, status);
  await move(torque, 'COMPLETE');
};

describe('creating a run', () => {
  test('steps, nesting, fields and edges are copied and know where they came from [GUIDE]', async () => {
    const { procedure, run, prepare, torque, check } = await newRun();
    expect(run.status).toBe('TODO');
    expect(prepare).toMatchObject({ originStepId: procedure.prepare.id, status: 'TODO', availableToWork: true });
    expect(torque).toMatchObject({
      originStepId: procedure.torque.id,
      upstreamStepIds: [prepare.id],
      availableToWork: false,
    });
    expect(check).toMatchObject({ originStepId: procedure.check.id, parentId: torque.id, availableToWork: false });
    const { fields } = await ion.get('Step', procedure.torque.id, 'fields { id name }');
    expect(torque.fields).toMatchObject(fields.map((field: Answer) => ({ name: field.name, originFieldId: field.id })));
  });

  test('the procedure must be released', async () => {
    const draft = await newProcedure(ion);
    const refused = await ion.refusedCreate('Run', { procedureId: draft.id, title: 'r' });
    expect(refused.message).toContain('a run needs a RELEASED one');
  });

  test('later changes to the procedure do not touch the run [docs]', async () => {
    const { procedure, run } = await newRun();
    const { familyId } = await ion.get('Procedure', procedure.id, 'familyId');
    const version = 'mutation ($id: ID!) { createProcedureVersion(familyId: $id) { procedure { id steps { id } } } }';
    const draft = (await ion.ask(version, { id: familyId })).createProcedureVersion.procedure;
    await ion.remove('Step', draft.steps[0].id);
    expect((await ion.get('Run', run.id, 'steps { id }')).steps).toHaveLength(3);
  });

  test('a part without an inventory gets one made for the run [EX, MAN]', async () => {
    const part = await newPart(ion, { trackingType: 'SERIAL' });
    const { run } = await newRun({ partId: part.id });
    const made = await ion.get('Run', run.id, 'partInventory { partId quantity serialNumber status }');
    expect(made.partInventory).toEqual({ partId: part.id, quantity: 1, serialNumber: null, status: 'WIP' });
  });

  test('the part of a run is its inventory’s', async () => {
    const [part, other] = [await newPart(ion), await newPart(ion)];
    const inventory = await ion.create('PartInventory', { partId: part.id });
    const { run } = await newRun({ partInventoryId: inventory.id });
    expect((await ion.get('Run', run.id, 'partId part { partNumber }')).partId).toBe(part.id);
    const refused = await ion.refusedCreate('Run', { title: 'r', partInventoryId: inventory.id, partId: other.id });
    expect(refused.message).toContain(`is of part ${part.id}`);
  });

  test('a title is required unless it is to be generated', async () => {
    const { id } = await releasedProcedure();
    expect((await ion.refusedCreate('Run', { procedureId: id })).message).toBe('Run.title is required.');
    const run = await ion.create('Run', { procedureId: id, autogenerateTitle: true }, 'title');
    expect(run.title).toEqual(expect.stringMatching(/\S/));
  });

  test('runs can be created and updated in bulk [SDL]', async () => {
    const create = 'mutation ($input: [CreateRunInput]) { createRuns(input: $input) { runs { id title _etag } } }';
    const { runs } = (await ion.ask(create, { input: [{ title: 'a' }, { title: 'b' }] })).createRuns;
    const update = 'mutation ($input: [UpdateRunInput]) { updateRuns(input: $input) { runs { title description } } }';
    const input = runs.map((run: Answer) => ({ id: run.id, etag: run._etag, description: `of ${run.title}` }));
    expect((await ion.ask(update, { input })).updateRuns.runs).toEqual([
      { title: 'a', description: 'of a' },
      { title: 'b', description: 'of b' },
    ]);
  });
});

describe('run steps', () => {
  test('a step starts only when every step upstream is COMPLETE [MAN]', async () => {
    const { prepare, torque } = await newRun();
    expect((await ion.refusedUpdate('RunStep', torque.id, { status: 'IN_PROGRESS' })).message).toContain(
      'cannot start',
    );
    for (const status of ['IN_PROGRESS', 'COMPLETE']) await move(prepare, status);
    expect(await move(torque, 'IN_PROGRESS', 'status availableToWork settable')).toEqual({
      status: 'IN_PROGRESS',
      availableToWork: true,
      settable: 'true',
    });
  });

  test('a nested step starts only while its parent is IN_PROGRESS [MAN]', async () => {
    const { prepare, torque, check } = await newRun();
    expect((await ion.refusedUpdate('RunStep', check.id, { status: 'IN_PROGRESS' })).message).toContain('its parent');
    for (const status of ['IN_PROGRESS', 'COMPLETE']) await move(prepare, status);
    await move(torque, 'IN_PROGRESS');
    expect(await move(check, 'IN_PROGRESS')).toEqual({ status: 'IN_PROGRESS' });
  });

  test('it is COMPLETE only with its required fields filled and its nested steps COMPLETE [MAN]', async () => {
    const { prepare, torque, check } = await newRun();
    for (const status of ['IN_PROGRESS', 'COMPLETE']) await move(prepare, status);
    await move(torque, 'IN_PROGRESS');
    const unfilled = await ion.refusedUpdate('RunStep', torque.id, { status: 'COMPLETE' });
    expect(unfilled.message).toContain('field "Torque" has no value');
    await setValue(torque.fields[0], 1.2);
    const nested = await ion.refusedUpdate('RunStep', torque.id, { status: 'COMPLETE' });
    expect(nested.message).toContain(`"check" is TODO`);
    for (const status of ['IN_PROGRESS', 'COMPLETE']) await move(check, status);
    expect(await move(torque, 'COMPLETE')).toEqual({ status: 'COMPLETE' });
  });

  test('it records who started and finished it, and when', async () => {
    const { prepare } = await newRun();
    const started = await move(prepare, 'IN_PROGRESS', 'startTime startedById endTime');
    expect(started).toEqual({ startTime: expect.any(String), startedById: 1, endTime: null });
    const ended = await move(prepare, 'COMPLETE', 'startTime endTime completedBy { id }');
    expect(ended).toMatchObject({ startTime: started.startTime, endTime: expect.any(String), completedBy: { id: 1 } });
  });

  test('a FAILED step can go back to TODO [MAN]; a COMPLETE one goes nowhere', async () => {
    const { prepare } = await newRun();
    for (const status of ['IN_PROGRESS', 'FAILED', 'TODO']) await move(prepare, status);
    for (const status of ['IN_PROGRESS', 'COMPLETE']) await move(prepare, status);
    const refused = await ion.refusedUpdate('RunStep', prepare.id, { status: 'TODO' });
    expect(refused.message).toContain('cannot go from COMPLETE to TODO');
  });

  test('TODO does not go straight to COMPLETE', async () => {
    const { prepare } = await newRun();
    const refused = await ion.refusedUpdate('RunStep', prepare.id, { status: 'COMPLETE' });
    expect(refused.message).toContain('cannot go from TODO to COMPLETE');
  });

  test('a step added to a run is a REDLINE until it goes to TODO [EX]', async () => {
    const { run } = await newRun();
    const added = await ion.create('RunStep', { runId: run.id, title: 'rework' }, 'status position');
    expect(added).toMatchObject({ status: 'REDLINE', position: 2 });
    expect(await runStatus(run)).toBe('REDLINE');
    expect(await move(added, 'TODO')).toEqual({ status: 'TODO' });
    expect((await ion.refusedRemove('RunStep', added.id)).message).toContain('only a REDLINE can be deleted');
  });

  test('leaving IN_PROGRESS checks everybody out [MAN]', async () => {
    const { prepare } = await newRun();
    const checkIn =
      'mutation ($input: SessionEventInput!) { checkIn(input: $input) { checkInEvent { eventType runStepId } } }';
    expect((await ion.refusal(checkIn, { input: { runStepId: prepare.id } })).message).toContain('only while');
    await move(prepare, 'IN_PROGRESS');
    expect((await ion.ask(checkIn, { input: { runStepId: prepare.id } })).checkIn.checkInEvent).toEqual({
      eventType: 'CHECK_IN',
      runStepId: prepare.id,
    });
    const ended = await move(prepare, 'COMPLETE', 'SessionEvents { eventType }');
    expect(ended.SessionEvents).toEqual([{ eventType: 'CHECK_IN' }, { eventType: 'CHECK_OUT' }]);
  });

  test('a stale etag is refused', async () => {
    const { prepare } = await newRun();
    await move(prepare, 'IN_PROGRESS');
    const input = { id: prepare.id, etag: prepare._etag, status: 'COMPLETE' };
    const mutation = 'mutation ($input: UpdateRunStepInput!) { updateRunStep(input: $input) { runStep { id } } }';
    expect(await ion.refusal(mutation, { input })).toEqual({
      code: 'CONCURRENCY_ERROR',
      message: 'CONCURRENCY_ERROR: Etag does not match',
    });
  });
});

describe('field values', () => {
  const started = async () => {
    const made = await newRun();
    for (const status of ['IN_PROGRESS', 'COMPLETE']) await move(made.prepare, status);
    await move(made.torque, 'IN_PROGRESS');
    return made.torque.fields as readonly [{ id: number }, { id: number }];
  };

  test('a value can be set only while the step is IN_PROGRESS [EX]', async () => {
    const { torque } = await newRun();
    const refused = await ion.refusal(SET, await setInput(torque.fields[0], 1));
    expect(refused.message).toContain('only while it is IN_PROGRESS');
  });

  test('values are of the field’s type, or one of its options', async () => {
    const [number, choice] = await started();
    expect((await ion.refusal(SET, await setInput(number, 'much'))).message).toContain('is of type NUMBER');
    expect((await ion.refusal(SET, await setInput(choice, 'C'))).message).toContain('is of type SELECT');
    expect(await setValue(number, 1.25)).toMatchObject({ value: 1.25, valid: true });
    expect(await setValue(choice, 'B')).toMatchObject({ value: 'B', valid: true });
  });

  test('each field has an etag of its own, renewed by each value', async () => {
    const [number] = await started();
    const first = await ion.etagOf('RunStepField', number.id);
    const { _etag } = await setValue(number, 1);
    expect(_etag).not.toBe(first);
    const stale = await ion.refusal(SET, { input: { id: number.id, etag: first, value: 2 } });
    expect(stale.code).toBe('CONCURRENCY_ERROR');
  });

  test('not every field may be marked as not applicable', async () => {
    const [number] = await started();
    const input = { id: number.id, etag: await ion.etagOf('RunStepField', number.id), notApplicable: true };
    expect((await ion.refusal(SET, { input })).message).toContain('not applicable');
  });
});

describe('the status of a run follows its steps', () => {
  test('TODO → IN_PROGRESS → COMPLETE, with the share that is done', async () => {
    const made = await newRun();
    expect(await runStatus(made.run)).toBe('TODO');
    await move(made.prepare, 'IN_PROGRESS');
    expect(await runStatus(made.run)).toBe('IN_PROGRESS');
    await move(made.prepare, 'COMPLETE');
    const fields = 'status percentComplete isOpen startTime endTime';
    expect(await ion.get('Run', made.run.id, fields)).toMatchObject({
      status: 'IN_PROGRESS',
      percentComplete: 33,
      isOpen: true,
      endTime: null,
    });
    const other = await newRun();
    await complete(other);
    expect(await ion.get('Run', other.run.id, fields)).toEqual({
      status: 'COMPLETE',
      percentComplete: 100,
      isOpen: false,
      startTime: expect.any(String),
      endTime: expect.any(String),
    });
  });

  test.each(['FAILED', 'HOLD'])('one step %s is enough', async status => {
    const { run, prepare } = await newRun();
    for (const next of ['IN_PROGRESS', status]) await move(prepare, next);
    expect(await runStatus(run)).toBe(status);
  });

  test('runs are found by their status', async () => {
    const { run, procedure, prepare } = await newRun();
    await move(prepare, 'HOLD');
    const list =
      'query ($id: ID) { runs(filters: { procedureId: { eq: $id }, status: { in: [HOLD] } }) { edges { node { id } } } }';
    expect((await ion.ask(list, { id: procedure.id })).runs.edges).toEqual([{ node: { id: run.id } }]);
  });

  test('a canceled run cancels what is not COMPLETE and stands still [MAN]', async () => {
    const { run, prepare, torque } = await newRun();
    for (const status of ['IN_PROGRESS', 'COMPLETE']) await move(prepare, status);
    const cancel =
      'mutation ($input: CancelRunInput!) { cancelRun(input: $input) { run { status isOpen steps { status } } } }';
    const input = { id: run.id, etag: await ion.etagOf('Run', run.id) };
    expect((await ion.ask(cancel, { input })).cancelRun.run).toEqual({
      status: 'CANCELED',
      isOpen: false,
      steps: expect.arrayContaining([{ status: 'COMPLETE' }, { status: 'CANCELED' }]),
    });
    const refused = await ion.refusedUpdate('RunStep', torque.id, { status: 'TODO' });
    expect(refused.message).toContain('is CANCELED');
  });

  test('an archived run is archived, and there is no deleting one [SDL]', async () => {
    const { run } = await newRun();
    const archive = 'mutation ($input: ArchiveRunInput!) { archiveRun(input: $input) { run { archived isOpen } } }';
    const input = { id: run.id, etag: await ion.etagOf('Run', run.id), archived: true };
    expect((await ion.ask(archive, { input })).archiveRun.run).toEqual({ archived: true, isOpen: false });
  });
});
