// A sandbox's directory: its database, the claim of the one process that serves it, and how to reach that process.
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { reasonOf, SandboxError } from '../sandbox-error.ts';
import { type Database, openDatabase } from '../store/sqlite.ts';

/** What `sandbox.json` says about the process that serves the directory. */
export interface ServerRecord {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  /** The bearer token of the control endpoints; the file is readable for its owner only. */
  readonly secret: string;
}

/** The right to be the only one that opens the directory's database. */
export interface Claim {
  readonly databasePath: string;
  announce(record: ServerRecord): void;
  release(): void;
}

const recordPath = (directory: string): string => join(directory, 'sandbox.json');
const databasePath = (directory: string): string => join(directory, 'sandbox.db');

const notForUs = (directory: string, cause: unknown): SandboxError =>
  new SandboxError(
    'bad-data-directory',
    `The data directory ${directory} cannot be read and written to (${reasonOf(cause)}): use another.`,
    { cause },
  );

/** Whether a sandbox was ever started in the directory. Throws `bad-data-directory` where we are not let in to see. */
export const hasSandbox = (directory: string): boolean => {
  try {
    return statSync(databasePath(directory), { throwIfNoEntry: false }) !== undefined;
  } catch (cause) {
    throw notForUs(directory, cause);
  }
};

/** The record in the directory, which may be that of a process long gone; undefined without a readable one. */
export const readRecord = (directory: string): ServerRecord | undefined => {
  try {
    return JSON.parse(readFileSync(recordPath(directory), 'utf8')) as ServerRecord;
  } catch {
    return undefined;
  }
};

/** Written beside and renamed, so that no reader sees half of it. */
const writeRecord = (directory: string, record: ServerRecord): void => {
  const draft = `${recordPath(directory)}.${record.pid}`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, recordPath(directory));
};

const makeDirectory = (directory: string): void => {
  try {
    makeFolder(directory);
  } catch (cause) {
    const sentence = `The data directory ${directory} cannot be made (${reasonOf(cause)}): use another.`;
    throw new SandboxError('bad-data-directory', sentence, { cause });
  }
};

const alreadyRunning = (directory: string): SandboxError => {
  const record = readRecord(directory);
  const where = record === undefined ? '' : ` at ${record.url} (process ${record.pid})`;
  return new SandboxError('already-running', `A sandbox already serves ${directory}${where}; stop it first.`);
};

/**
 * An exclusive lock of SQLite's on a file of its own: the system drops it with the process, however that ends, so there
 * is no stale lock to judge. Not the database's own lock, because @photostructure/sqlite 1.2 keeps a connection open
 * after `close` while prepared statements live.
 */
const lock = (directory: string, name: string): (() => void) | undefined => {
  const database = openLock(directory, name);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if ((cause as { errcode?: number }).errcode === 5) return undefined;
    throw notForUs(directory, cause);
  }
  return () => database.close();
};

const openLock = (directory: string, name: string): Database => {
  try {
    return openDatabase(join(directory, name));
  } catch (error) {
    throw error instanceof SandboxError ? error : notForUs(directory, error);
  }
};

/**
 * Takes the turn among the programs that change what is in the directory, whoever serves it; undefined while another has
 * it. What is returned gives it back. It binds only those who ask for it.
 */
export const takeTurn = (directory: string): (() => void) | undefined => {
  makeDirectory(directory);
  return lock(directory, 'turn.lock');
};

/** Takes the database away, so that the next start makes a new one. Throws `already-running` as `claimDirectory` does. */
export const dropDatabase = (directory: string): void => {
  const claim = claimDirectory(directory);
  try {
    for (const ending of ['', '-wal', '-shm']) rmSync(claim.databasePath + ending, { force: true });
  } finally {
    claim.release();
  }
};

/** Makes the directory if need be and claims it. Throws `already-running` while another process, or this one, has it. */
export const claimDirectory = (directory: string): Claim => {
  makeDirectory(directory);
  const unlock = lock(directory, 'sandbox.lock');
  if (!unlock) throw alreadyRunning(directory);
  return {
    databasePath: databasePath(directory),
    announce: record => writeRecord(directory, record),
    release: () => {
      rmSync(recordPath(directory), { force: true });
      unlock();
    },
  };
};
