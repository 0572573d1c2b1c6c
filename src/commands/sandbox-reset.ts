/** `seedbed sandbox reset`: back to the starting state, whether a server runs or not. */
import { resetSandbox, sandboxStatus } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxDirectory } from './sandbox-directory.ts';
import { fromHere } from './settings.ts';

export const run: Run = async context => {
  const directory = await sandboxDirectory(context);
  const shown = fromHere(directory, context.host.cwd);
  const { state } = await sandboxStatus(directory);
  if (state === 'absent') {
    const text = `Nothing to reset: there is no sandbox in ${shown} yet.`;
    return context.deliver({ exitCode: EXIT.done, record: { directory, state, reset: false }, text });
  }
  await resetSandbox(directory);
  const text = `The sandbox in ${shown} is back to its starting state.`;
  return context.deliver({ exitCode: EXIT.done, record: { directory, state, reset: true }, text });
};
