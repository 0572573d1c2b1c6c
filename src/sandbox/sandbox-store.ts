// The database of one tenant, from the claim of its directory to its release, and its ways back to a former state.
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Clock } from './determinism/clock.ts';
import type { Random } from './determinism/random.ts';
import { clearTables, installTables } from './resolve/resolver.ts';
import type { Rules } from './rules.ts';
import { reasonOf, SandboxError } from './sandbox-error.ts';
import { API_KEYS_TABLE, adoptStartingKey, installApiKeys, resetApiKeys, type StartingKey } from './server/api-keys.ts';
import { type Claim, claimDirectory, type ServerRecord } from './server/data-directory.ts';
import { loadDatabase, saveDatabase } from './snapshots/copy-database.ts';
import { LAYOUT_SETTING, layoutFingerprint } from './snapshots/layout.ts';
import { BLANK, openSnapshotFolder, type SnapshotFolder } from './snapshots/snapshot-files.ts';
import { dropSetting, readSetting, SETTINGS_TABLE, writeSetting } from './store/settings.ts';
import { openStore, type Store } from './store/store.ts';
import { indexesText } from './tables/ddl.ts';

/** A store that is ready for requests and belongs to this process alone. */
export interface SandboxStore {
  readonly store: Store;
  readonly snapshots: SnapshotFolder;
  /** Absolute; undefined in memory. */
  readonly directory: string | undefined;
  /** Lets others find the server; without effect in memory. */
  announce(record: ServerRecord): void;
  /** Saves, closes and frees the directory. */
  end(): void;
}

/** What a tenant's state is made of besides its rows. */
export interface TenantState {
  readonly key: StartingKey;
  /** 32 bytes for the tokens of a fresh database. */
  readonly newSigningKey: () => Uint8Array;
  readonly random: Random;
  readonly clock: Clock;
  /** What a fresh organisation begins with. */
  readonly rules: Partial<Rules>;
}

const IN_MEMORY: Claim = { databasePath: ':memory:', announce: () => undefined, release: () => undefined };

const badDatabase = (path: string, cause: unknown): SandboxError =>
  new SandboxError(
    'bad-data-directory',
    `The database ${path} cannot be opened (${reasonOf(cause)}): use another directory, or begin anew without this one.`,
    { cause },
  );

const openClaimed = (claim: Claim): Store => {
  try {
    return openStore(claim.databasePath);
  } catch (cause) {
    claim.release();
    throw cause instanceof SandboxError ? cause : badDatabase(claim.databasePath, cause);
  }
};

const isFresh = (store: Store): boolean => store.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() === undefined;

const hasSettings = (store: Store): boolean =>
  store.prepare("SELECT 1 FROM sqlite_master WHERE name = 'sandbox_settings'").get() !== undefined;

/** How often a database was opened keeps the random values of its sessions apart. */
const SESSION_SIZE = 2 ** 32;

const beginSession = (store: Store, random: Random): void => {
  const sessions = Number(readSetting(store, 'sessions')?.toString() ?? 0);
  random.position += sessions * SESSION_SIZE;
  writeSetting(store, 'sessions', Buffer.from(String(sessions + 1)));
};

const fill = (store: Store, { key, newSigningKey, rules }: TenantState): void => {
  store.exec(SETTINGS_TABLE + API_KEYS_TABLE);
  installTables(store, rules);
  writeSetting(store, LAYOUT_SETTING, layoutFingerprint());
  installApiKeys(store, key, newSigningKey());
};

const checkLayout = (store: Store, path: string): void => {
  const layout = hasSettings(store) ? readSetting(store, LAYOUT_SETTING) : undefined;
  if (layout?.equals(layoutFingerprint())) return;
  const sentence = `The database ${path} was made by another version of the sandbox, with other tables.`;
  const advice = 'Reset it, use another directory, or use the version that made it.';
  throw new SandboxError('other-layout', `${sentence} ${advice}`);
};

const INDEXED = 'indexed';

/** Most of the time that the tables of a fresh database cost goes into indexes, which nobody misses before there are rows. */
const indexBeforeWrites = (store: Store): void => {
  if (readSetting(store, INDEXED) !== undefined) return;
  store.beforeNextWrite(() => {
    store.exec(indexesText());
    writeSetting(store, INDEXED, Buffer.from('1'));
  });
};

const install = async (store: Store, path: string, state: TenantState): Promise<void> => {
  if (isFresh(store)) store.write(() => fill(store, state));
  else checkLayout(store, path);
  if (path !== IN_MEMORY.databasePath) store.write(() => beginSession(store, state.random));
  indexBeforeWrites(store);
  await store.settled();
};

/** Opens the sandbox in a directory, or one in memory, with its tables and starting rows on disk. */
export const openSandboxStore = async (data: string | undefined, state: TenantState): Promise<SandboxStore> => {
  const directory = data === undefined ? undefined : resolve(data);
  const claim = directory === undefined ? IN_MEMORY : claimDirectory(directory);
  const store = openClaimed(claim);
  const snapshots = openSnapshotFolder(directory);
  const end = (): void => {
    try {
      store.close();
    } finally {
      snapshots.dispose();
      claim.release();
    }
  };
  try {
    await install(store, claim.databasePath, state);
  } catch (error) {
    end();
    throw error instanceof SandboxError ? error : badDatabase(claim.databasePath, error);
  }
  return { store, snapshots, directory, announce: claim.announce, end };
};

const POSITION = 'position';
const STARTING_STATE = 'starting-state';
const SEEN_FROM_HERE = 'starting-state-from-here';

const clear = (store: Store, { key, random, clock, rules }: TenantState): Promise<void> => {
  store.write(() => {
    clearTables(store, rules);
    resetApiKeys(store, key);
  });
  random.position = 0;
  clock.offset = 0;
  return store.settled();
};

/** Saves the whole state, that of the clock and of the random values included, under a name. */
export const saveSnapshot = ({ store, snapshots }: SandboxStore, name: string, state: TenantState): void => {
  const path = snapshots.pathToWrite(name);
  const position = JSON.stringify({ random: state.random.position, clock: state.clock.offset });
  store.write(() => writeSetting(store, POSITION, Buffer.from(position)));
  saveDatabase(store, path);
};

/** Puts everything back to a snapshot, by name or path, or to `blank`; resolves once that is on disk. */
export const restoreSnapshot = async (
  { store, snapshots }: SandboxStore,
  nameOrPath: string,
  state: TenantState,
): Promise<void> => {
  if (nameOrPath === BLANK) return clear(store, state);
  // SQLite copies whole pages only between tables with the same indexes, which a write brings about.
  store.write(() => undefined);
  const saved = loadDatabase(
    store,
    snapshots.pathOf(nameOrPath),
    () => readSetting(store, POSITION, 'snapshot'),
    () => adoptStartingKey(store, state.key),
  );
  const position = JSON.parse(saved?.toString() ?? '{}') as { random?: number; clock?: number };
  state.random.position = position.random ?? 0;
  state.clock.offset = position.clock ?? 0;
};

/** The path from the directory too: it still leads to the snapshot when both were moved or copied. */
const rememberStart = ({ store, directory }: SandboxStore, path: string): void => {
  writeSetting(store, STARTING_STATE, Buffer.from(path));
  if (directory !== undefined) writeSetting(store, SEEN_FROM_HERE, Buffer.from(relative(directory, path)));
};

/** The path of the snapshot that a reset goes back to, or `blank`. */
export const startingState = ({ store, directory }: SandboxStore): string => {
  const path = readSetting(store, STARTING_STATE)?.toString() ?? BLANK;
  const fromHere = readSetting(store, SEEN_FROM_HERE)?.toString();
  const found = directory === undefined || fromHere === undefined ? undefined : resolve(directory, fromHere);
  return found !== undefined && existsSync(found) ? found : path;
};

/** Makes a snapshot, or `blank`, what a reset goes back to, and goes there. */
export const startFrom = async (open: SandboxStore, nameOrPath: string, state: TenantState): Promise<void> => {
  await restoreSnapshot(open, nameOrPath, state);
  const { store, snapshots } = open;
  store.write(() => {
    for (const name of [STARTING_STATE, SEEN_FROM_HERE]) dropSetting(store, name);
    if (nameOrPath !== BLANK) rememberStart(open, snapshots.pathOf(nameOrPath));
  });
  return store.settled();
};

/** Puts everything back to its starting state. */
export const resetStore = (open: SandboxStore, state: TenantState): Promise<void> =>
  restoreSnapshot(open, startingState(open), state);
