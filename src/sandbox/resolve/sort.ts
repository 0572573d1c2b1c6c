// Compiles a list's sort to SQL.
import type { Table } from '../tables/table.ts';
import { fieldSql } from './filter.ts';
import { notEmulated } from './refusals.ts';

/** Members of a sort enum, such as `PART_NUMBER_ASC`; null members count for nothing. */
export type Sort = readonly (string | null)[] | null | undefined;

export const membersOf = (sort: Sort): readonly string[] => (sort ?? []).filter(member => member !== null);

/** SQL for what a member of the sort enum sorts by. */
export const sortKey = (table: Table, alias: string, member: string): string => {
  const field = fieldSql(table, table.sorts.get(member.replace(/_(ASC|DESC)$/, '')) ?? '', alias);
  if (field === undefined) throw notEmulated(`Sorting ${table.type} by ${member}`);
  return field.sql;
};

const sortSql = (table: Table, alias: string, member: string): string =>
  `${sortKey(table, alias, member)} ${member.endsWith('_ASC') ? 'ASC NULLS LAST' : 'DESC NULLS FIRST'}`;

/** NULLs come last in ascending order, as PostgreSQL has them; rows that the sort leaves equal come by id. */
export const orderSql = (table: Table, alias: string, sort: Sort): string =>
  [...membersOf(sort).map(member => sortSql(table, alias, member)), `${alias}."id"`].join(', ');

/** The order of a nested list: as asked for, or else the table's own. */
export const nestedOrderSql = (table: Table, alias: string, sort: Sort): string => {
  if (membersOf(sort).length > 0) return orderSql(table, alias, sort);
  return [...(table.spec.order ?? []), 'id'].map(name => `${alias}."${name}"`).join(', ');
};
