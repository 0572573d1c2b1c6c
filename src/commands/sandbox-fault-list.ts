/** `seedbed sandbox fault list`: the faults of the running local ION. */
import { renderFaults } from '../report/render-faults.ts';
import { listSandboxFaults } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxPlace } from './sandbox-place.ts';
import { styleOf } from './style-of.ts';

export const run: Run = async context => {
  const { directory, choice, shown } = await sandboxPlace(context);
  const faults = await listSandboxFaults(directory, choice);
  const title = `Faults of the ${shown}`;
  return context.deliver({
    exitCode: EXIT.done,
    record: { directory, ...choice, faults },
    text: renderFaults(faults, title, styleOf(context)),
  });
};
