/** `seedbed sandbox status`: whether a local ION runs, and where. */
import { renderStatus } from '../report/render-sandbox.ts';
import { sandboxStatus } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxDirectory } from './sandbox-directory.ts';
import { fromHere } from './settings.ts';

export const run: Run = async context => {
  const directory = await sandboxDirectory(context);
  const record = { directory, ...(await sandboxStatus(directory)) };
  return context.deliver({
    exitCode: EXIT.done,
    record,
    text: renderStatus(record, fromHere(directory, context.host.cwd)),
  });
};
