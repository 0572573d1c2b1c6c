// The export of run summaries.
import { expect, test } from 'vitest';
import { tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();

const generate = async (runIds: number[]): Promise<string> =>
  (await tenant.mutate('generateRunSummary', 'GenerateRunSummaryInput', { runIds, bundle: true }, 'message')).message;

test('an export of runs that there are is kicked off, and answered with a message [SDL; its wording is ours]', async () => {
  const { run } = await tenant.mutate('createRun', 'CreateRunInput', { title: 'Alone' }, 'run { id }');
  expect(await generate([run.id])).toContain('1 run');
  expect(await tenant.errorOf(generate([run.id, 999]))).toMatchObject({ code: 'NOT_FOUND' });
});
