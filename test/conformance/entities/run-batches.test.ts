// Batches, in which runs go together.
import { describe, expect, test } from 'vitest';
import { ionForFile } from '../ion.ts';
import { newRun } from './example-run.ts';

const ion = ionForFile();

describe('run batches', () => {
  test('are made with the runs that ask for a new one, or before [SDL CreateRunInput; sharing is inferred]', async () => {
    const { procedure } = await newRun(ion);
    const text = 'mutation ($input: [CreateRunInput]) { createRuns(input: $input) { runs { id batched runBatchId } } }';
    const one = { procedureId: procedure.id, addToNewBatch: true, runBatchTitle: 'Monday' };
    const { createRuns } = await ion.ask(text, {
      input: [
        { ...one, title: 'r1' },
        { ...one, title: 'r2' },
      ],
    });
    const [first, second] = createRuns.runs;
    expect([first.batched, first.runBatchId === second.runBatchId]).toEqual([true, true]);
    expect(await ion.get('RunBatch', first.runBatchId, 'title runs { id }')).toEqual({
      title: 'Monday',
      runs: [{ id: first.id }, { id: second.id }],
    });
    const batch = await ion.create('RunBatch', { title: 'Tuesday' });
    const third = await ion.create('Run', { procedureId: procedure.id, title: 'r3', runBatchId: batch.id }, 'batched');
    expect(third.batched).toBe(true);
  });

  test('are gone with a run that was refused; the next that asks for one has its own (inferred)', async () => {
    const { procedure } = await newRun(ion);
    const run = (title: string, more: string) =>
      `${title}: createRun(input: { procedureId: ${procedure.id}, title: "${title}", addToNewBatch: true, runBatchTitle: "Sunday" ${more} }) { run { id } }`;
    const { message } = await ion.refusal(`mutation { ${run('refused', 'assignedToId: 4711')} ${run('kept', '')} }`);
    expect(message).toContain('4711');
    const [kept] = await ion.find('runs', 'RunsInputFilters', { title: { eq: 'kept' } }, 'runBatch { title }');
    expect(kept).toEqual({ runBatch: { title: 'Sunday' } });
  });

  test('do not spread an issue over their runs: asking for that is refused (ours)', async () => {
    const batch = await ion.create('RunBatch', { title: 'Friday' });
    const { procedure, prepare } = await newRun(ion, { runBatchId: batch.id });
    const input = { runStepId: prepare.id, createIssueForEachBatchSibling: true };
    expect(await ion.create('Issue', input)).toHaveProperty('id');
    await ion.create('Run', { procedureId: procedure.id, title: 'r2', runBatchId: batch.id });
    expect(await ion.refusedCreate('Issue', input)).toMatchObject({
      code: 'NOT_EMULATED',
      message: expect.stringContaining('createIssueForEachBatchSibling'),
    });
    expect(await ion.create('Issue', { ...input, createIssueForEachBatchSibling: false })).toHaveProperty('id');
  });

  test('have a title, which can be changed, and by which they are found [SDL]', async () => {
    const { id } = await ion.create('RunBatch', { title: 'Wednesday' });
    expect(await ion.update('RunBatch', id, { title: 'Thursday' }, 'title')).toEqual({ title: 'Thursday' });
    expect(await ion.find('runBatchs', 'RunBatchesInputFilters', { title: { eq: 'Thursday' } })).toEqual([{ id }]);
  });
});
