import { describe, expect, test } from 'vitest';
import { ionForFile } from '../ion.ts';
import { move, newRun, SET_VALUE, setValue, valueInput } from './example-run.ts';

const ion = ionForFile();

const runStatus = async (run: { id: number }) => (await ion.get('Run', run.id, 'status')).status;

describe('run steps', () => {
  test('a step starts only when every step upstream is COMPLETE [MAN]', async () => {
    const { prepare, torque } = await newRun(ion);
    expect((await ion.refusedUpdate('RunStep', torque.id, { status: 'IN_PROGRESS' })).message).toContain(
      'cannot start',
    );
    await move(ion, prepare, 'IN_PROGRESS COMPLETE');
    expect(await move(ion, torque, 'IN_PROGRESS', 'status availableToWork settable')).toEqual({
      status: 'IN_PROGRESS',
      availableToWork: true,
      settable: 'true',
    });
  });

  test('a nested step starts only while its parent is IN_PROGRESS [MAN]', async () => {
    const { prepare, torque, check } = await newRun(ion);
    expect((await ion.refusedUpdate('RunStep', check.id, { status: 'IN_PROGRESS' })).message).toContain('its parent');
    await move(ion, prepare, 'IN_PROGRESS COMPLETE');
    await move(ion, torque, 'IN_PROGRESS');
    expect(await move(ion, check, 'IN_PROGRESS')).toEqual({ status: 'IN_PROGRESS' });
  });

  test('it is COMPLETE only with its required fields filled and its nested steps COMPLETE [MAN; the latter is inferred]', async () => {
    const { prepare, torque, check } = await newRun(ion);
    await move(ion, prepare, 'IN_PROGRESS COMPLETE');
    await move(ion, torque, 'IN_PROGRESS');
    const unfilled = await ion.refusedUpdate('RunStep', torque.id, { status: 'COMPLETE' });
    expect(unfilled.message).toContain('field "Torque" has no value');
    await setValue(ion, torque.fields[0], 1.2);
    const nested = await ion.refusedUpdate('RunStep', torque.id, { status: 'COMPLETE' });
    expect(nested.message).toContain(`"check" is TODO`);
    await move(ion, check, 'IN_PROGRESS COMPLETE');
    expect(await move(ion, torque, 'COMPLETE')).toEqual({ status: 'COMPLETE' });
  });

  test('it records who started and finished it, and when [SDL]', async () => {
    const { prepare } = await newRun(ion);
    const started = await move(ion, prepare, 'IN_PROGRESS', 'startTime startedById endTime');
    expect(started).toEqual({ startTime: expect.any(String), startedById: 1, endTime: null });
    const ended = await move(ion, prepare, 'COMPLETE', 'startTime endTime completedBy { id }');
    expect(ended).toMatchObject({ startTime: started.startTime, endTime: expect.any(String), completedBy: { id: 1 } });
  });

  test('a FAILED step can go back to TODO, a COMPLETE one cannot [MAN; the latter is inferred]', async () => {
    const { prepare } = await newRun(ion);
    await move(ion, prepare, 'IN_PROGRESS FAILED TODO');
    await move(ion, prepare, 'IN_PROGRESS COMPLETE');
    const refused = await ion.refusedUpdate('RunStep', prepare.id, { status: 'TODO' });
    expect(refused.message).toContain('cannot go from COMPLETE to TODO');
  });

  test('it can fail before any work happens, and be complete although it failed [docs step-execution]', async () => {
    const { prepare } = await newRun(ion);
    expect(await move(ion, prepare, 'FAILED COMPLETE')).toEqual({ status: 'COMPLETE' });
  });

  test('one that failed is COMPLETE only with its required fields filled, as any other (inferred)', async () => {
    const { prepare, torque } = await newRun(ion);
    await move(ion, prepare, 'IN_PROGRESS COMPLETE');
    await move(ion, torque, 'IN_PROGRESS FAILED');
    const refused = await ion.refusedUpdate('RunStep', torque.id, { status: 'COMPLETE' });
    expect(refused.message).toContain('has no value');
  });

  test('TODO does not go straight to COMPLETE (inferred from [MAN])', async () => {
    const { prepare } = await newRun(ion);
    const refused = await ion.refusedUpdate('RunStep', prepare.id, { status: 'COMPLETE' });
    expect(refused.message).toContain('cannot go from TODO to COMPLETE');
  });

  test('a step added to a run is a REDLINE until it goes to TODO [EX]', async () => {
    const { run } = await newRun(ion);
    const added = await ion.create('RunStep', { runId: run.id, title: 'rework' }, 'status position');
    expect(added).toMatchObject({ status: 'REDLINE', position: 2 });
    expect(await runStatus(run)).toBe('REDLINE');
    expect(await move(ion, added, 'TODO')).toEqual({ status: 'TODO' });
    expect((await ion.refusedRemove('RunStep', added.id)).message).toContain('only a REDLINE can be deleted');
  });

  test('only on a REDLINE can be changed what is to be done (inferred from editable [SDL])', async () => {
    const { prepare } = await newRun(ion);
    const refused = await ion.refusedUpdate('RunStep', prepare.id, { title: 'clean' });
    expect(refused.message).toContain('title can be edited only while it is a REDLINE');
    const same = await ion.update('RunStep', prepare.id, { title: 'prepare', leadTime: 60 }, 'title leadTime');
    expect(same).toEqual({ title: 'prepare', leadTime: 60 });
    const redlined = await ion.update('RunStep', prepare.id, { status: 'REDLINE', title: 'clean' }, 'title editable');
    expect(redlined).toEqual({ title: 'clean', editable: 'true' });
  });

  test('a stale etag is refused [SDL, TS]', async () => {
    const { prepare } = await newRun(ion);
    await move(ion, prepare, 'IN_PROGRESS');
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
    const made = await newRun(ion);
    await move(ion, made.prepare, 'IN_PROGRESS COMPLETE');
    await move(ion, made.torque, 'IN_PROGRESS');
    return made.torque.fields as readonly [{ id: number }, { id: number }];
  };

  test('a value can be set only while the step is IN_PROGRESS (inferred from the order of calls in [EX])', async () => {
    const { torque } = await newRun(ion);
    const refused = await ion.refusal(SET_VALUE, await valueInput(ion, torque.fields[0], 1));
    expect(refused.message).toContain('only while it is IN_PROGRESS');
  });

  test('values are of the field’s type, or one of its options (inferred)', async () => {
    const [number, choice] = await started();
    expect((await ion.refusal(SET_VALUE, await valueInput(ion, number, 'much'))).message).toContain(
      'is of type NUMBER',
    );
    expect((await ion.refusal(SET_VALUE, await valueInput(ion, choice, 'C'))).message).toContain('is of type SELECT');
    expect(await setValue(ion, number, 1.25)).toMatchObject({ value: 1.25, valid: true });
    expect(await setValue(ion, choice, 'B')).toMatchObject({ value: 'B', valid: true });
  });

  test('false signs nothing off [MAN: COMPLETE needs what is required signed off; inferred]', async () => {
    const { prepare } = await newRun(ion);
    await move(ion, prepare, 'REDLINE');
    const field = { runStepId: prepare.id, name: 'Inspected', type: 'SIGNOFF', required: true };
    const signoff = await ion.create('RunStepField', field);
    await move(ion, prepare, 'TODO IN_PROGRESS');
    expect((await ion.refusal(SET_VALUE, await valueInput(ion, signoff, false))).message).toContain('SIGNOFF');
    expect((await ion.refusedUpdate('RunStep', prepare.id, { status: 'COMPLETE' })).message).toContain('Inspected');
    await setValue(ion, signoff, true);
    expect(await move(ion, prepare, 'COMPLETE')).toEqual({ status: 'COMPLETE' });
  });

  test('each field has an etag of its own, renewed by each value [SDL]', async () => {
    const [number] = await started();
    const first = await ion.etagOf('RunStepField', number.id);
    const { _etag } = await setValue(ion, number, 1);
    expect(_etag).not.toBe(first);
    const stale = await ion.refusal(SET_VALUE, { input: { id: number.id, etag: first, value: 2 } });
    expect(stale.code).toBe('CONCURRENCY_ERROR');
  });

  test('not every field may be marked as not applicable [SDL allowNotApplicable; the refusal is inferred]', async () => {
    const [number] = await started();
    const input = { id: number.id, etag: await ion.etagOf('RunStepField', number.id), notApplicable: true };
    expect((await ion.refusal(SET_VALUE, { input })).message).toContain('not applicable');
  });
});

test('a run step has the attributes that are defined when it is made, without values (inferred)', async () => {
  const { id, _etag: etag } = (await ion.ask('{ me { organization { id _etag } } }')).me.organization;
  const define =
    'mutation ($input: UpdateAttributeSettingsInput!) { updateOrganizationRunStepAttributes(input: $input) { organization { id } } }';
  await ion.ask(define, { input: { id, etag, key: 'shift', type: 'STRING' } });
  const { prepare } = await newRun(ion);
  expect((await ion.get('RunStep', prepare.id, 'attributes { key value }')).attributes).toEqual([
    { key: 'shift', value: null },
  ]);
});
