/** `seedbed sandbox start`: serves a local ION until it is told to stop. */
import { renderStarted, type StartedTenant } from '../report/render-sandbox.ts';
import { type Sandbox, type SandboxOptions, sandboxStatus, startSandbox } from '../sandbox/index.ts';
import type { Context, Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sandboxDirectory } from './sandbox-directory.ts';
import { tenantNames } from './sandbox-place.ts';
import { fromHere } from './settings.ts';
import { startOptions } from './start-options.ts';

export const run: Run = async context => {
  const { host } = context;
  const options = startOptions(context);
  const { dir: directory } = await sandboxDirectory(context);
  const signal = host.interruption();
  const stopped = new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
  const beginning = await beginningOf(directory, options, context);
  const sandbox = await startSandbox({ ...options, ...beginning, data: directory });
  const { url, tokenUrl, clientId, clientSecret } = sandbox;
  const authority = sandbox.authority?.path;
  const tls = authority === undefined ? {} : { tls: { ...secure(url, tokenUrl), authority } };
  const tenants = await Promise.all(tenantNames(context.flags).map(name => tenantOf(sandbox, name)));
  const record = { directory, url, tokenUrl, clientId, clientSecret, port: sandbox.port, ...tls, tenants };
  context.deliver({ exitCode: EXIT.done, record, text: renderStarted(record, fromHere(directory, host.cwd)) });
  if (!signal.aborted) await stopped;
  await sandbox.close();
  context.log('The sandbox has stopped; its data is kept.');
  return EXIT.done;
};

async function tenantOf(sandbox: Sandbox, name: string): Promise<StartedTenant> {
  const { url, tokenUrl, clientId, clientSecret } = await sandbox.tenant(name);
  return { name, url, tokenUrl, clientId, clientSecret };
}

function secure(url: string, tokenUrl: string): { readonly url: string; readonly tokenUrl: string } {
  return { url: url.replace(/^http:/, 'https:'), tokenUrl: tokenUrl.replace(/^http:/, 'https:') };
}

/** Where a server runs already there is no demo to make: starting a second one is refused. */
async function beginningOf(
  directory: string,
  { seed, clock }: SandboxOptions,
  context: Context,
): Promise<Pick<SandboxOptions, 'from'>> {
  if (context.flags.state !== 'demo' || (await sandboxStatus(directory)).state === 'running') return {};
  const { makeDemo } = await import('./demo-state.ts');
  const chance = { ...(seed !== undefined && { seed }), ...(clock !== undefined && { clock }) };
  return { from: await makeDemo(directory, chance, context) };
}
