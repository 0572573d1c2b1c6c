/** From a configuration to something that answers: the embedded sandbox, started where none runs, or a remote target. */
import type { Config, SandboxTarget } from '../config.ts';
import { isFailure } from '../remote/failure.ts';
import { originOf } from '../remote/to-failure.ts';
import { tokenSource } from '../remote/token.ts';
import { createTransport, type Transport, type TransportEvent } from '../remote/transport.ts';
import type { Sandbox } from '../sandbox/index.ts';
import type { Context } from './command.ts';
import { type Access, type Endpoint, endpointOf, openSandbox, waitForTurn } from './open-sandbox.ts';

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

/**
 * Opens the target, lends it to `use`, and closes all of it. With `reads`, a sandbox that was never started is not made
 * on disk either. The first Ctrl-C from here on stops what the transports do. Rejects with a `SandboxError` when no
 * sandbox can be had.
 */
export async function withTarget<T>(
  config: Config,
  context: Context,
  access: Access,
  use: (target: OpenTarget) => Promise<T>,
): Promise<T> {
  // Taken over before anything is opened, so that Ctrl-C leaves nothing half open.
  context.host.interruption();
  const { target } = config;
  if (target.kind === 'remote') return lend(remoteEndpoint(target), config, context, use);
  const endTurn = access === 'writes' ? await waitForTurn(target.dir, target.tenant, context) : undefined;
  try {
    return await lendSandbox(target, access, config, context, use);
  } finally {
    endTurn?.();
  }
}

/** How many servers of others may end while a target is read. */
const MOST_LENDERS = 5;

/** Another command that serves the sandbox ends when it is done: what only reads begins anew then. */
async function lendSandbox<T>(
  target: SandboxTarget,
  access: Access,
  config: Config,
  context: Context,
  use: (target: OpenTarget) => Promise<T>,
): Promise<T> {
  for (let left = MOST_LENDERS; ; left -= 1) {
    const endpoint = await openSandbox(target, context, access);
    try {
      return await lend(endpoint, config, context, use);
    } catch (error) {
      const hasEnded = endpoint.isBorrowed && isFailure(error, 'unreachable');
      if (access === 'writes' || !hasEnded || left <= 1) throw error;
    }
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
  { concurrency, timeoutMs }: Limits,
  { host }: Context,
  use: (target: OpenTarget) => Promise<T>,
): Promise<T> {
  const { label, url } = endpoint;
  const signal = host.interruption();
  const token = tokenSource(endpoint.credentials);
  const transports: Transport[] = [];
  try {
    return await use({
      label,
      connect: options => {
        const transport = createTransport({ ...options, url, token, concurrency, timeoutMs, signal });
        transports.push(transport);
        return transport;
      },
    });
  } finally {
    for (const transport of transports) transport.close();
    await endpoint.close();
  }
}

function remoteEndpoint({ name, url, auth }: Extract<Config['target'], { kind: 'remote' }>): Endpoint {
  return { label: `${name} (${originOf(url)})`, url, credentials: auth, close: async () => {} };
}
