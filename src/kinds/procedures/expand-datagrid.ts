/** The datagrid of a step: its columns and rows, and the values that stand where they cross. */
import type { Locate, Path } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import { type Fields, mappingOf, type Value } from '../../state/value.ts';
import { entity, listOf } from '../entry.ts';

export interface Place {
  /** What the kinds of its parts begin with: those of standard steps are others than those of procedures' steps. */
  readonly prefix: string;
  /** The key of the step, and where its grid is written. */
  readonly step: string;
  readonly path: Path;
  readonly locate: Locate;
}

function expandColumns(columns: Fields, { prefix, step, path, locate }: Place): readonly Entity[] {
  const names = Object.keys(columns);
  return names.map((name, index) => {
    const at = [...path, 'columns', name];
    const previous = index === 0 ? undefined : `${step}.${names[index - 1]}`;
    const fields = { step, name, previous, ...mappingOf(columns[name]) };
    return entity({
      kind: `${prefix}datagrid-column`,
      key: `${step}.${name}`,
      fields,
      locate,
      path: at,
      fieldPaths: { name: at },
    });
  });
}

function expandRow(authored: Value, index: number, { prefix, step, path, locate }: Place): readonly Entity[] {
  const { values, ...fields } = mappingOf(authored);
  const at = [...path, 'rows', index];
  const key = `${step}.${index}`;
  const row = entity({ kind: `${prefix}datagrid-row`, key, fields: { step, index, ...fields }, locate, path: at });
  const cells = Object.entries(mappingOf(values)).filter(([, value]) => value !== null);
  return [
    row,
    ...cells.map(([name, value]) => {
      const here = [...at, 'values', name];
      const cell = { row: key, column: `${step}.${name}`, value };
      const fieldPaths = { column: here, value: here };
      return entity({
        kind: `${prefix}datagrid-value`,
        key: `${key}.${name}`,
        fields: cell,
        locate,
        path: here,
        fieldPaths,
      });
    }),
  ];
}

/** What a step says of its datagrid, and which lists of it are written in full. */
export function expandDatagrid(
  authored: Value | undefined,
  place: Place,
): { readonly entities: readonly Entity[]; readonly owns: readonly string[] } {
  const { columns, rows } = mappingOf(authored);
  const inside = { ...place, path: [...place.path, 'datagrid'] };
  return {
    entities: [
      ...expandColumns(mappingOf(columns), inside),
      ...listOf(rows).flatMap((row, index) => expandRow(row, index, inside)),
    ],
    owns: [
      ...(columns === undefined ? [] : [`${place.prefix}datagrid-column`]),
      ...(rows === undefined ? [] : [`${place.prefix}datagrid-row`]),
    ],
  };
}
