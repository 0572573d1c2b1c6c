/** `seedbed sandbox snapshot`: saves the state of the local ION under a name. */
import { printable } from '../diagnostics/printable.ts';
import { listSandboxSnapshots, snapshotSandbox } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxDirectory } from './sandbox-directory.ts';
import { fromHere } from './settings.ts';

export const run: Run = async context => {
  const [name = ''] = context.operands;
  const directory = await sandboxDirectory(context);
  await snapshotSandbox(directory, name);
  const snapshot = listSandboxSnapshots(directory).find(one => one.name === name);
  const shown = printable(name);
  const text = `The state of the sandbox in ${fromHere(directory, context.host.cwd)} is saved; seedbed sandbox restore ${shown} brings it back.`;
  return context.deliver({ exitCode: EXIT.done, record: { directory, snapshot }, text });
};
