/** `seedbed sandbox restore`: brings a saved state back. */
import { printable } from '../diagnostics/printable.ts';
import { restoreSandbox } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxPlace } from './sandbox-place.ts';
import { snapshotAt } from './snapshot-at.ts';

export const run: Run = async context => {
  const { host, operands } = context;
  const [nameOrPath = ''] = operands;
  const { directory, choice, shown } = await sandboxPlace(context);
  const restored = snapshotAt(nameOrPath, host.cwd);
  await restoreSandbox(directory, restored, choice);
  const text = `The ${shown} has the state of ${printable(nameOrPath)}.`;
  return context.deliver({ exitCode: EXIT.done, record: { directory, ...choice, restored }, text });
};
