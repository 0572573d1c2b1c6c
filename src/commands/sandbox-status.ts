/** `seedbed sandbox status`: whether a local ION runs, where, and what it was asked. */
import { renderStatus, type StatusRecord } from '../report/render-sandbox.ts';
import { listSandboxFaults, sandboxStatus } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { type Place, sandboxPlace } from './sandbox-place.ts';
import { styleOf } from './style-of.ts';

export const run: Run = async context => {
  const place = await sandboxPlace(context);
  const { directory, choice } = place;
  const record = { directory, ...choice, ...(await statusOf(place)) };
  const text = renderStatus(record, place, styleOf(context));
  return context.deliver({ exitCode: EXIT.done, record, text });
};

async function statusOf({ directory, choice }: Place): Promise<StatusRecord> {
  const status = await sandboxStatus(directory, choice);
  return status.state === 'running' ? { ...status, faults: await listSandboxFaults(directory, choice) } : status;
}
