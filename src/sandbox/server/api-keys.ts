// The API keys of the sandbox, and the key its tokens are signed with: the two things that outlive a restart.
import { createHash, randomBytes } from 'node:crypto';
import type { Store } from '../store/store.ts';

/** The API key that every fresh or reset sandbox has. */
export const STARTING_KEY = { clientId: 'sandbox', clientSecret: 'sandbox-secret', userId: 1 };

const TABLES = `
  CREATE TABLE IF NOT EXISTS api_keys (
    client_id TEXT PRIMARY KEY,
    secret_digest TEXT NOT NULL,
    user_id INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sandbox_settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;`;

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Makes the tables, the starting key and the signing key where they are missing. */
export const installApiKeys = (store: Store): void => {
  store.exec(TABLES);
  store
    .prepare('INSERT OR IGNORE INTO sandbox_settings (name, value) VALUES (?, ?)')
    .run('signing-key', randomBytes(32));
  const count = store.prepare('SELECT count(*) AS keys FROM api_keys').get();
  if (count?.['keys'] === 0) resetApiKeys(store);
};

/** Leaves the starting key alone. The signing key stays, so that tokens of a kept key outlive a reset. */
export const resetApiKeys = (store: Store): void => {
  store.prepare('DELETE FROM api_keys').run();
  store
    .prepare('INSERT INTO api_keys (client_id, secret_digest, user_id) VALUES (?, ?, ?)')
    .run(STARTING_KEY.clientId, digest(STARTING_KEY.clientSecret), STARTING_KEY.userId);
};

/** Whether there is a key of this id with this secret. */
export const isValidKey = (store: Store, clientId: string, clientSecret: string): boolean => {
  const row = store.prepare('SELECT secret_digest AS digest FROM api_keys WHERE client_id = ?').get(clientId);
  return row?.['digest'] === digest(clientSecret);
};

/** The user a key acts for; undefined when the key does not exist (any more). */
export const userOfKey = (store: Store, clientId: string): number | undefined => {
  const row = store.prepare('SELECT user_id AS userId FROM api_keys WHERE client_id = ?').get(clientId);
  return row === undefined ? undefined : Number(row['userId']);
};

/** The 32 bytes that tokens are signed with. */
export const signingKey = (store: Store): Uint8Array => {
  const row = store.prepare("SELECT value FROM sandbox_settings WHERE name = 'signing-key'").get();
  if (!(row?.['value'] instanceof Uint8Array)) throw new Error('The sandbox database holds no signing key.');
  return row['value'];
};
