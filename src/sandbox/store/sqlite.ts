// Finds a SQLite with the API of `node:sqlite`: Node's own, or the package that offers the same on older versions.
import { createRequire } from 'node:module';
import { SandboxError } from '../sandbox-error.ts';

/** A value that SQLite can store or return. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** One row, by column name. */
export type SqlRow = Record<string, SqlValue>;

/** The part of `StatementSync` that the sandbox uses. Named parameters come first, as one object. */
export interface Statement {
  run(...parameters: (SqlValue | SqlRow)[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  get(...parameters: (SqlValue | SqlRow)[]): SqlRow | undefined;
  all(...parameters: (SqlValue | SqlRow)[]): SqlRow[];
}

/** The part of `DatabaseSync` that the sandbox uses. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface SqliteModule {
  readonly DatabaseSync: new (path: string) => Database;
}

const CANDIDATES = ['node:sqlite', '@photostructure/sqlite'];

const require = createRequire(import.meta.url);

/** Node 22 announces that `node:sqlite` is experimental; whoever starts a sandbox has no use for the sentence. */
const withoutWarnings = <T>(load: () => T): T => {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
};

const loadFirst = (names: readonly string[]): SqliteModule => {
  const reasons: unknown[] = [];
  for (const name of names) {
    try {
      return withoutWarnings(() => require(name) as SqliteModule);
    } catch (error) {
      reasons.push(error);
    }
  }
  throw new SandboxError(
    'no-database',
    `The sandbox needs SQLite: Node ${process.versions.node} has no node:sqlite (22.13 and later do), and the optional package @photostructure/sqlite could not be loaded.`,
    { cause: new AggregateError(reasons) },
  );
};

let loaded: SqliteModule | undefined;

/** Opens a database file, made if absent, or `:memory:`. Throws `no-database` when no SQLite can be loaded. */
export const openDatabase = (path: string): Database => {
  loaded ??= loadFirst(CANDIDATES);
  return new loaded.DatabaseSync(path);
};
