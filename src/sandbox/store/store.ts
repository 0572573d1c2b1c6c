// The sandbox's database: prepared statements, and writes of one turn of the event loop committed together.
import { createBatch } from './batch.ts';
import { createMemory, type Memory } from './memory.ts';
import { type Database, openDatabase, type Statement } from './sqlite.ts';

/** One open database. Every method but `settled` is synchronous. */
export interface Store {
  /** The statement for this text, compiled once per store. */
  prepare(sql: string): Statement;
  /** What `read` gives, read again only after one of these tables has been written. */
  readonly remember: Memory['remember'];
  /** Runs SQL text without parameters, as many statements as it holds. */
  exec(sql: string): void;
  /**
   * Runs `work` so that its writes happen together or not at all: when it throws, they are undone and the error is
   * thrown on, while what others wrote in the same turn stays. Calls may nest. `work` must not wait for anything.
   */
  write<T>(work: () => T): T;
  /** Does `work` in a write of its own before the next write; for what only writes make necessary. */
  beforeNextWrite(work: () => void): void;
  /**
   * Commits what is open and runs `work`, which must not wait for anything, outside of any transaction.
   * Neither `write` nor `settled` may be called within.
   */
  outside<T>(work: () => T): T;
  /** Resolves once everything written so far is on disk; rejects when committing it failed. */
  settled(): Promise<void>;
  /** Commits what is open and closes; throws when that could not be saved. */
  close(): void;
}

// WAL with NORMAL loses nothing when the process dies; a power cut may cost the last commits, never the database. A process
// that has just given its directory free can hold the file until it ends (@photostructure/sqlite 1.2), so that is waited for.
const SETTINGS =
  'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;';

const statementCache = (database: Database, memory: Memory): ((sql: string) => Statement) => {
  const statements = new Map<string, Statement>();
  return sql => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = memory.watch(sql, database.prepare(sql));
    statements.set(sql, made);
    return made;
  };
};

/**
 * Opens the database at `path` (made if absent) or, for `:memory:`, one that vanishes on close.
 * Throws a `SandboxError` `no-database` when this Node has no SQLite.
 */
export const openStore = (path: string): Store => {
  const database = openDatabase(path);
  database.exec(SETTINGS);
  const batch = createBatch(database);
  const memory = createMemory();
  let awaited: (() => void) | undefined;

  const doAwaited = (): void => {
    const work = awaited;
    if (work === undefined) return;
    batch.write(work);
    awaited = undefined;
  };

  return {
    prepare: statementCache(database, memory),
    remember: memory.remember,
    exec: sql => {
      memory.forget();
      database.exec(sql);
    },
    write: work => {
      try {
        doAwaited();
        return batch.write(work);
      } catch (error) {
        // What was remembered meanwhile may have been undone.
        memory.forget();
        throw error;
      }
    },
    beforeNextWrite: work => {
      awaited = work;
    },
    outside: work => {
      const failure = batch.commit();
      if (failure !== undefined) throw failure;
      return work();
    },
    settled: batch.settled,
    close: () => {
      const failure = batch.commit();
      database.close();
      if (failure !== undefined) throw failure;
    },
  };
};
