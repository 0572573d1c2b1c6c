/** `seedbed sandbox status`: whether a local ION runs, where, and what it was asked. */
import { renderStatus, type StatusRecord } from '../report/render-sandbox.ts';
import { listSandboxFaults, sandboxStatus } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxDirectory } from './sandbox-directory.ts';
import { fromHere } from './settings.ts';
import { styleOf } from './style-of.ts';

export const run: Run = async context => {
  const directory = await sandboxDirectory(context);
  const record = { directory, ...(await statusOf(directory)) };
  const text = renderStatus(record, fromHere(directory, context.host.cwd), styleOf(context));
  return context.deliver({ exitCode: EXIT.done, record, text });
};

async function statusOf(directory: string): Promise<StatusRecord> {
  const status = await sandboxStatus(directory);
  return status.state === 'running' ? { ...status, faults: await listSandboxFaults(directory) } : status;
}
