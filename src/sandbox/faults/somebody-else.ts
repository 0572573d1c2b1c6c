// The user in whose name a fault interferes; added to the organisation when a fault first needs one.
import type { Store } from '../store/store.ts';

const EMAIL = 'somebody-else@sandbox.example';

const COPIED = `"organizationId", "deactivated", "enforceMfa", "ionBot", "notificationEmailsEnabled", "_created", "_updated"`;

const addUser = (store: Store, etag: string): number => {
  const entity = store.prepare('INSERT INTO "Entity" ("type") VALUES (?)').run('USERS').lastInsertRowid;
  const { lastInsertRowid: id } = store
    .prepare(
      `INSERT INTO "User" ("name", "email", "entityId", "_etag", ${COPIED})
       SELECT ?, ?, ?, ?, ${COPIED} FROM "User" ORDER BY "id" LIMIT 1`,
    )
    .run('Somebody else', EMAIL, entity, etag);
  store
    .prepare(
      'INSERT INTO "UserRole" ("userId", "roleId", "_created") SELECT ?, "roleId", "_created" FROM "UserRole" LIMIT 1',
    )
    .run(id);
  return Number(id);
};

/** The user's id. It may do what the first user may. */
export const somebodyElse = (store: Store, newEtag: () => string): number => {
  const known = store.prepare('SELECT "id" FROM "User" WHERE "email" = ?').get(EMAIL);
  return known === undefined ? store.write(() => addUser(store, newEtag())) : Number(known['id']);
};
