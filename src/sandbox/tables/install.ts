// Creates the sandbox's tables in a store, and puts them back to where a fresh organisation starts.
import type { Rules } from '../rules.ts';
import type { Store } from '../store/store.ts';
import { allTables, storedTables } from './catalog.ts';
import { seedRows } from './seed.ts';
import type { Column, ColumnKind, Table } from './table.ts';

const SQL_TYPES: Readonly<Record<ColumnKind, string>> = {
  integer: 'INTEGER',
  boolean: 'INTEGER',
  real: 'REAL',
  text: 'TEXT',
  datetime: 'TEXT',
  json: 'TEXT',
};

const columnSql = (column: Column): string =>
  column.name === 'id' ? '"id" INTEGER PRIMARY KEY AUTOINCREMENT' : `"${column.name}" ${SQL_TYPES[column.kind]}`;

const quoted = (names: readonly string[]): string => names.map(name => `"${name}"`).join(', ');

const AUTHORS = new Set(['createdById', 'updatedById']);

const indexSql = (table: Table): string[] => {
  const living = table.columns.has('_deleted') ? ' WHERE "_deleted" = 0' : '';
  const unique = (table.spec.unique ?? []).map(
    ({ columns }) =>
      `CREATE UNIQUE INDEX IF NOT EXISTS "${table.type}_${columns.join('_')}" ON "${table.type}" (${quoted(columns)})${living};`,
  );
  const keys = [...table.columns.values()].filter(
    column => column.references !== undefined && !AUTHORS.has(column.name),
  );
  return [
    ...unique,
    // Most foreign keys are NULL in most rows, which such an index leaves out.
    ...keys.map(
      ({ name }) =>
        `CREATE INDEX IF NOT EXISTS "${table.type}_${name}" ON "${table.type}" ("${name}") WHERE "${name}" IS NOT NULL;`,
    ),
  ];
};

const tableSql = (table: Table): string =>
  table.spec.view === undefined
    ? `CREATE TABLE IF NOT EXISTS "${table.type}" (${[...table.columns.values()].map(columnSql).join(', ')});`
    : `CREATE VIEW IF NOT EXISTS "${table.type}" AS ${table.spec.view};`;

/** The statements that make all tables. */
export const tablesText = (): string => [...allTables().values()].map(tableSql).join('\n');

/** The statements that make all indexes; an empty database answers without them. */
export const indexesText = (): string => storedTables().flatMap(indexSql).join('\n');

/** Makes every table, with the starting rows, in an empty database. */
export const installTables = (store: Store, rules: Partial<Rules> = {}): void => {
  store.write(() => {
    store.exec(tablesText());
    seedRows(store, rules);
  });
};

/** Deletes every row, starts all ids anew and restores the starting rows. */
export const clearTables = (store: Store, rules: Partial<Rules> = {}): void => {
  store.write(() => {
    for (const { type } of storedTables()) {
      store.prepare(`DELETE FROM "${type}"`).run();
      store.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(type);
    }
    seedRows(store, rules);
  });
};
