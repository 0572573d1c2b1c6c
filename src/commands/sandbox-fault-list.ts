/** `seedbed sandbox fault list`: the faults of the running local ION. */
import { renderFaults } from '../report/render-faults.ts';
import { listSandboxFaults } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxDirectory } from './sandbox-directory.ts';
import { fromHere } from './settings.ts';
import { styleOf } from './style-of.ts';

export const run: Run = async context => {
  const directory = await sandboxDirectory(context);
  const faults = await listSandboxFaults(directory);
  const title = `Faults of the sandbox in ${fromHere(directory, context.host.cwd)}`;
  return context.deliver({
    exitCode: EXIT.done,
    record: { directory, faults },
    text: renderFaults(faults, title, styleOf(context)),
  });
};
