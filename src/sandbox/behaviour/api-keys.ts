// API keys: made with a secret that is shown once and with the permissions of the moment, disabled and enabled, given another
// secret, deleted.
import { notFound } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, insertRow, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope } from '../resolve/scope.ts';
import { changeKey, freezeKey, insertKey, keysOfUser, removeKey } from '../server/api-keys.ts';
import type { SqlRow } from '../store/sqlite.ts';

const newSecret = (scope: Scope): string => scope.randomBytes(32).toString('base64url');

const keyOf = (scope: Scope, { clientId, _etag }: Input): SqlRow => {
  const [key] = rowsWhere(scope, 'APIKeyObject', { clientId: String(clientId) });
  if (key === undefined) throw notFound('APIKey', clientId);
  checkEtag(key, _etag);
  return key;
};

/**
 * A key acts for the user who made it, with the permissions of this moment [MAN api-keys]; other keys stay as they are
 * [docs authentication].
 */
const createApiKey: Operation = scope => {
  const clientId = scope.randomBytes(16).toString('hex');
  const clientSecret = newSecret(scope);
  insertKey(scope.store, { clientId, clientSecret, userId: scope.userId });
  freezeKey(scope.store, clientId);
  return { apikey: { ...insertRow(scope, 'APIKeyObject', { clientId }), clientSecret } };
};

/** Tokens of a disabled key are refused at once (inferred). */
const updateApiKey: Operation = (scope, args) => {
  const { enabled, regenerateSecret, ...rest } = args['input'] as Input;
  const key = keyOf(scope, rest);
  const changes = enabled == null ? {} : { enabled };
  const clientSecret = regenerateSecret ? newSecret(scope) : null;
  changeKey(scope.store, String(key['clientId']), {
    ...(enabled != null && { enabled: Boolean(enabled) }),
    ...(clientSecret !== null && { clientSecret }),
  });
  return { apikey: { ...updateRow(scope, 'APIKeyObject', key, changes), clientSecret } };
};

const deleteApiKey: Operation = (scope, args) => {
  const key = keyOf(scope, args['input'] as Input);
  deleteRow(scope, 'APIKeyObject', key);
  removeKey(scope.store, String(key['clientId']));
  return { apikey: key };
};

/** The keys of a user who is deactivated are disabled [MAN api-keys]; that they stay so afterwards is inferred. */
const disableKeysOf = (scope: Scope, user: SqlRow): void => {
  for (const clientId of keysOfUser(scope.store, Number(user['id']))) {
    const [key] = rowsWhere(scope, 'APIKeyObject', { clientId });
    changeKey(scope.store, clientId, { enabled: false });
    if (key !== undefined) updateRow(scope, 'APIKeyObject', key, { enabled: false });
  }
};

export const apiKeys: Family = {
  behaviours: [
    {
      type: 'User',
      updated: (scope, after, before) => {
        if (after['deactivated'] && !before['deactivated']) disableKeysOf(scope, after);
      },
    },
  ],
  operations: { createApiKey, updateApiKey, deleteApiKey },
  fields: { 'APIKeyObject.clientSecret': (_scope, row) => row['clientSecret'] ?? null },
};
