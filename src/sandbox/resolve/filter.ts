// Compiles a filter input to SQL.
import type { SqlValue } from '../store/sqlite.ts';
import { tableOf } from '../tables/catalog.ts';
import type { ColumnKind, Table } from '../tables/table.ts';
import { encode } from './encode.ts';
import { invalid, notEmulated } from './refusals.ts';
import type { Scope } from './scope.ts';
import { similarity } from './similarity.ts';

/** A filter as GraphQL hands it over: by field, by relation, or `or_` and `and_`. */
export type Filters = Readonly<Record<string, unknown>>;

/** SQL for a condition and the values of its `?`, in order. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** SQL for one value of a row. */
interface Field {
  readonly sql: string;
  readonly kind: ColumnKind;
  /** The alias of the row in `sql`. */
  readonly alias: string;
  readonly label: string;
}

const ALWAYS: Condition = { sql: '1', parameters: [] };

/** Halves within halves, since SQLite nests a chain as deep as it is long, and refuses it beyond 1,000. */
const joined = (conditions: readonly Condition[], word: 'AND' | 'OR'): Condition => {
  const [first = ALWAYS] = conditions;
  if (conditions.length <= 1) return first;
  const middle = Math.ceil(conditions.length / 2);
  const [left, right] = [joined(conditions.slice(0, middle), word), joined(conditions.slice(middle), word)];
  return { sql: `(${left.sql} ${word} ${right.sql})`, parameters: [...left.parameters, ...right.parameters] };
};

/** All of the conditions; without any it always holds. */
const allOf = (conditions: readonly Condition[]): Condition => joined(conditions, 'AND');

const anyOf = (conditions: readonly Condition[]): Condition => joined(conditions, 'OR');

const not = ({ sql, parameters }: Condition): Condition => ({ sql: `NOT (${sql})`, parameters });

const WILDCARDS: Readonly<Record<string, string>> = { '%': '*', _: '?' };

const literal = (character: string): string => character.replace(/[*?[]/, '[$&]');

/** SQLite's LIKE ignores case, so the LIKE that does not is written as GLOB; what follows a backslash stands for itself. */
const globOf = (pattern: string): string =>
  pattern.replaceAll(/\\(.)|./gsu, (character, escaped?: string) =>
    escaped === undefined ? (WILDCARDS[character] ?? literal(character)) : literal(escaped),
  );

const text = (field: Field): string => `CAST(${field.sql} AS TEXT)`;

const like = (field: Field, value: unknown): Condition => ({
  sql: `${text(field)} GLOB ?`,
  parameters: [globOf(String(value))],
});

const ilike = (field: Field, value: unknown): Condition => ({
  sql: `${text(field)} LIKE ? ESCAPE '\\'`,
  parameters: [String(value)],
});

/** JSON columns are compared by their value, which SQL sees without quotes, and true and false as 1 and 0. */
const operand = (field: Field, value: unknown): SqlValue => {
  if (field.kind !== 'json') return encode(value, field.kind, field.label);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : String(value);
};

const compare =
  (operator: string) =>
  (field: Field, value: unknown): Condition => ({
    sql: `${field.sql} ${operator} ?`,
    parameters: [operand(field, value)],
  });

const isNull = (field: Field): Condition => ({ sql: `${field.sql} IS NULL`, parameters: [] });

const isIn = (field: Field, values: unknown): Condition => {
  const list = (Array.isArray(values) ? values : [values]).filter(value => value !== null);
  const operands = JSON.stringify(list.map(value => operand(field, value)));
  return { sql: `${field.sql} IN (SELECT value FROM json_each(?))`, parameters: [operands] };
};

type Operator = (field: Field, value: unknown) => Condition;

/** `eq: null` and `neq: null` ask for NULL, as ION's library reads them (inferred); other operators ignore a null. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  eq: (field, value) => (value === null ? isNull(field) : compare('=')(field, value)),
  neq: (field, value) => (value === null ? not(isNull(field)) : compare('<>')(field, value)),
  gt: compare('>'),
  gte: compare('>='),
  lt: compare('<'),
  lte: compare('<='),
  like,
  ilike,
  notlike: (field, value) => not(like(field, value)),
  notilike: (field, value) => not(ilike(field, value)),
  in: isIn,
  isnull: (field, value) => (value ? isNull(field) : not(isNull(field))),
};

interface FuzzyMatch {
  readonly value?: string | null;
  readonly similarity?: number | null;
}

/** Compares the trigrams of every stored value; SQL then sees only the list of those that are near enough. */
const fuzzyMatch = (scope: Scope, table: Table, field: Field, { value, similarity: least }: FuzzyMatch): Condition => {
  const rows = scope.store.prepare(`SELECT DISTINCT ${field.sql} AS v FROM "${table.type}" ${field.alias}`).all();
  const isNear = (text: SqlValue | undefined): boolean =>
    typeof text === 'string' && similarity(text, value ?? '') >= (least ?? 0.5);
  const near = rows.map(row => row['v']).filter(isNear);
  return isIn(field, near);
};

const fieldConditions = (scope: Scope, table: Table, field: Field, operators: Filters): Condition[] =>
  Object.entries(operators).flatMap(([name, value]): Condition[] => {
    if (name === 'fuzzyMatch') return value ? [fuzzyMatch(scope, table, field, value as FuzzyMatch)] : [];
    if (value === null && name !== 'eq' && name !== 'neq') return [];
    const operator = OPERATORS[name];
    if (operator === undefined) throw notEmulated(`The filter operator ${name}`);
    return [operator(field, value)];
  });

/** SQL for the value of a column or computed field in the row that `alias` names. */
export const fieldSql = (table: Table, name: string, alias: string): Field | undefined => {
  const column = table.columns.get(name);
  const label = `${table.type}.${name}`;
  if (column === undefined) {
    const computed = table.computed.get(name);
    return computed && { sql: `(${computed.sql(alias)})`, kind: computed.kind, alias, label };
  }
  const stored = `${alias}."${name}"`;
  return { sql: column.kind === 'json' ? `json_extract(${stored}, '$')` : stored, kind: column.kind, alias, label };
};

const nextAlias = (alias: string): string => `t${Number(alias.slice(1) || 0) + 1}`;

/** Whether a filter says something about a field of the row itself, be it inside `or_` or `and_`. */
const mentions = (filters: Filters, name: string): boolean =>
  (filters[name] ?? null) !== null ||
  [filters['or_'], filters['and_']].flat().some(inner => inner != null && mentions(inner as Filters, name));

/** The condition that hides soft-deleted rows, unless the filter asks about them (inferred). */
const livingOnly = (table: Table, alias: string, filters: Filters): Condition[] =>
  table.columns.has('_deleted') && !mentions(filters, '_deleted')
    ? [{ sql: `${alias}."_deleted" = 0`, parameters: [] }]
    : [];

/** What to select from a table: the filter's conditions on living rows. */
export const compileSelection = (scope: Scope, table: Table, alias: string, filters: Filters): Condition =>
  allOf([...livingOnly(table, alias, filters), ...compileMembers(scope, table, alias, filters)]);

const compileRelation = (scope: Scope, table: Table, alias: string, name: string, filters: Filters): Condition => {
  const relation = table.relations.get(name);
  if (relation === undefined) throw notEmulated(`Filtering ${table.type} by ${name}`);
  const related = nextAlias(alias);
  const condition = compileSelection(scope, tableOf(relation.to), related, filters);
  return {
    sql: `EXISTS (SELECT 1 FROM "${relation.to}" ${related} WHERE ${relation.on(alias, related)} AND ${condition.sql})`,
    parameters: condition.parameters,
  };
};

const compileList = (scope: Scope, table: Table, alias: string, list: unknown): Condition[] => {
  if (!Array.isArray(list)) throw invalid('or_ and and_ take a list of filters.');
  return list.filter(Boolean).map(filters => allOf(compileMembers(scope, table, alias, filters as Filters)));
};

const compileMember = (scope: Scope, table: Table, alias: string, name: string, value: Filters): Condition[] => {
  if (name === 'or_') return [anyOf(compileList(scope, table, alias, value))];
  if (name === 'and_') return compileList(scope, table, alias, value);
  const known = table.spec.filters?.[name] ?? name;
  const [relation = '', inner] = known.split('.');
  if (inner !== undefined) return [compileRelation(scope, table, alias, relation, { [inner]: value })];
  const field = fieldSql(table, known, alias);
  return field === undefined
    ? [compileRelation(scope, table, alias, known, value)]
    : fieldConditions(scope, table, field, value);
};

/** Members of one filter are all to hold. */
const compileMembers = (scope: Scope, table: Table, alias: string, filters: Filters): Condition[] =>
  Object.entries(filters).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : compileMember(scope, table, alias, name, value as Filters),
  );
