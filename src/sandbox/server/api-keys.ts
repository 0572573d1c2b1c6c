// The API keys of the sandbox, and the key its tokens are signed with: the two things that outlive a restart.
import { createHash } from 'node:crypto';
import { readSetting, writeSetting } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import { rolesOfUser } from '../tables/people.ts';
import { listStartingKey } from '../tables/seed.ts';
import type { Caller } from './request-context.ts';

/** An API key that is there from the start. */
export interface StartingKey {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly userId: number;
}

/** The API key that every fresh or reset sandbox has; a tenant with a name has one of its own. */
export const startingKey = (tenant: string | undefined): StartingKey =>
  tenant === undefined
    ? { clientId: 'sandbox', clientSecret: 'sandbox-secret', userId: 1 }
    : { clientId: `sandbox-${tenant}`, clientSecret: `sandbox-secret-${tenant}`, userId: 1 };

/** The starting key of a sandbox, or of its tenant without a name. */
export const STARTING_KEY = startingKey(undefined);

/** The statements that make the tables of keys, and of the permissions that frozen ones have. */
export const API_KEYS_TABLE = `
  CREATE TABLE IF NOT EXISTS api_keys (
    client_id TEXT PRIMARY KEY,
    secret_digest TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    enabled INTEGER NOT NULL DEFAULT 1,
    frozen INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS api_key_permissions (
    client_id TEXT NOT NULL,
    permission_group_id INTEGER NOT NULL,
    PRIMARY KEY (client_id, permission_group_id)
  ) STRICT, WITHOUT ROWID;`;

const SIGNING_KEY = 'signing-key';

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Fills the tables of a fresh database. `signingKey` has 32 bytes. */
export const installApiKeys = (store: Store, key: StartingKey, signingKey: Uint8Array): void => {
  writeSetting(store, SIGNING_KEY, signingKey);
  resetApiKeys(store, key);
};

/** Adds a key that works at once. */
export const insertKey = (store: Store, { clientId, clientSecret, userId }: StartingKey): void => {
  store
    .prepare('INSERT INTO api_keys (client_id, secret_digest, user_id) VALUES (?, ?, ?)')
    .run(clientId, digest(clientSecret), userId);
};

const FREEZE = `INSERT INTO api_key_permissions (client_id, permission_group_id)
  SELECT DISTINCT k.client_id, r."permissionGroupId" FROM api_keys k JOIN "User" me ON me."id" = k.user_id
  JOIN "RolePermissionGroup" r ON r."roleId" IN (${rolesOfUser('me')}) WHERE k.client_id = ?`;

/** From now on a key has the permissions that its user has at this moment [MAN api-keys]. */
export const freezeKey = (store: Store, clientId: string): void => {
  store.prepare('UPDATE api_keys SET frozen = 1 WHERE client_id = ?').run(clientId);
  store.prepare(FREEZE).run(clientId);
};

/** The ids of the keys that act for a user. */
export const keysOfUser = (store: Store, userId: number): string[] =>
  store
    .prepare('SELECT client_id AS id FROM api_keys WHERE user_id = ?')
    .all(userId)
    .map(row => String(row['id']));

/** Gives a key another secret, and lets it work or not. */
export const changeKey = (
  store: Store,
  clientId: string,
  { clientSecret, enabled }: { readonly clientSecret?: string; readonly enabled?: boolean },
): void => {
  const secretDigest = clientSecret === undefined ? null : digest(clientSecret);
  store
    .prepare(
      'UPDATE api_keys SET secret_digest = COALESCE(?, secret_digest), enabled = COALESCE(?, enabled) WHERE client_id = ?',
    )
    .run(secretDigest, enabled === undefined ? null : Number(enabled), clientId);
};

/** Removes a key; its tokens are worth nothing from then on. */
export const removeKey = (store: Store, clientId: string): void => {
  store.prepare('DELETE FROM api_keys WHERE client_id = ?').run(clientId);
  store.prepare('DELETE FROM api_key_permissions WHERE client_id = ?').run(clientId);
};

/**
 * Leaves the starting key alone, whose permissions are always those that its user has at the moment, so that what a role
 * may do can be tried with it. The signing key stays, so that tokens of a kept key outlive a reset.
 */
export const resetApiKeys = (store: Store, key: StartingKey): void => {
  store.exec('DELETE FROM api_keys; DELETE FROM api_key_permissions');
  insertKey(store, key);
  listStartingKey(store, key);
};

const FOREIGN = 'SELECT client_id FROM api_keys WHERE NOT frozen AND client_id <> ?';

/** Makes the starting key that a snapshot of another tenant brings along this tenant's own, the only one that is not frozen. */
export const adoptStartingKey = (store: Store, { clientId, clientSecret }: StartingKey): void => {
  store.prepare(`UPDATE "APIKeyObject" SET "clientId" = ? WHERE "clientId" IN (${FOREIGN})`).run(clientId, clientId);
  store
    .prepare(`UPDATE api_keys SET client_id = ?, secret_digest = ? WHERE client_id IN (${FOREIGN})`)
    .run(clientId, digest(clientSecret), clientId);
};

/** Whether there is a key of this id with this secret. */
export const isValidKey = (store: Store, clientId: string, clientSecret: string): boolean => {
  const row = store
    .prepare('SELECT secret_digest AS digest FROM api_keys WHERE client_id = ? AND enabled')
    .get(clientId);
  return row?.['digest'] === digest(clientSecret);
};

/** In whose name a key acts; undefined when the key does not exist (any more) or is disabled. */
export const callerOfKey = (store: Store, clientId: string): Caller | undefined =>
  store.remember(`caller ${clientId}`, ['api_keys'], () => {
    const row = store.prepare('SELECT user_id, frozen FROM api_keys WHERE client_id = ? AND enabled').get(clientId);
    return row && { userId: Number(row['user_id']), frozenKey: row['frozen'] === 1 ? clientId : undefined };
  });

/** The 32 bytes that tokens are signed with. */
export const signingKey = (store: Store): Uint8Array => {
  const key = readSetting(store, SIGNING_KEY);
  if (key === undefined) throw new Error('The sandbox database holds no signing key.');
  return key;
};
