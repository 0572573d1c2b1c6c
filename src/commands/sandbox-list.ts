/** `seedbed sandbox list`: the snapshots in the data directory. */
import { renderSnapshots } from '../report/render-snapshots.ts';
import { listSandboxSnapshots, sandboxStatus } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxPlace } from './sandbox-place.ts';

export const run: Run = async context => {
  const place = await sandboxPlace(context);
  const { directory, choice } = place;
  const { state } = await sandboxStatus(directory, choice);
  const snapshots = state === 'absent' ? [] : listSandboxSnapshots(directory, choice);
  const text = renderSnapshots(snapshots, place);
  return context.deliver({ exitCode: EXIT.done, record: { directory, ...choice, snapshots }, text });
};
