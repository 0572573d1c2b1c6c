/** From a configuration to something that answers: the embedded sandbox, started where none runs, or a remote target. */
import type { Config, SandboxTarget } from '../config.ts';
import { Failure } from '../remote/failure.ts';
import { realTiming } from '../remote/timing.ts';
import { originOf } from '../remote/to-failure.ts';
import { type Credentials, type TokenSource, tokenSource } from '../remote/token.ts';
import { createTransport, type Transport, type TransportEvent } from '../remote/transport.ts';
import type { Sandbox, SandboxStatus, TenantAccess } from '../sandbox/index.ts';
import type { Context } from './command.ts';
import { fromHere } from './settings.ts';

export interface OpenTarget {
  /** What texts call it. */
  readonly label: string;
  /** A way to it; one that is `readOnly` refuses mutations. All share one token. */
  readonly connect: (options: ConnectOptions) => Transport;
}

export interface ConnectOptions {
  readonly readOnly: boolean;
  readonly onEvent?: (event: TransportEvent) => void;
}

/** How much may be under way at once, and how long one request may take. */
export type Limits = Pick<Config, 'concurrency' | 'timeoutMs'>;

/** Where a target answers, and what has to be closed after it. */
interface Endpoint {
  readonly label: string;
  readonly url: string;
  readonly credentials: Credentials;
  readonly close: () => Promise<void>;
}

/**
 * Opens the target, lends it to `use`, and closes all of it. With `reads`, a sandbox that was never started is not made
 * on disk either. The first Ctrl-C from here on stops what the transports do. Rejects with a `SandboxError` when no
 * sandbox can be had.
 */
export async function withTarget<T>(
  config: Config,
  context: Context,
  access: 'reads' | 'writes',
  use: (target: OpenTarget) => Promise<T>,
): Promise<T> {
  // Taken over before anything is opened, so that Ctrl-C leaves nothing half open.
  context.host.interruption();
  const { target } = config;
  if (target.kind === 'remote') return lend(remoteEndpoint(target), config, context, use);
  const endTurn = access === 'writes' ? await waitForTurn(target, context) : undefined;
  try {
    return await lend(await openSandbox(target, context, access), config, context, use);
  } finally {
    endTurn?.();
  }
}

/** Lends a sandbox that was started by somebody else, who also closes it. */
export function withSandbox<T>(
  sandbox: Sandbox,
  label: string,
  limits: Limits,
  context: Context,
  use: (target: OpenTarget) => Promise<T>,
): Promise<T> {
  return lend(
    endpointOf(sandbox, label, async () => {}),
    limits,
    context,
    use,
  );
}

async function lend<T>(
  endpoint: Endpoint,
  limits: Limits,
  { host }: Context,
  use: (target: OpenTarget) => Promise<T>,
): Promise<T> {
  const signal = host.interruption();
  const token = tokenSource(endpoint.credentials);
  const transports: Transport[] = [];
  try {
    return await use({
      label: endpoint.label,
      connect: options => {
        const transport = createTransport({ ...options, ...wire(limits, endpoint.url, token), signal });
        transports.push(transport);
        return transport;
      },
    });
  } finally {
    for (const transport of transports) transport.close();
    await endpoint.close();
  }
}

function wire({ concurrency, timeoutMs }: Limits, url: string, token: TokenSource) {
  return { url, token, concurrency, timeoutMs };
}

function remoteEndpoint({ name, url, auth }: Extract<Config['target'], { kind: 'remote' }>): Endpoint {
  return { label: `${name} (${originOf(url)})`, url, credentials: auth, close: async () => {} };
}

async function openSandbox(target: SandboxTarget, { host }: Context, access: 'reads' | 'writes'): Promise<Endpoint> {
  const { sandboxStatus, startSandbox } = await import('../sandbox/index.ts');
  const { dir, tenant } = target;
  const whose = tenant === undefined ? '' : `tenant ${tenant} of the `;
  const label = `the ${whose}sandbox in ${fromHere(dir, host.cwd)}`;
  const own = await sandboxStatus(dir, tenant === undefined ? {} : { tenant });
  if (access === 'reads' && own.state === 'absent') return startedHere(await startSandbox(), label);
  const status = tenant === undefined ? own : await sandboxStatus(dir);
  if (status.state === 'running') return endpointOf(await runningAccess(status, target), label, async () => {});
  return startedHere(await startSandbox({ data: dir }), label, tenant);
}

const TURN_POLL_MS = 200;

/** Two commands that plan at once would both make what neither found: ION lets most objects be there twice. */
async function waitForTurn({ dir, tenant }: SandboxTarget, { host, log }: Context): Promise<() => void> {
  const { takeSandboxTurn } = await import('../sandbox/index.ts');
  const signal = host.interruption();
  for (let isSaid = false; ; isSaid = true) {
    const endTurn = takeSandboxTurn(dir, tenant === undefined ? {} : { tenant });
    if (endTurn) return endTurn;
    if (!isSaid) log(`waiting: another command is changing the sandbox in ${fromHere(dir, host.cwd)}`);
    await realTiming.sleep(TURN_POLL_MS, signal).catch(() => {
      throw new Failure({ kind: 'interrupted', message: 'stopped while another command had its turn' });
    });
  }
}

type Running = Extract<SandboxStatus, { state: 'running' }>;

async function runningAccess({ url, tokenUrl }: Running, { dir, tenant }: SandboxTarget): Promise<TenantAccess> {
  if (tenant !== undefined) return (await import('../sandbox/index.ts')).openSandboxTenant(dir, tenant);
  const { STARTING_KEY } = await import('../sandbox/server/api-keys.ts');
  const { clientId, clientSecret } = STARTING_KEY;
  return { url, tokenUrl, clientId, clientSecret };
}

async function startedHere(sandbox: Sandbox, label: string, tenant?: string): Promise<Endpoint> {
  const close = () => sandbox.close();
  try {
    return endpointOf(tenant === undefined ? sandbox : await sandbox.tenant(tenant), label, close);
  } catch (error) {
    await close();
    throw error;
  }
}

function endpointOf(access: TenantAccess, label: string, close: () => Promise<void>): Endpoint {
  const { url, tokenUrl, clientId, clientSecret } = access;
  return { label, url, credentials: { kind: 'client', tokenUrl, clientId, clientSecret }, close };
}
