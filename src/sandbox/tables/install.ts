// Creates the sandbox's tables in a store, and puts them back to where a fresh organisation starts.
import type { Rules } from '../rules.ts';
import type { Store } from '../store/store.ts';
import { storedTables } from './catalog.ts';
import { tablesText } from './ddl.ts';
import { seedRows } from './seed.ts';

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
