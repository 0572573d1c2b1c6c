/** `seedbed sandbox snapshot`: saves the state of the local ION under a name. */
import { printable } from '../diagnostics/printable.ts';
import { listSandboxSnapshots, snapshotSandbox } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxPlace } from './sandbox-place.ts';

export const run: Run = async context => {
  const [name = ''] = context.operands;
  const { directory, choice, shown, flags } = await sandboxPlace(context);
  await snapshotSandbox(directory, name, choice);
  const snapshot = listSandboxSnapshots(directory, choice).find(one => one.name === name);
  const text = `The state of the ${shown} is saved; seedbed sandbox restore ${printable(name)}${flags} brings it back.`;
  return context.deliver({ exitCode: EXIT.done, record: { directory, ...choice, snapshot }, text });
};
