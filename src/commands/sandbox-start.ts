/** `seedbed sandbox start`: serves a local ION until it is told to stop. */
import { renderStarted } from '../report/render-sandbox.ts';
import { startSandbox } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { usageError } from './halt.ts';
import { sandboxDirectory } from './sandbox-directory.ts';
import { fromHere } from './settings.ts';

export const run: Run = async context => {
  const { flags, host } = context;
  const port = portOf(flags.port);
  const directory = await sandboxDirectory(context);
  const signal = host.interruption();
  const stopped = new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
  const sandbox = await startSandbox({ data: directory, port });
  const { url, tokenUrl, clientId, clientSecret } = sandbox;
  const record = { directory, url, tokenUrl, clientId, clientSecret, port: sandbox.port };
  context.deliver({ exitCode: EXIT.done, record, text: renderStarted(record, fromHere(directory, host.cwd)) });
  if (!signal.aborted) await stopped;
  await sandbox.close();
  context.log('The sandbox has stopped; its data is kept.');
  return EXIT.done;
};

function portOf(text = '0'): number {
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw usageError(`--port is a whole number from 0 to 65535, not "${text}"`);
}
