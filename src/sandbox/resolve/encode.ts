// Between the values of GraphQL and those of SQLite.
import type { SqlValue } from '../store/sqlite.ts';
import type { ColumnKind } from '../tables/table.ts';
import { invalid } from './refusals.ts';

const toInteger = (value: unknown, label: string): number => {
  const number = Number(value);
  if (value === '' || !Number.isSafeInteger(number)) throw invalid(`${label} must be an integer.`);
  return number;
};

const toReal = (value: unknown, label: string): number => {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) throw invalid(`${label} must be a number.`);
  return number;
};

const ENCODERS: Readonly<Record<ColumnKind, (value: unknown, label: string) => SqlValue>> = {
  integer: toInteger,
  real: toReal,
  boolean: value => (value ? 1 : 0),
  datetime: value => (value instanceof Date ? value.toISOString() : String(value)),
  json: value => JSON.stringify(value),
  text: value => String(value),
};

/** The stored form of a value; null and undefined are NULL. `label` names the value in an error. */
export const encode = (value: unknown, kind: ColumnKind, label: string): SqlValue =>
  value === null || value === undefined ? null : ENCODERS[kind](value, label);

/** What GraphQL serialises for a stored value; only JSON text needs work, GraphQL's own types do the rest. */
export const decode = (value: SqlValue | undefined, kind: ColumnKind): unknown =>
  kind === 'json' && typeof value === 'string' ? JSON.parse(value) : (value ?? null);
