/** `seedbed sandbox restore`: brings a saved state back. */
import { printable } from '../diagnostics/printable.ts';
import { restoreSandbox } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxDirectory } from './sandbox-directory.ts';
import { fromHere } from './settings.ts';
import { snapshotAt } from './snapshot-at.ts';

export const run: Run = async context => {
  const { host, operands } = context;
  const [nameOrPath = ''] = operands;
  const directory = await sandboxDirectory(context);
  const restored = snapshotAt(nameOrPath, host.cwd);
  await restoreSandbox(directory, restored);
  const text = `The sandbox in ${fromHere(directory, host.cwd)} has the state of ${printable(nameOrPath)}.`;
  return context.deliver({ exitCode: EXIT.done, record: { directory, restored }, text });
};
