// Single rows: reading by id, and the writes with the checks that hold for every table.
import { randomUUID } from 'node:crypto';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { findTable, tableOf } from '../tables/catalog.ts';
import type { Column, Table } from '../tables/table.ts';
import { encode } from './encode.ts';
import { invalid, notEmulated, notFound, staleEtag } from './refusals.ts';
import type { Scope, Values } from './scope.ts';

/** 32 hex digits, as in ION's samples [MAN]. */
export const newEtag = (): string => randomUUID().replaceAll('-', '');

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

/** The living rows whose columns have these values, oldest first. */
export const rowsWhere = (scope: Scope, type: string, values: Readonly<Record<string, SqlValue>>): SqlRow[] => {
  const condition = Object.keys(values)
    .map(name => `"${name}" IS ?`)
    .join(' AND ');
  return scope.store
    .prepare(`SELECT * FROM "${type}" WHERE ${condition}${living(tableOf(type))} ORDER BY "id"`)
    .all(...Object.values(values));
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
  if (findTable(column.references) === undefined) throw notEmulated(`${table.type}.${column.name}`);
  if (findRow(scope, column.references, value) === undefined) {
    throw invalid(`${table.type}.${column.name}: there is no ${column.references} with id ${value}.`);
  }
};

const checkUnique = (scope: Scope, table: Table, row: SqlRow, changed: ReadonlySet<string>): void => {
  for (const { columns, message } of table.spec.unique ?? []) {
    const values = columns.map(name => row[name] ?? null);
    if (values.includes(null) || !columns.some(name => changed.has(name))) continue;
    const same = rowsWhere(scope, table.type, Object.fromEntries(columns.map(name => [name, row[name] ?? null])));
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

const FIRST_STAMPS = ['_created', '_updated', 'Created', 'Updated'];

/** Who, when and which version, in the columns that the table has. */
const stampsOf = (scope: Scope, table: Table, isNew: boolean): SqlRow => {
  const now = scope.now().toISOString();
  const stamps: SqlRow = { updatedById: scope.userId, _updated: now, Updated: now, _etag: newEtag(), Etag: newEtag() };
  if (isNew) for (const name of FIRST_STAMPS) stamps[name] = now;
  if (isNew) stamps['createdById'] = scope.userId;
  return Object.fromEntries(Object.entries(stamps).filter(([name]) => table.columns.has(name)));
};

const newEntityId = (scope: Scope, entity: string): SqlValue => {
  const { lastInsertRowid } = scope.store.prepare('INSERT INTO "Entity" ("type") VALUES (?)').run(entity);
  return Number(lastInsertRowid);
};

/** Adds a row with defaults, stamps and entity id. Throws what a missing, unknown or taken value is refused with. */
export const insertRow = (scope: Scope, type: string, values: Values): SqlRow => {
  const table = tableOf(type);
  const row: SqlRow = {
    ...table.spec.defaults,
    ...encodeValues(scope, table, values),
    ...stampsOf(scope, table, true),
  };
  checkUnique(scope, table, row, new Set(Object.keys(row)));
  if (table.spec.entity !== undefined) row['entityId'] = newEntityId(scope, table.spec.entity);
  for (const column of table.columns.values()) checkRequired(table, column, row[column.name] ?? null);
  const names = Object.keys(row);
  const columns = names.map(name => `"${name}"`).join(', ');
  const sql = `INSERT INTO "${type}" (${columns}) VALUES (${names.map(() => '?').join(', ')}) RETURNING *`;
  return scope.store.prepare(sql).get(...Object.values(row)) ?? {};
};

/** Changes the given columns of a row and renews its stamps; returns the row as it is now. */
export const updateRow = (scope: Scope, type: string, before: SqlRow, values: Values): SqlRow => {
  const table = tableOf(type);
  const changes = encodeValues(scope, table, values);
  checkUnique(scope, table, { ...before, ...changes }, new Set(Object.keys(changes)));
  const row = { ...changes, ...stampsOf(scope, table, false) };
  const names = Object.keys(row);
  if (names.length === 0) return before;
  const sql = `UPDATE "${type}" SET ${names.map(name => `"${name}" = ?`).join(', ')} WHERE "id" = ? RETURNING *`;
  return scope.store.prepare(sql).get(...Object.values(row), before['id'] ?? null) ?? before;
};

/** Renews a row's etag because something that belongs to it changed. */
export const touchRow = (scope: Scope, type: string, id: SqlValue | undefined): void => {
  const row = id === null || id === undefined ? undefined : findRow(scope, type, id);
  if (row !== undefined) updateRow(scope, type, row, {});
};
