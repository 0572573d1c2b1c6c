/** `seedbed sandbox reset`: back to the starting state, whether a server runs or not. */
import { resetSandbox, sandboxStatus } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxPlace } from './sandbox-place.ts';

export const run: Run = async context => {
  const { directory, choice, shown } = await sandboxPlace(context);
  const { state } = await sandboxStatus(directory, choice);
  if (state === 'absent') {
    const text = `Nothing to reset: there is no ${shown} yet.`;
    return context.deliver({ exitCode: EXIT.done, record: { directory, ...choice, state, reset: false }, text });
  }
  await resetSandbox(directory, choice);
  const text = `The ${shown} is back to its starting state.`;
  return context.deliver({ exitCode: EXIT.done, record: { directory, ...choice, state, reset: true }, text });
};
