// The few values that a sandbox keeps about itself beside ION's rows.
import type { Store } from './store.ts';

/** The statement that makes the table of settings. */
export const SETTINGS_TABLE =
  'CREATE TABLE IF NOT EXISTS sandbox_settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;';

/** Of the open database, or of another one that is attached under the name `schema`. */
export const readSetting = (store: Store, name: string, schema = 'main'): Buffer | undefined => {
  const row = store.prepare(`SELECT value FROM "${schema}".sandbox_settings WHERE name = ?`).get(name);
  return row?.['value'] instanceof Uint8Array ? Buffer.from(row['value']) : undefined;
};

export const writeSetting = (store: Store, name: string, value: Uint8Array): void => {
  store
    .prepare('INSERT INTO sandbox_settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = ?')
    .run(name, value, value);
};

export const dropSetting = (store: Store, name: string): void => {
  store.prepare('DELETE FROM sandbox_settings WHERE name = ?').run(name);
};
