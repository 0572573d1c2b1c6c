// Status and reset of the sandbox in a directory, whether a server runs on it or not.
import { resolve } from 'node:path';
import { SandboxError } from './sandbox-error.ts';
import { resetIdleDirectory } from './sandbox-store.ts';
import { RESET_PATH, STATUS_PATH } from './server/control-endpoint.ts';
import { hasSandbox, readRecord, type ServerRecord } from './server/data-directory.ts';
import type { Statistics } from './server/statistics.ts';
import { TOKEN_PATH } from './server/token-endpoint.ts';

/** How things stand in a data directory. */
export type SandboxStatus =
  | { readonly state: 'absent' | 'stopped' }
  | {
      readonly state: 'running';
      readonly url: string;
      readonly tokenUrl: string;
      readonly port: number;
      readonly pid: number;
      readonly requests: Statistics;
    };

const TIMEOUT_MS = 10_000;

/** The body of the server's answer; undefined when nobody, or somebody else, answers on that port. */
const ask = async (record: ServerRecord, method: 'GET' | 'POST', path: string): Promise<unknown> => {
  try {
    const response = await fetch(new URL(path, record.url), {
      method,
      headers: { authorization: `Bearer ${record.secret}`, connection: 'close' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
};

/** `absent` where no sandbox was ever started, `stopped` where none runs now. */
export const sandboxStatus = async (directory: string): Promise<SandboxStatus> => {
  const path = resolve(directory);
  const record = readRecord(path);
  const requests = record === undefined ? undefined : await ask(record, 'GET', STATUS_PATH);
  if (record === undefined || requests === undefined) return { state: hasSandbox(path) ? 'stopped' : 'absent' };
  const { url, port, pid } = record;
  const tokenUrl = new URL(TOKEN_PATH, url).href;
  return { state: 'running', url, tokenUrl, port, pid, requests: requests as Statistics };
};

/**
 * Puts the sandbox in a directory back to its starting rows: through the server that runs on it, without a restart, or
 * in the directory itself. Rejects with `bad-data-directory` where no sandbox was ever started.
 */
export const resetSandbox = async (directory: string): Promise<void> => {
  const path = resolve(directory);
  if (!hasSandbox(path)) {
    throw new SandboxError('bad-data-directory', `There is no sandbox in ${path}: nothing was ever started there.`);
  }
  const record = readRecord(path);
  if (record !== undefined && (await ask(record, 'POST', RESET_PATH)) !== undefined) return;
  await resetIdleDirectory(path);
};
