/** `seedbed sandbox list`: the snapshots in the data directory. */
import { renderSnapshots } from '../report/render-snapshots.ts';
import { listSandboxSnapshots, sandboxStatus } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxDirectory } from './sandbox-directory.ts';
import { fromHere } from './settings.ts';

export const run: Run = async context => {
  const directory = await sandboxDirectory(context);
  const { state } = await sandboxStatus(directory);
  const snapshots = state === 'absent' ? [] : listSandboxSnapshots(directory);
  const text = renderSnapshots(snapshots, fromHere(directory, context.host.cwd));
  return context.deliver({ exitCode: EXIT.done, record: { directory, snapshots }, text });
};
