// Group commit: one transaction for all writes of one turn of the event loop.
import { reasonOf } from '../sandbox-error.ts';
import type { Database } from './sqlite.ts';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** The open transaction of a database, and those who wait for its end. */
export interface Batch {
  write<T>(work: () => T): T;
  settled(): Promise<void>;
  /** Ends the open transaction now, if there is one; gives the error when that could not be saved. */
  commit(): Error | undefined;
}

/** SQLite undoes the whole transaction by itself on some errors, and then refuses to roll back once more. */
const tryExec = (database: Database, sql: string): void => {
  try {
    database.exec(sql);
  } catch {
    // The error that led here is the one to report.
  }
};

const createSavepoints = (database: Database): (<T>(work: () => T) => T) => {
  const savepoint = database.prepare('SAVEPOINT work');
  const release = database.prepare('RELEASE work');
  return work => {
    savepoint.run();
    try {
      const result = work();
      release.run();
      return result;
    } catch (error) {
      tryExec(database, 'ROLLBACK TO work; RELEASE work');
      throw error;
    }
  };
};

const commitOrFail = (database: Database): Error | undefined => {
  try {
    database.exec('COMMIT');
    return undefined;
  } catch (cause) {
    tryExec(database, 'ROLLBACK');
    const sentence = `The database could not save the last changes (${reasonOf(cause)}); the sandbox must be restarted.`;
    return new Error(sentence, { cause });
  }
};

/**
 * Commits in `setImmediate`: a turn's requests share one commit, which is what writing to disk costs.
 * After a failed commit nothing can be acknowledged any more: `write` throws and `settled` rejects from then on, because
 * a request that wrote before the failure may ask only after it.
 */
export const createBatch = (database: Database): Batch => {
  const inSavepoint = createSavepoints(database);
  let waiters: Waiter[] | undefined;
  let failure: Error | undefined;

  const commit = (): Error | undefined => {
    if (waiters === undefined) return undefined;
    const waiting = waiters;
    waiters = undefined;
    failure = commitOrFail(database);
    for (const waiter of waiting) failure === undefined ? waiter.resolve() : waiter.reject(failure);
    return failure;
  };

  const begin = (): void => {
    database.exec('BEGIN IMMEDIATE');
    waiters = [];
    setImmediate(commit);
  };

  return {
    write: work => {
      if (failure !== undefined) throw failure;
      if (waiters === undefined) begin();
      return inSavepoint(work);
    },
    settled: () => {
      if (failure !== undefined) return Promise.reject(failure);
      if (waiters === undefined) return Promise.resolve();
      return new Promise((resolve, reject) => waiters?.push({ resolve, reject }));
    },
    commit,
  };
};
