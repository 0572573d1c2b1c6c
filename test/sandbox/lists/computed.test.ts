// The SQL that tables bring along, run for every table: a test of one entity would only meet the parts that it asks for.
import { describe, expect, test } from 'vitest';
import { orderSql } from '../../../src/sandbox/resolve/sort.ts';
import { openStore } from '../../../src/sandbox/store/store.ts';
import { allTables } from '../../../src/sandbox/tables/catalog.ts';
import { installTables } from '../../../src/sandbox/tables/install.ts';

const store = openStore(':memory:');
installTables(store);

const rowsOf = (sql: string) => store.prepare(sql).all();

describe.each([...allTables().values()].map(table => [table.type, table] as const))('%s', (type, table) => {
  test('every computed field is read', () => {
    for (const { sql } of table.computed.values()) {
      expect(rowsOf(`SELECT ${sql('t0')} AS v FROM "${type}" t0`)).toBeInstanceOf(Array);
    }
  });

  test('every relation is followed', () => {
    for (const { to, on } of table.relations.values()) {
      const joined = `SELECT t1."id" FROM "${type}" t0 JOIN "${to}" t1 ON ${on('t0', 't1')}`;
      expect(rowsOf(joined)).toBeInstanceOf(Array);
    }
  });

  test('every member of the sort enum sorts', () => {
    for (const member of table.sorts.keys()) {
      const order = orderSql(table, 't0', [`${member}_ASC`]);
      expect(rowsOf(`SELECT t0."id" FROM "${type}" t0 ORDER BY ${order}`)).toBeInstanceOf(Array);
    }
  });
});
