// Saves a whole database into a file, and puts a database back to what such a file holds, while it stays open.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { SandboxError } from '../sandbox-error.ts';
import { readSetting } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import { LAYOUT_SETTING } from './layout.ts';
import { noSnapshot } from './snapshot-files.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What a sandbox knows about itself is not part of its state. */
const KEPT = ['sandbox_settings'];

/** Written beside and renamed, so that no reader sees half of it; a file of that name is replaced. */
export const saveDatabase = (store: Store, path: string): void => {
  const draft = `${path}.${process.pid}.tmp`;
  rmSync(draft, { force: true });
  store.outside(() => store.exec(`VACUUM INTO ${quoted(draft)}`));
  renameSync(draft, path);
};

const tablesOf = (store: Store): string[] =>
  store
    .prepare("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    .all()
    .map(row => String(row['name']))
    .filter(name => !KEPT.includes(name));

// Between tables of one layout SQLite copies whole pages, indexes included, into a table that is empty.
const copyText = (tables: readonly string[]): string =>
  [
    ...tables.map(name => `DELETE FROM main."${name}"; INSERT INTO main."${name}" SELECT * FROM snapshot."${name}";`),
    'DELETE FROM main.sqlite_sequence; INSERT INTO main.sqlite_sequence SELECT * FROM snapshot.sqlite_sequence;',
  ].join('\n');

const inTransaction = (store: Store, work: () => void): void => {
  store.exec('BEGIN IMMEDIATE');
  try {
    work();
    store.exec('COMMIT');
  } catch (error) {
    store.exec('ROLLBACK');
    throw error;
  }
};

const badSnapshot = (path: string, cause: unknown): SandboxError =>
  new SandboxError('bad-snapshot', `${path} is not a snapshot of a sandbox.`, { cause });

/** SQLite tells of a file that is no database when it is attached, or not before it is read. */
const orBadSnapshot = <T>(path: string, read: () => T): T => {
  try {
    return read();
  } catch (cause) {
    throw badSnapshot(path, cause);
  }
};

const checkLayout = (store: Store, path: string): void => {
  const here = readSetting(store, LAYOUT_SETTING);
  const there = orBadSnapshot(path, () => readSetting(store, LAYOUT_SETTING, 'snapshot'));
  if (here !== undefined && there?.equals(here)) return;
  const sentence = `The snapshot ${path} has other tables than this version of the sandbox.`;
  throw new SandboxError(
    'other-layout',
    `${sentence} Make it anew with this version, or use the version that made it.`,
  );
};

/**
 * Replaces all rows by those of a saved database, in one transaction, at whose end `adapt` runs; `withSnapshot` runs before,
 * with the file attached under the name `snapshot`. Throws a `SandboxError`: `no-snapshot`, `bad-snapshot`, `other-layout`.
 */
export const loadDatabase = <T>(store: Store, path: string, withSnapshot: () => T, adapt: () => void): T => {
  if (!existsSync(path)) throw noSnapshot(path);
  return store.outside(() => {
    orBadSnapshot(path, () => store.exec(`ATTACH ${quoted(path)} AS snapshot`));
    try {
      checkLayout(store, path);
      const result = withSnapshot();
      inTransaction(store, () => {
        store.exec(copyText(tablesOf(store)));
        adapt();
      });
      return result;
    } finally {
      store.exec('DETACH snapshot');
    }
  });
};
