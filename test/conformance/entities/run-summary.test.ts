// The export of run summaries.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTenant, type Tenant } from '../open-tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant();
});
afterAll(() => tenant.close());

const generate = async (runIds: number[]): Promise<string> =>
  (await tenant.mutate('generateRunSummary', 'GenerateRunSummaryInput', { runIds, bundle: true }, 'message')).message;

test('an export of runs that there are is kicked off, and answered with a message [SDL; its wording is ours]', async () => {
  const { run } = await tenant.mutate('createRun', 'CreateRunInput', { title: 'Alone' }, 'run { id }');
  expect(await generate([run.id])).toContain('1 run');
  expect(await tenant.errorOf(generate([run.id, 999]))).toMatchObject({ code: 'NOT_FOUND' });
});
