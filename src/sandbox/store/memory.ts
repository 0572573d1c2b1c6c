// What was read from some tables, kept until one of them is written.
import type { Statement } from './sqlite.ts';

/** Answers that were worked out before, each with the tables that it came from. */
export interface Memory {
  /** What `read` gives; it must depend on these tables and its key alone, and be left as it is. */
  remember<T>(key: string, tables: readonly string[], read: () => T): T;
  /** The statement, which then makes forget what it changes. */
  watch(sql: string, statement: Statement): Statement;
  /** For changes that no statement tells of. */
  forget(): void;
}

const WRITE = /^\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+"?(\w+)/i;

const MOST = 10_000;

export const createMemory = (): Memory => {
  const watched = new Set<string>();
  const kept = new Map<string, unknown>();

  return {
    remember: <T>(key: string, tables: readonly string[], read: () => T): T => {
      if (kept.has(key)) return kept.get(key) as T;
      if (kept.size === MOST) kept.clear();
      for (const table of tables) watched.add(table);
      const answer = read();
      kept.set(key, answer);
      return answer;
    },
    watch: (sql, statement) => {
      const table = WRITE.exec(sql)?.[1];
      if (table === undefined) return statement;
      const forgetting =
        <A extends unknown[], R>(act: (...parameters: A) => R) =>
        (...parameters: A): R => {
          if (watched.has(table)) kept.clear();
          return act(...parameters);
        };
      return {
        run: forgetting((...parameters: Parameters<Statement['run']>) => statement.run(...parameters)),
        get: forgetting((...parameters: Parameters<Statement['get']>) => statement.get(...parameters)),
        all: forgetting((...parameters: Parameters<Statement['all']>) => statement.all(...parameters)),
      };
    },
    forget: () => kept.clear(),
  };
};
