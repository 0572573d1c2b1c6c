import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newProcedure } from '../ion.ts';
import { move, newRun } from './example-run.ts';

const ion = ionForFile();

const REDLINES = 'status title redlines { active approved initialState finalState }';

describe('redlines', () => {
  test('begin with a step that is added to a run, and end when it is TODO [EX alter_completed_runs]', async () => {
    const { run } = await newRun(ion);
    const step = await ion.create('RunStep', { runId: run.id, title: 'more' }, REDLINES);
    expect(step).toMatchObject({ status: 'REDLINE', redlines: [{ active: 'true', initialState: null }] });
    expect(await ion.get('Run', run.id, 'status')).toEqual({ status: 'REDLINE' });
    const [redline] = (await move(ion, step, 'TODO', REDLINES)).redlines;
    expect(redline).toMatchObject({ active: 'false', finalState: { title: 'more', status: 'TODO' } });
  });

  test('remember what a step was, and put it back when they are canceled [SDL; what is kept is inferred]', async () => {
    const { prepare } = await newRun(ion);
    await move(ion, prepare, 'IN_PROGRESS COMPLETE REDLINE');
    await ion.update('RunStep', prepare.id, { title: 'changed' });
    const cancel =
      'mutation ($id: ID!, $etag: String!) { cancelRunStepRedline(id: $id, etag: $etag) { runStep { title status } } }';
    const variables = { id: prepare.id, etag: await ion.etagOf('RunStep', prepare.id) };
    expect((await ion.ask(cancel, variables)).cancelRunStepRedline.runStep).toEqual({
      title: 'prepare',
      status: 'COMPLETE',
    });
  });

  test('keep the approvals that are given them [SDL]', async () => {
    const { run } = await newRun(ion);
    const { redlines } = await ion.create('RunStep', { runId: run.id, title: 'x' }, 'redlines { id approved }');
    expect(redlines[0].approved).toBe(false);
    await ion.ask(
      'mutation ($input: CreateRedlineApprovalInput!) { createRedlineApproval(input: $input) { approval { id } } }',
      { input: { redlineId: redlines[0].id, status: 'APPROVED' } },
    );
    const { redlines: all } = await ion.ask('{ redlines { edges { node { id approved approvals { status } } } } }');
    expect(all.edges.map((edge: Answer) => edge.node)).toContainEqual({
      id: redlines[0].id,
      approved: true,
      approvals: [{ status: 'APPROVED' }],
    });
  });

  test('are how a step of a procedure comes into a run, with its fields [SDL copyStepToRun; inferred]', async () => {
    const { run, procedure } = await newRun(ion);
    const text =
      'mutation ($input: CopyStepToRunInput!) { copyStepToRun(input: $input) { runStep { title status originStepId fields { name } } } }';
    const { copyStepToRun } = await ion.ask(text, { input: { stepId: procedure.torque.id, runId: run.id } });
    expect(copyStepToRun.runStep).toMatchObject({
      title: 'torque',
      status: 'REDLINE',
      originStepId: procedure.torque.id,
      fields: [{ name: 'Torque' }, { name: 'Tool' }],
    });
  });

  test('go into a draft of a procedure, and to other runs, by merging [SDL; what is taken over is inferred]', async () => {
    const [{ run, torque }, other, draft] = [await newRun(ion), await newRun(ion), await newProcedure(ion)];
    expect(run.id).not.toBe(other.run.id);
    const text =
      'mutation ($input: MergeRunStepToProcedureInput!) { mergeRunStepToProcedure(input: $input) { step { title procedureId fields { name required } } } }';
    const { mergeRunStepToProcedure } = await ion.ask(text, { input: { id: torque.id, procedureId: draft.id } });
    expect(mergeRunStepToProcedure.step).toMatchObject({
      title: 'torque',
      procedureId: draft.id,
      fields: [{ name: 'Torque', required: true }, { name: 'Tool' }],
    });
    const runs =
      'mutation ($input: MergeRunStepToRunsInput!) { mergeRunStepToRuns(input: $input) { steps { title runId status } } }';
    const { mergeRunStepToRuns } = await ion.ask(runs, { input: { id: torque.id, runs: [{ runId: other.run.id }] } });
    expect(mergeRunStepToRuns.steps).toEqual([{ title: 'torque', runId: other.run.id, status: 'REDLINE' }]);
  });
});
