// Single rows: reading by id, and the writes with the checks that hold for every table.
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { tableOf } from '../tables/catalog.ts';
import { FOLLOWERS } from '../tables/notifications.ts';
import type { Column, Table } from '../tables/table.ts';
import { noteChange } from '../webhooks/note-change.ts';
import { encode } from './encode.ts';
import { invalid, notFound, staleEtag } from './refusals.ts';
import type { Scope, Values } from './scope.ts';

/** 32 hex digits, as in ION's samples [MAN]. */
const newEtag = (scope: Scope): string => scope.randomBytes(16).toString('hex');

/** An id as inputs and arguments give it, a number or a text of one; throws for anything else. */
export const idOf = (value: unknown): number => Number(encode(value, 'integer', 'id'));

const living = (table: Table): string => (table.columns.has('_deleted') ? ' AND "_deleted" = 0' : '');

/** The row with this id, unless there is none or it is soft-deleted. */
export const findRow = (scope: Scope, type: string, id: unknown): SqlRow | undefined => {
  const key = encode(id, 'integer', 'id');
  return scope.store.prepare(`SELECT * FROM "${type}" WHERE "id" = ?${living(tableOf(type))}`).get(key);
};

/** The row with this id; throws NOT_FOUND. */
export const rowOf = (scope: Scope, type: string, id: unknown): SqlRow => {
  const row = findRow(scope, type, id);
  if (row === undefined) throw notFound(type, id);
  return row;
};

const conditionOf = (values: Readonly<Record<string, SqlValue>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === null ? `"${name}" IS NULL` : `"${name}" = ?`))
    .join(' AND ');

const selectWhere = (scope: Scope, type: string, what: string, values: Readonly<Record<string, SqlValue>>): SqlRow[] =>
  scope.store
    .prepare(`SELECT ${what} FROM "${type}" WHERE ${conditionOf(values)}${living(tableOf(type))} ORDER BY "id"`)
    .all(...Object.values(values).filter(value => value !== null));

/** The living rows whose columns have these values, oldest first. */
export const rowsWhere = (scope: Scope, type: string, values: Readonly<Record<string, SqlValue>>): SqlRow[] =>
  selectWhere(scope, type, '*', values);

/** The oldest living row whose columns have these values; throws NOT_FOUND. */
export const rowWhere = (scope: Scope, type: string, values: Readonly<Record<string, SqlValue>>): SqlRow => {
  const [row] = rowsWhere(scope, type, values);
  if (row === undefined) throw notFound(type, Object.values(values).join(' and '));
  return row;
};

/** Throws unless the etag is the row's current one. */
export const checkEtag = (row: SqlRow, etag: unknown, column = '_etag'): void => {
  if (row[column] !== etag) throw staleEtag();
};

const checkRequired = (table: Table, column: Column, value: SqlValue): void => {
  if (column.required && value === null && column.name !== 'id') {
    throw invalid(`${table.type}.${column.name} is required.`);
  }
};

const checkReference = (scope: Scope, table: Table, column: Column, value: SqlValue): void => {
  if (column.references === undefined || value === null) return;
  if (selectWhere(scope, column.references, '"id"', { id: value }).length === 0) {
    throw invalid(`${table.type}.${column.name}: there is no ${column.references} with id ${value}.`);
  }
};

/** Looks only at the keys that have one of the `changed` columns; without these at every key. */
const checkUnique = (scope: Scope, table: Table, row: SqlRow, changed?: SqlRow): void => {
  for (const { columns, message } of table.spec.unique ?? []) {
    const values = columns.map(name => row[name] ?? null);
    if (values.includes(null) || !columns.some(name => changed === undefined || name in changed)) continue;
    const key = Object.fromEntries(columns.map(name => [name, row[name] ?? null]));
    const same = selectWhere(scope, table.type, '"id"', key);
    if (same.some(other => other['id'] !== row['id'])) throw invalid(message(row));
  }
};

const encodeValues = (scope: Scope, table: Table, values: Values): SqlRow => {
  const row: SqlRow = {};
  for (const [name, value] of Object.entries(values)) {
    const column = table.columns.get(name);
    if (column === undefined || value === undefined) continue;
    const encoded = encode(value, column.kind, `${table.type}.${name}`);
    checkRequired(table, column, encoded);
    checkReference(scope, table, column, encoded);
    row[name] = encoded;
  }
  return row;
};

const CHANGE_TIMES = ['_updated', 'Updated'];
const TIMES = [...CHANGE_TIMES, '_created', 'Created'];
const ETAGS = ['_etag', 'Etag'];

/** Who, when and which version, in the columns that the table has. */
const stampsOf = (scope: Scope, { columns }: Table, times: readonly string[], etags: readonly string[]): SqlRow => {
  const stamps: SqlRow = {};
  const now = scope.now().toISOString();
  for (const name of etags) if (columns.has(name)) stamps[name] = newEtag(scope);
  for (const name of times) if (columns.has(name)) stamps[name] = now;
  if (columns.has('updatedById')) stamps['updatedById'] = scope.userId;
  return stamps;
};

const fillStamps = (scope: Scope, table: Table, row: SqlRow): void => {
  Object.assign(row, stampsOf(scope, table, TIMES, ETAGS));
  if (table.columns.has('createdById')) row['createdById'] = scope.userId;
};

const newEntityId = (scope: Scope, entity: string): SqlValue => {
  const { lastInsertRowid } = scope.store.prepare('INSERT INTO "Entity" ("type") VALUES (?)').run(entity);
  return Number(lastInsertRowid);
};

/** Subscribes a user to an entity, unless he is subscribed already. */
export const subscribe = (scope: Scope, userId: SqlValue, entityId: SqlValue): void => {
  if (rowsWhere(scope, 'UserSubscription', { userId, entityId }).length > 0) return;
  insertRow(scope, 'UserSubscription', { userId, entityId });
};

/** Subscribes whom ION subscribes by itself, of those that the named columns tell [docs subscribe-to-notifications]. */
const subscribeFollowers = (scope: Scope, table: Table, row: SqlRow, named: SqlRow): void => {
  for (const column of FOLLOWERS[table.type] ?? []) {
    const userId = named[column] ?? null;
    if (userId !== null) subscribe(scope, userId, row['entityId'] ?? null);
  }
};

/** What every insert into a table shares. */
interface Layout {
  readonly text: string;
  /** A row of nothing but defaults. */
  readonly blank: SqlRow;
  readonly required: readonly Column[];
}

const layouts = new Map<Table, Layout>();

const layoutOf = (table: Table): Layout => {
  const known = layouts.get(table);
  if (known !== undefined) return known;
  const names = [...table.columns.keys()];
  const columns = names.map(name => `"${name}"`).join(', ');
  const text = `INSERT INTO "${table.type}" (${columns}) VALUES (${names.map(() => '?').join(', ')})`;
  const nulls = Object.fromEntries(names.map(name => [name, null]));
  // Parsed JSON is an object that V8 copies fast, which one with as many properties set one by one is not.
  const blank = JSON.parse(JSON.stringify({ ...nulls, ...table.spec.defaults })) as SqlRow;
  const layout = { text, blank, required: [...table.columns.values()].filter(column => column.required) };
  layouts.set(table, layout);
  return layout;
};

/** Adds a row with defaults, stamps and entity id. Throws what a missing, unknown or taken value is refused with. */
export const insertRow = (scope: Scope, type: string, values: Values): SqlRow => {
  const table = tableOf(type);
  const { text, blank, required } = layoutOf(table);
  const row = Object.assign({ ...blank }, encodeValues(scope, table, values));
  fillStamps(scope, table, row);
  checkUnique(scope, table, row);
  if (table.spec.entity !== undefined) row['entityId'] = newEntityId(scope, table.spec.entity);
  for (const column of required) checkRequired(table, column, row[column.name] ?? null);
  const { lastInsertRowid } = scope.store.prepare(text).run(...Object.values(row));
  row['id'] = Number(lastInsertRowid);
  noteChange(scope, table, 'CREATE', row);
  subscribeFollowers(scope, table, row, row);
  return row;
};

const writeRow = (scope: Scope, type: string, before: SqlRow, values: Values, etags: readonly string[]): SqlRow => {
  const table = tableOf(type);
  const changes = encodeValues(scope, table, values);
  checkUnique(scope, table, { ...before, ...changes }, changes);
  const row = { ...changes, ...stampsOf(scope, table, CHANGE_TIMES, etags) };
  const names = Object.keys(row);
  if (names.length === 0) return before;
  const sql = `UPDATE "${type}" SET ${names.map(name => `"${name}" = ?`).join(', ')} WHERE "id" = ? RETURNING *`;
  const after = scope.store.prepare(sql).get(...Object.values(row), before['id'] ?? null);
  if (after === undefined) return before;
  noteChange(scope, table, 'UPDATE', after);
  subscribeFollowers(scope, table, after, changes);
  return after;
};

/** Changes the given columns of a row and renews its stamps; returns the row as it is now. */
export const updateRow = (scope: Scope, type: string, before: SqlRow, values: Values): SqlRow =>
  writeRow(scope, type, before, values, ETAGS);

/** The same for a row that follows another: its etag stays. */
export const updateKeepingEtag = (scope: Scope, type: string, before: SqlRow, values: Values): SqlRow =>
  writeRow(scope, type, before, values, []);

/** Renews a row's etag because something that belongs to it changed; null is nobody. */
export const touchRow = (scope: Scope, type: string, id: SqlValue | undefined): void => {
  if (id !== null && id !== undefined) updateRow(scope, type, { id }, {});
};
