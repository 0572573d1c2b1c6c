// Status, reset, snapshots and faults of the sandbox in a directory, whether a server runs on it or not.
import { resolve } from 'node:path';
import type { FaultStatus } from './faults/control.ts';
import type { FaultRule } from './faults/rule.ts';
import { SandboxError } from './sandbox-error.ts';
import { CONTROL_PATHS } from './server/control-endpoint.ts';
import { dropDatabase, hasSandbox, readRecord, type ServerRecord, takeTurn } from './server/data-directory.ts';
import type { Statistics } from './server/statistics.ts';
import { TOKEN_PATH } from './server/token-endpoint.ts';
import { settingsOf } from './settings.ts';
import { openSnapshotFolder, type Snapshot } from './snapshots/snapshot-files.ts';
import type { SandboxTenant } from './start-sandbox.ts';
import { openTenant, type Tenant } from './tenant.ts';
import { prefixOf, storedNames, tenantDirectory } from './tenants.ts';

/** How things stand in a data directory. */
export type SandboxStatus =
  | { readonly state: 'absent' | 'stopped' }
  | {
      readonly state: 'running';
      readonly url: string;
      readonly tokenUrl: string;
      readonly port: number;
      readonly pid: number;
      /** All that it has besides the one without a name. */
      readonly tenants: readonly string[];
      readonly requests: Statistics;
    };

/** Which of a sandbox's tenants is meant; the one without a name by default. */
export interface TenantChoice {
  readonly tenant?: string;
}

const TIMEOUT_MS = 10_000;

interface Question {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

const refusalIn = (body: unknown): SandboxError => {
  const [error] = (body as { errors?: { message: string; extensions?: { code?: string } }[] }).errors ?? [];
  return new SandboxError((error?.extensions?.code ?? 'bad-option') as 'bad-option', error?.message ?? 'Refused.');
};

/** The server's answer; undefined when nobody, or somebody else, answers on that port. Rejects with its refusal. */
const ask = async (record: ServerRecord, { method, path, body }: Question): Promise<unknown> => {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(new URL(path, record.url), {
      method,
      headers: { authorization: `Bearer ${record.secret}`, connection: 'close' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    answer = await response.json();
  } catch {
    return undefined;
  }
  if (response.status === 400) throw refusalIn(answer);
  return response.ok ? answer : undefined;
};

const directoryOf = (path: string, { tenant }: TenantChoice): string =>
  tenant === undefined ? path : tenantDirectory(path, tenant);

const prefixFor = ({ tenant }: TenantChoice): string => (tenant === undefined ? '' : prefixOf(tenant));

/** Asks the server that runs on the directory; undefined when none does. */
const askServer = async (path: string, choice: TenantChoice, question: Question): Promise<unknown> => {
  const record = readRecord(path);
  return record === undefined ? undefined : ask(record, { ...question, path: `${prefixFor(choice)}${question.path}` });
};

/**
 * `absent` where no sandbox was ever started, or where it has no such tenant; `stopped` where none runs now. Rejects with
 * `bad-name`.
 */
export const sandboxStatus = async (directory: string, choice: TenantChoice = {}): Promise<SandboxStatus> => {
  const path = resolve(directory);
  const isThere = hasSandbox(directoryOf(path, choice));
  const record = readRecord(path);
  const answer = isThere ? await askServer(path, choice, { method: 'GET', path: CONTROL_PATHS.status }) : undefined;
  if (record === undefined || answer === undefined) return { state: isThere ? 'stopped' : 'absent' };
  const { port, pid } = record;
  const { requests } = answer as { requests: Statistics };
  const addressOf = (rest: string): string => new URL(`${prefixFor(choice)}${rest}`, record.url).href;
  const addresses = { url: addressOf('/graphql'), tokenUrl: addressOf(TOKEN_PATH) };
  return { state: 'running', ...addresses, port, pid, tenants: storedNames(path), requests };
};

const existing = (directory: string): string => {
  const path = resolve(directory);
  if (hasSandbox(path)) return path;
  throw new SandboxError('bad-data-directory', `There is no sandbox in ${path}: nothing was ever started there.`);
};

/** The directory of what is chosen, which is there. */
const placeOf = (path: string, choice: TenantChoice): string => {
  const place = directoryOf(path, choice);
  if (hasSandbox(place)) return place;
  const names = storedNames(path);
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  throw new SandboxError('no-tenant', `The sandbox in ${path} has no tenant ${choice.tenant}: ${known}.`);
};

const openIdle = (directory: string, { tenant }: TenantChoice): Promise<Tenant> =>
  openTenant({ ...settingsOf({ data: directory }), name: tenant });

/** Asks the server that runs on the directory, or does the same in the directory itself. */
const reach = async (
  directory: string,
  choice: TenantChoice,
  question: Question,
  here: (tenant: Tenant) => Promise<void>,
): Promise<void> => {
  const path = existing(directory);
  const place = placeOf(path, choice);
  if ((await askServer(path, choice, question)) !== undefined) return;
  const tenant = await openIdle(place, choice);
  try {
    await here(tenant);
  } finally {
    tenant.open.end();
  }
};

/**
 * Puts the sandbox in a directory back to its starting state: through the server that runs on it, without a restart, or
 * in the directory itself. A database of another version, which nothing else gets past, is made anew. Rejects with
 * `bad-data-directory` where no sandbox was ever started, with `no-tenant` or `bad-name` for a tenant that is not there.
 */
export const resetSandbox = async (directory: string, choice: TenantChoice = {}): Promise<void> => {
  const reset = () => reach(directory, choice, { method: 'POST', path: CONTROL_PATHS.reset }, tenant => tenant.reset());
  try {
    await reset();
  } catch (error) {
    if (!(error instanceof SandboxError) || error.code !== 'other-layout') throw error;
    const place = placeOf(existing(directory), choice);
    dropDatabase(place);
    (await openIdle(place, choice)).open.end();
  }
};

/** Saves the state of the sandbox in a directory, served or not, under a name. Rejects like `resetSandbox`, or with `bad-name`. */
export const snapshotSandbox = (directory: string, name: string, choice: TenantChoice = {}): Promise<void> =>
  reach(directory, choice, { method: 'POST', path: CONTROL_PATHS.snapshots, body: { name } }, tenant =>
    tenant.snapshot(name),
  );

/** Restores a snapshot, by name or path, or `blank`. Rejects like `resetSandbox`, and as `Sandbox.restore` does. */
export const restoreSandbox = (directory: string, nameOrPath: string, choice: TenantChoice = {}): Promise<void> =>
  reach(directory, choice, { method: 'POST', path: CONTROL_PATHS.restore, body: { name: nameOrPath } }, tenant =>
    tenant.restore(nameOrPath),
  );

/** The snapshots in a directory, served or not. Throws `bad-data-directory` where no sandbox was ever started. */
export const listSandboxSnapshots = (directory: string, choice: TenantChoice = {}): Snapshot[] =>
  openSnapshotFolder(placeOf(existing(directory), choice)).list();

const askRunning = async (directory: string, choice: TenantChoice, question: Question): Promise<unknown> => {
  const path = existing(directory);
  placeOf(path, choice);
  const answer = await askServer(path, choice, question);
  if (answer !== undefined) return answer;
  throw new SandboxError('not-running', `No sandbox runs on ${path}; faults are a matter of a running one.`);
};

/** How to get in: the addresses and the starting key. */
export type TenantAccess = Pick<SandboxTenant, 'url' | 'tokenUrl' | 'clientId' | 'clientSecret'>;

/**
 * Has the server that runs on a directory open a tenant, which is made if need be. Rejects with `not-running`, or with
 * `bad-name`.
 */
export const openSandboxTenant = async (directory: string, name: string): Promise<TenantAccess> => {
  const path = existing(directory);
  const answer = await askServer(path, {}, { method: 'POST', path: CONTROL_PATHS.tenants, body: { name } });
  if (answer !== undefined) return answer as TenantAccess;
  throw new SandboxError('not-running', `No sandbox runs on ${path}.`);
};

/**
 * Adds a fault rule to the server that runs on a directory; gives the rule's name. Rejects with `bad-fault`, or with
 * `not-running` when no server does: rules end with it.
 */
export const addSandboxFault = async (
  directory: string,
  rule: FaultRule,
  choice: TenantChoice = {},
): Promise<string> => {
  const answer = await askRunning(directory, choice, { method: 'POST', path: CONTROL_PATHS.faults, body: rule });
  return (answer as { name: string }).name;
};

/** Removes one fault rule, or all. Rejects with `not-running`. */
export const clearSandboxFaults = async (
  directory: string,
  name?: string,
  choice: TenantChoice = {},
): Promise<void> => {
  const query = name === undefined ? '' : `?${new URLSearchParams({ name })}`;
  await askRunning(directory, choice, { method: 'DELETE', path: `${CONTROL_PATHS.faults}${query}` });
};

/** The fault rules that stand. Rejects with `not-running`. */
export const listSandboxFaults = async (directory: string, choice: TenantChoice = {}): Promise<FaultStatus[]> =>
  (await askRunning(directory, choice, { method: 'GET', path: CONTROL_PATHS.faults })) as FaultStatus[];

/**
 * Lets one program at a time change a sandbox, as those do that look first and then make what is missing: two of them at
 * once would both make it. Undefined while another has the turn; else what gives it back. A process that ends, however
 * it does, gives it back too.
 */
export const takeSandboxTurn = (path: string, choice: TenantChoice = {}): (() => void) | undefined =>
  takeTurn(directoryOf(path, choice));
