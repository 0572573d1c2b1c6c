// The database of one sandbox, from the claim of its directory to its release, and its way back to the start.
import { resolve } from 'node:path';
import { clearTables, installTables } from './resolve/resolver.ts';
import { SandboxError } from './sandbox-error.ts';
import { installApiKeys, resetApiKeys } from './server/api-keys.ts';
import { type Claim, claimDirectory, type ServerRecord } from './server/data-directory.ts';
import { openStore, type Store } from './store/store.ts';

/** A store that is ready for requests and belongs to this process alone. */
export interface SandboxStore {
  readonly store: Store;
  /** Lets others find the server; without effect in memory. */
  announce(record: ServerRecord): void;
  /** Saves, closes and frees the directory. */
  end(): void;
}

const IN_MEMORY: Claim = { databasePath: ':memory:', announce: () => undefined, release: () => undefined };

const openClaimed = (claim: Claim): Store => {
  try {
    return openStore(claim.databasePath);
  } catch (cause) {
    claim.release();
    if (cause instanceof SandboxError) throw cause;
    throw new SandboxError('bad-data-directory', `The database ${claim.databasePath} cannot be opened.`, { cause });
  }
};

const install = (store: Store): Promise<void> => {
  store.write(() => {
    installTables(store);
    installApiKeys(store);
  });
  return store.settled();
};

/** Opens the sandbox in a directory, or one in memory, with its tables and starting rows on disk. */
export const openSandboxStore = async (data: string | undefined): Promise<SandboxStore> => {
  const claim = data === undefined ? IN_MEMORY : claimDirectory(resolve(data));
  const store = openClaimed(claim);
  const end = (): void => {
    try {
      store.close();
    } finally {
      claim.release();
    }
  };
  try {
    await install(store);
  } catch (error) {
    end();
    throw error;
  }
  return { store, announce: claim.announce, end };
};

/** Puts a store back to its starting rows in one transaction; resolves once that is on disk. */
export const resetStore = (store: Store): Promise<void> => {
  store.write(() => {
    clearTables(store);
    resetApiKeys(store);
  });
  return store.settled();
};

/** Resets the sandbox in a directory that no process serves. Rejects with `already-running` when one does. */
export const resetIdleDirectory = async (directory: string): Promise<void> => {
  const { store, end } = await openSandboxStore(directory);
  try {
    await resetStore(store);
  } finally {
    end();
  }
};
