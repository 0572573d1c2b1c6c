/** The embedded sandbox as a target: through the process that serves it, else served here for as long as it is needed. */
import type { SandboxTarget } from '../config.ts';
import { Failure, isFailure } from '../remote/failure.ts';
import { realTiming } from '../remote/timing.ts';
import type { Credentials } from '../remote/token.ts';
import type { Sandbox, SandboxStatus, TenantAccess } from '../sandbox/index.ts';
import { SandboxError } from '../sandbox/sandbox-error.ts';
import type { Context } from './command.ts';
import { fromHere } from './settings.ts';

/** Where a target answers, and what has to be closed after it. */
export interface Endpoint {
  readonly label: string;
  readonly url: string;
  readonly credentials: Credentials;
  readonly close: () => Promise<void>;
}

interface SandboxEndpoint extends Endpoint {
  /** Whether another process serves it, which may end. */
  readonly isBorrowed: boolean;
}

/** What a command does to its target. */
export type Access = 'reads' | 'writes';

const POLL_MS = 200;

/** How often a directory is tried that another process has but does not serve: it is about to, or about to end. */
const MOST_TRIES = 50;

/** With `reads`, one that was never started is not made on disk either. Rejects with a `SandboxError` when none can be had. */
export async function openSandbox(target: SandboxTarget, context: Context, access: Access): Promise<SandboxEndpoint> {
  for (let left = MOST_TRIES; ; left -= 1) {
    try {
      return await openNow(target, context, access);
    } catch (error) {
      const isTaken = error instanceof SandboxError && error.code === 'already-running';
      if (!isTaken || left <= 1) throw error;
      await pause(context);
    }
  }
}

async function openNow(target: SandboxTarget, context: Context, access: Access): Promise<SandboxEndpoint> {
  const { sandboxStatus, startSandbox } = await import('../sandbox/index.ts');
  const { dir, tenant } = target;
  const whose = tenant === undefined ? '' : `tenant ${tenant} of the `;
  const label = `the ${whose}sandbox in ${fromHere(dir, context.host.cwd)}`;
  const own = await sandboxStatus(dir, tenant === undefined ? {} : { tenant });
  if (access === 'reads' && own.state === 'absent') {
    const sandbox = await startSandbox();
    return { ...endpointOf(sandbox, label, () => sandbox.close()), isBorrowed: false };
  }
  const status = tenant === undefined ? own : await sandboxStatus(dir);
  if (status.state === 'running') {
    return { ...endpointOf(await runningAccess(status, target), label, async () => {}), isBorrowed: true };
  }
  const sandbox = await startSandbox({ data: dir });
  try {
    const way = tenant === undefined ? sandbox : await sandbox.tenant(tenant);
    const close = () => closeUnused(sandbox, target, context, access);
    return { ...endpointOf(way, label, close), isBorrowed: false };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

export function endpointOf(access: TenantAccess, label: string, close: () => Promise<void>): Endpoint {
  const { url, tokenUrl, clientId, clientSecret } = access;
  return { label, url, credentials: { kind: 'client', tokenUrl, clientId, clientSecret }, close };
}

type Running = Extract<SandboxStatus, { state: 'running' }>;

async function runningAccess({ url, tokenUrl }: Running, { dir, tenant }: SandboxTarget): Promise<TenantAccess> {
  if (tenant !== undefined) return (await import('../sandbox/index.ts')).openSandboxTenant(dir, tenant);
  const { STARTING_KEY } = await import('../sandbox/server/api-keys.ts');
  const { clientId, clientSecret } = STARTING_KEY;
  return { url, tokenUrl, clientId, clientSecret };
}

/**
 * Closes a sandbox that was started here, once no command changes anything through it any more: such a command has the
 * turn. One that only reads goes on without it. Who asks to stop does not wait.
 */
async function closeUnused(
  sandbox: Sandbox,
  { dir, tenant }: SandboxTarget,
  context: Context,
  access: Access,
): Promise<void> {
  const turns: (() => void)[] = [];
  try {
    const status = await (await import('../sandbox/index.ts')).sandboxStatus(dir);
    const names = [undefined, ...(status.state === 'running' ? status.tenants : [])];
    for (const name of access === 'writes' ? names.filter(each => each !== tenant) : names) {
      turns.push(await waitForTurn(dir, name, context));
    }
  } catch (error) {
    if (!isFailure(error, 'interrupted')) throw error;
  } finally {
    await sandbox.close();
    for (const endTurn of turns) endTurn();
  }
}

/** Two commands that plan at once would both make what neither found: ION lets most objects be there twice. */
export async function waitForTurn(dir: string, tenant: string | undefined, context: Context): Promise<() => void> {
  const { takeSandboxTurn } = await import('../sandbox/index.ts');
  for (let isSaid = false; ; isSaid = true) {
    const endTurn = takeSandboxTurn(dir, tenant === undefined ? {} : { tenant });
    if (endTurn) return endTurn;
    if (!isSaid) context.log(`waiting: another command is changing the sandbox in ${fromHere(dir, context.host.cwd)}`);
    await pause(context);
  }
}

async function pause({ host }: Context): Promise<void> {
  await realTiming.sleep(POLL_MS, host.interruption()).catch(() => {
    throw new Failure({ kind: 'interrupted', message: 'stopped while another command had the sandbox' });
  });
}
