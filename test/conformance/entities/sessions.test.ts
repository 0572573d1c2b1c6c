// Sessions: who worked on a run step, and when.
import { expect, test } from 'vitest';
import { type Answer, ionForFile } from '../ion.ts';
import { move, newRun } from './example-run.ts';

const ion = ionForFile();

const change = async (verb: 'checkIn' | 'checkOut', input: object): Promise<Answer> =>
  (await ion.mutate(verb, 'SessionEventInput', input, `${verb}Event { eventType runStepId createdById }`))[
    `${verb}Event`
  ];

/** A run whose step `prepare` is IN_PROGRESS. */
const startedStep = async () => {
  const { run, prepare } = await newRun(ion);
  await move(ion, prepare, 'IN_PROGRESS');
  return { run, step: prepare as { id: number }, input: { runStepId: prepare.id } };
};

test('one checks in to a step and out of it, as oneself unless a user is named [SDL SessionEventInput]', async () => {
  const { step, input } = await startedStep();
  const event = { runStepId: step.id, createdById: 1 };
  expect(await change('checkIn', input)).toEqual({ ...event, eventType: 'CHECK_IN' });
  expect(await change('checkOut', { ...input, userId: 1 })).toEqual({ ...event, eventType: 'CHECK_OUT' });
});

test('a session is a check-in with the check-out that follows it [SDL Session; inferred]', async () => {
  const { run, step, input } = await startedStep();
  await change('checkIn', input);
  const fields = 'sessions { runStepId checkIn checkOut duration isValidGrouping }';
  const [open] = (await ion.get('RunStep', step.id, fields)).sessions;
  expect(open).toMatchObject({ runStepId: step.id, checkOut: null, duration: null, isValidGrouping: false });
  await change('checkOut', input);
  const { sessions } = await ion.get('Run', run.id, fields);
  expect(sessions).toHaveLength(1);
  const [{ checkIn, checkOut, duration }] = sessions;
  expect(sessions[0]).toMatchObject({ checkIn: open.checkIn, isValidGrouping: true });
  expect(duration).toBeCloseTo((Date.parse(checkOut) - Date.parse(checkIn)) / 1000, 2);
});

test('one can check in only while the step is IN_PROGRESS (inferred)', async () => {
  const { prepare } = await newRun(ion);
  expect((await ion.errorOf(change('checkIn', { runStepId: prepare.id })))?.message).toContain('only while');
});

test('nobody checks in twice, nor out without being in (inferred)', async () => {
  const { input } = await startedStep();
  expect((await ion.errorOf(change('checkOut', input)))?.message).toContain('not checked in');
  await change('checkIn', input);
  expect((await ion.errorOf(change('checkIn', input)))?.message).toContain('already checked in');
});

test('canceling the run checks everybody out of its steps [MAN]', async () => {
  const { run, step, input } = await startedStep();
  await change('checkIn', input);
  const cancel = { id: run.id, etag: await ion.etagOf('Run', run.id) };
  await ion.mutate('cancelRun', 'CancelRunInput', cancel, 'run { status }');
  const { SessionEvents } = await ion.get('RunStep', step.id, 'SessionEvents { eventType }');
  expect(SessionEvents).toEqual([{ eventType: 'CHECK_IN' }, { eventType: 'CHECK_OUT' }]);
});

test.each(['COMPLETE', 'FAILED', 'HOLD', 'TODO'])(
  'leaving IN_PROGRESS for %s checks everybody out [MAN, docs step-execution]',
  async status => {
    const { step, input } = await startedStep();
    await change('checkIn', input);
    const { SessionEvents } = await move(ion, step, status, 'SessionEvents { eventType }');
    expect(SessionEvents).toEqual([{ eventType: 'CHECK_IN' }, { eventType: 'CHECK_OUT' }]);
  },
);

test('canceling a run checks everybody out of its steps [MAN, docs step-execution]', async () => {
  const { run, step, input } = await startedStep();
  await change('checkIn', input);
  await ion.mutate('cancelRun', 'CancelRunInput', { id: run.id, etag: await ion.etagOf('Run', run.id) }, 'run { id }');
  const { SessionEvents } = await ion.get('RunStep', step.id, 'SessionEvents { eventType }');
  expect(SessionEvents).toEqual([{ eventType: 'CHECK_IN' }, { eventType: 'CHECK_OUT' }]);
});
