// Which columns of a table a document asks for, so that a list does not read what nobody will see.
import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import type { Table } from '../tables/table.ts';

type Fragments = GraphQLResolveInfo['fragments'];

/** The fields in these selection sets, through all fragments; directives and type conditions only ever leave some out. */
const fieldsIn = (sets: readonly (SelectionSetNode | undefined)[], fragments: Fragments): FieldNode[] =>
  sets.flatMap(set =>
    (set?.selections ?? []).flatMap(selection => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsIn([selection.selectionSet], fragments);
      return fieldsIn([fragments[selection.name.value]?.selectionSet], fragments);
    }),
  );

const below = (nodes: readonly FieldNode[], fragments: Fragments): FieldNode[] =>
  fieldsIn(
    nodes.map(node => node.selectionSet),
    fragments,
  );

/** What a field costs in columns: what it is made of, itself, or the foreign key that its relation follows. */
const columnOf = (table: Table, name: string): string | undefined =>
  table.spec.madeOf?.[name] ?? (table.columns.has(name) ? name : table.relations.get(name)?.column);

const columnsOf = (table: Table, nodes: readonly FieldNode[]): readonly string[] => {
  const names = new Set(['id']);
  for (const node of nodes) {
    const column = columnOf(table, node.name.value);
    if (column !== undefined) names.add(column);
  }
  return [...names];
};

const remembered = new WeakMap<readonly FieldNode[], readonly string[]>();

/**
 * The columns that a field's rows need: those asked for, foreign keys on the way, and `id`, by which everything else is
 * found. `path` leads from the field to its rows, as `edges node` does for a connection.
 */
export const requestedColumns = (
  info: GraphQLResolveInfo,
  table: Table,
  path: readonly string[] = [],
): readonly string[] => {
  const known = remembered.get(info.fieldNodes);
  if (known !== undefined) return known;
  let nodes = below(info.fieldNodes, info.fragments);
  for (const name of path) {
    const next = nodes.filter(node => node.name.value === name);
    nodes = below(next, info.fragments);
  }
  const columns = columnsOf(table, nodes);
  remembered.set(info.fieldNodes, columns);
  return columns;
};

/** The columns as SQL, of the row that `alias` names. */
export const columnList = (columns: readonly string[], alias: string): string =>
  columns.map(name => `${alias}."${name}"`).join(', ');
