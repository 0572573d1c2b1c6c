// The starting rows: a blank organisation with one user, who may do everything.
import { completeRules, type Rules } from '../rules.ts';
import type { SqlValue } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { operationsOf } from './ion-facts.ts';
import { FURTHER_GROUPS, familyOf, permissionGroupOf } from './permission-groups.ts';
import { VALIDATION_FUNCTIONS } from './validations.ts';

/** Entity and family ids start high, so that whoever takes one for an `id` finds nothing instead of the wrong row. */
const FIRST_IDS: Readonly<Record<string, number>> = { Entity: 100_001, Family: 10_001 };

/** All starting rows carry one time, so that a reset restores the very same rows. */
const BEGINNING = '2026-01-01T00:00:00.000Z';

type Values = Readonly<Record<string, SqlValue>>;

const insert = (store: Store, table: string, values: Values): void => {
  const names = Object.keys(values);
  const columns = names.map(name => `"${name}"`).join(', ');
  store
    .prepare(`INSERT INTO "${table}" (${columns}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...Object.values(values));
};

const stamps = (etag: string): Values => ({ _created: BEGINNING, _updated: BEGINNING, _etag: etag.padStart(32, '0') });

const startSequences = (store: Store): void => {
  for (const [table, first] of Object.entries(FIRST_IDS)) {
    store.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(table, first - 1);
  }
};

/** What the organisation asks for before it changes its settings. */
const startingSettings = ({ approvals, approvedPartProcedures }: Rules): string =>
  JSON.stringify({
    procedures: { numReviewersRequired: approvals },
    steps: { numApproversRequired: approvals },
    purchaseOrders: { numApproversRequired: approvals },
    runs: { enforceValidPartProcedure: approvedPartProcedures },
  });

const seedOrganization = (store: Store, rules: Rules): void => {
  const names = { name: 'Sandbox', domain: 'sandbox', orgSchema: 'sandbox' };
  insert(store, 'Organization', { id: 1, ...names, settings: startingSettings(rules), ...stamps('1') });
};

/** Of mBOMs, roles approve: here that of the starting user. */
const seedApprovalRoles = (store: Store, { approvals }: Rules): void => {
  if (approvals === 0) return;
  const gate = { gateType: 'RELEASED', roleId: 1, count: approvals };
  insert(store, 'MBomApprovalRole', { id: 1, ...gate, createdById: 1, updatedById: 1, ...stamps('6') });
};

const seedPeople = (store: Store): void => {
  insert(store, 'Entity', { type: 'USERS' });
  insert(store, 'User', {
    id: 1,
    name: 'Sandbox service account',
    email: 'service-account@sandbox.example',
    organizationId: 1,
    entityId: FIRST_IDS['Entity'] ?? 0,
    deactivated: 0,
    enforceMfa: 0,
    ionBot: 0,
    notificationEmailsEnabled: 0,
    ...stamps('2'),
  });
  insert(store, 'Role', { id: 1, name: 'Admin', createdById: 1, updatedById: 1, ...stamps('3') });
  insert(store, 'UserRole', { userId: 1, roleId: 1, createdById: 1, _created: BEGINNING });
};

/** Shows the key of the starting user among the API keys; the other rows must be there. */
export const listStartingKey = (store: Store, { clientId, userId }: { clientId: string; userId: number }): void => {
  insert(store, 'APIKeyObject', { clientId, enabled: 1, createdById: userId, updatedById: userId, ...stamps('4') });
};

/** ION has about one permission group per mutation, named after it [EX permission_groups.csv]. */
const seedPermissions = (store: Store): void => {
  const names = [...operationsOf('Mutation').map(permissionGroupOf), ...FURTHER_GROUPS];
  const groups = JSON.stringify(names.map(name => [name, familyOf(name)]));
  store
    .prepare(
      `INSERT INTO "PermissionGroup" ("name", "family", "_created", "_updated")
      SELECT value ->> 0, value ->> 1, ?, ? FROM json_each(?)`,
    )
    .run(BEGINNING, BEGINNING, groups);
  store
    .prepare('INSERT INTO "RolePermissionGroup" ("roleId", "permissionGroupId") SELECT 1, "id" FROM "PermissionGroup"')
    .run();
};

const seedValidationFunctions = (store: Store): void => {
  for (const one of VALIDATION_FUNCTIONS) insert(store, 'ValidationFunction', { ...one, ...stamps('5') });
};

/** Writes the starting rows into empty tables. */
export const seedRows = (store: Store, rules: Partial<Rules> = {}): void => {
  const merged = completeRules(rules);
  startSequences(store);
  seedValidationFunctions(store);
  seedOrganization(store, merged);
  seedPeople(store);
  seedApprovalRoles(store, merged);
  seedPermissions(store);
};
