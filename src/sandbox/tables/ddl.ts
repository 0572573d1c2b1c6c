// The SQL that makes tables and indexes. It is the same in every process, and putting it together would take a tenth of a
// sandbox's start, so the build puts the finished texts in the place of this module (`scripts/finished-ddl.mjs`).
import { allTables, storedTables } from './catalog.ts';
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
