// The tenants of one process: opened when they are first named, found again by the prefix of their paths.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from './sandbox-error.ts';
import { startingState } from './sandbox-store.ts';
import { hasSandbox } from './server/data-directory.ts';
import { BLANK } from './snapshots/snapshot-files.ts';
import { openTenant, type Tenant, type TenantSettings } from './tenant.ts';

/** All tenants of a process. */
export interface Tenants {
  readonly main: Tenant;
  /** The tenant of a name, opened (and made, if need be) at the first call. Rejects with `bad-name`. */
  get(name: string): Promise<Tenant>;
  /** The tenant of a name that was opened before, or that the data directory has. */
  find(name: string): Promise<Tenant | undefined>;
  names(): string[];
  /** Saves and closes one, after the requests under way; until then nobody finds it. Without effect for one that is not open. */
  close(name: string): Promise<void>;
  /** Saves and closes all. */
  end(): Promise<void>;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const FOLDER = 'tenants';

/** A tenant's addresses are the usual paths below this. */
export const prefixOf = (name: string): string => `/t/${name}`;

/** `/t/NAME/graphql` → the name and `/graphql`; undefined for a path without a prefix. */
export const splitPrefix = (path: string): { readonly name: string; readonly rest: string } | undefined => {
  const [, name, rest] = /^\/t\/([^/]+)(\/.*)$/.exec(path) ?? [];
  return name === undefined || rest === undefined ? undefined : { name, rest };
};

const checkName = (name: unknown): void => {
  if (typeof name === 'string' && NAME.test(name)) return;
  const rule = 'letters, digits, "_" and "-", at most 64';
  throw new SandboxError('bad-name', `A tenant cannot be called ${JSON.stringify(name)}: ${rule}.`);
};

/** The tenants that a data directory has. */
export const storedNames = (directory: string | undefined): string[] => {
  const folder = directory === undefined ? undefined : join(directory, FOLDER);
  return folder !== undefined && existsSync(folder) ? readdirSync(folder).filter(name => NAME.test(name)) : [];
};

/** The directory of a tenant below that of the sandbox. */
export const tenantDirectory = (directory: string, name: string): string => {
  checkName(name);
  return join(directory, FOLDER, name);
};

const isSettled = <T>(one: PromiseSettledResult<T>): one is PromiseFulfilledResult<T> => one.status === 'fulfilled';

/** Opens the tenant without a prefix and those named; the others wait until they are asked for. */
export const openTenants = async (settings: TenantSettings, named: readonly string[]): Promise<Tenants> => {
  const { directory } = settings;
  const opened = new Map<string, Promise<Tenant>>();
  const closing = new Map<string, Promise<void>>();

  /** A name means a snapshot of the tenant without a prefix, for all; a new tenant begins where a reset of that one goes. */
  const beginning = (from: string | undefined, own: string | undefined): string | undefined => {
    if (from === undefined) return own === undefined || hasSandbox(own) ? undefined : startingState(main.open);
    return from === BLANK ? from : main.open.snapshots.pathOf(from);
  };

  const open = (name: string): Promise<Tenant> => {
    const own = directory === undefined ? undefined : tenantDirectory(directory, name);
    const opening = openTenant({ ...settings, name, directory: own, from: beginning(settings.from, own) });
    opened.set(name, opening);
    opening.catch(() => opened.delete(name));
    return opening;
  };

  const get = async (name: string): Promise<Tenant> => {
    checkName(name);
    await closing.get(name);
    return opened.get(name) ?? open(name);
  };

  const leave = async (name: string, opening: Promise<Tenant>): Promise<void> => {
    try {
      await (await opening).end();
    } finally {
      opened.delete(name);
      closing.delete(name);
    }
  };

  const close = (name: string): Promise<void> => {
    const opening = opened.get(name);
    const leaving = closing.get(name) ?? (opening && leave(name, opening));
    if (leaving !== undefined) closing.set(name, leaving);
    return leaving ?? Promise.resolve();
  };

  const find = async (name: string): Promise<Tenant | undefined> => {
    await closing.get(name);
    return opened.get(name) ?? (storedNames(directory).includes(name) ? open(name) : undefined);
  };

  const main = await openTenant(settings);
  const end = async (): Promise<void> => {
    await Promise.allSettled(closing.values());
    const all = await Promise.allSettled(opened.values());
    const tenants = [...all.filter(isSettled).map(({ value }) => value), main];
    await Promise.all(tenants.map(tenant => tenant.end()));
  };
  const tenants: Tenants = {
    main,
    get,
    find,
    close,
    names: () => [...new Set([...opened.keys(), ...storedNames(directory)])].sort(),
    end,
  };
  try {
    await Promise.all(named.map(get));
  } catch (error) {
    await end();
    throw error;
  }
  return tenants;
};
