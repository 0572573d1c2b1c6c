// Completes a table's spec from ION's schema: columns, foreign keys, relations, sort members.
import {
  baseType,
  enumValuesOf,
  type FieldFact,
  fieldsOf,
  isLeaf,
  isList,
  nodeType,
  operationsOf,
} from './ion-facts.ts';
import { OF_ENTITIES } from './join.ts';
import type { Column, ColumnKind, Computed, Relation, Table, TableSpec } from './table.ts';

const KINDS: Readonly<Record<string, ColumnKind>> = {
  Int: 'integer',
  ID: 'integer',
  Float: 'real',
  Decimal: 'real',
  Boolean: 'boolean',
  DateTime: 'datetime',
  SlateContent: 'json',
  ScalarValue: 'json',
  DataGridRow: 'json',
  JSONString: 'json',
};

const kindOf = (notation: string): ColumnKind => (isList(notation) ? 'json' : (KINDS[baseType(notation)] ?? 'text'));

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

/** `Query.parts` sorts by `PartSortEnum` and its edges hold `Part`: the enum tells which fields are stored. */
const readSortEnums = (): ReadonlyMap<string, string> => {
  const query = fieldsOf('Query');
  const found = new Map<string, string>();
  for (const name of operationsOf('Query')) {
    const field = query[name];
    const sort = field?.args['sort'];
    if (field === undefined || sort === undefined) continue;
    const node = nodeType(baseType(field.type));
    if (node !== undefined) found.set(node, baseType(sort));
  }
  return found;
};

let sortEnums: ReadonlyMap<string, string> | undefined;

const sortMembers = (type: string): readonly string[] => {
  sortEnums ??= readSortEnums();
  const members = enumValuesOf(sortEnums.get(type) ?? '');
  return members.filter(member => member.endsWith('_ASC')).map(member => member.slice(0, -'_ASC'.length));
};

const isCount = (name: string): boolean => /^_\w+Count$/.test(name);

const referenceOf = (spec: TableSpec, fields: Readonly<Record<string, FieldFact>>, name: string) => {
  const declared = spec.references?.[name];
  if (declared !== undefined || !name.endsWith('Id')) return declared;
  const object = fields[name.slice(0, -2)];
  return object === undefined || isList(object.type) || isLeaf(baseType(object.type))
    ? undefined
    : baseType(object.type);
};

const deriveColumns = (spec: TableSpec): ReadonlyMap<string, Column> => {
  const fields = fieldsOf(spec.type);
  const sortable = new Set(sortMembers(spec.type).map(plain));
  const isStored = (name: string, type: string): boolean =>
    isLeaf(baseType(type)) &&
    !isCount(name) &&
    name !== 'prettyStr' &&
    spec.computed?.[name] === undefined &&
    (sortable.size === 0 || sortable.has(plain(name)));
  const stored = Object.entries(fields).flatMap(([name, { type }]) => (isStored(name, type) ? [[name, type]] : []));
  const column = ([name = '', type = '']: readonly string[]): [string, Column] => {
    const references = referenceOf(spec, fields, name);
    const column = { name, kind: kindOf(type), required: type.endsWith('!') };
    return [name, references === undefined ? column : { ...column, references }];
  };
  return new Map([...stored, ...Object.entries(spec.columns ?? {})].map(column));
};

/** What people know a row by, the best first. */
const SPEAKING = [
  'title',
  'name',
  'partNumber',
  'serialNumber',
  'lotNumber',
  'filename',
  'header',
  'key',
  'description',
];

/** SQL for `prettyStr`, which public clients read [Airbyte]; what it says is inferred from its name. */
const prettyStr =
  ({ spec, columns }: Columned) =>
  (row: string): string => {
    const speaking = SPEAKING.filter(name => columns.get(name)?.kind === 'text');
    const texts = speaking.map(name => `NULLIF(${row}."${name}", '')`);
    const typeAndId = `'${spec.type} ' || ${row}."id"`;
    return texts.length === 0 ? typeAndId : `COALESCE(${[...texts, typeAndId].join(', ')})`;
  };

const deriveComputed = (table: Columned): Map<string, Computed> => {
  const fields = fieldsOf(table.spec.type);
  const known = { ...('prettyStr' in fields && { prettyStr: prettyStr(table) }), ...table.spec.computed };
  return new Map(Object.entries(known).map(([name, sql]) => [name, { kind: kindOf(fields[name]?.type ?? ''), sql }]));
};

const ownColumn = (to: string, column: string): Relation => ({
  to,
  many: false,
  column,
  on: (owner, related) => `${related}."id" = ${owner}."${column}"`,
});

const inverse = (to: string, column: string): Relation => ({
  to,
  many: true,
  on: (owner, related) => `${related}."${column}" = ${owner}."id"`,
});

const AUTHORS = new Set(['createdById', 'updatedById']);

/** The one foreign key by which `other` refers to `type`; none when there is no such column, or a choice. */
const foreignKey = (other: Columned, type: string): string | undefined => {
  const candidates = [...other.columns.values()].filter(
    column => column.references === type && !AUTHORS.has(column.name),
  );
  return candidates.length === 1 ? candidates[0]?.name : undefined;
};

interface Columned {
  readonly spec: TableSpec;
  readonly columns: ReadonlyMap<string, Column>;
}

const pagedRelation = (table: Columned, node: string, all: ReadonlyMap<string, Columned>): Relation | undefined => {
  const other = all.get(node);
  const key = other && foreignKey(other, table.spec.type);
  return key === undefined ? undefined : { ...inverse(node, key), paged: true };
};

const deriveRelation = (
  table: Columned,
  name: string,
  type: string,
  all: ReadonlyMap<string, Columned>,
): Relation | undefined => {
  const many = isList(type);
  const declared = table.spec.relations?.[name];
  if (declared !== undefined) return { ...declared, many };
  if (table.spec.unrelated?.includes(name)) return undefined;
  const node = nodeType(baseType(type));
  if (node !== undefined) return pagedRelation(table, node, all);
  const other = all.get(baseType(type));
  if (other === undefined) return undefined;
  const ofEntity = table.spec.entity === undefined ? undefined : OF_ENTITIES[`${name}:${other.spec.type}`];
  if (many && ofEntity !== undefined) return { ...ofEntity, many };
  if (!many) return table.columns.has(`${name}Id`) ? ownColumn(other.spec.type, `${name}Id`) : undefined;
  const key = foreignKey(other, table.spec.type);
  return key === undefined ? undefined : inverse(other.spec.type, key);
};

const deriveRelations = (table: Columned, all: ReadonlyMap<string, Columned>): Map<string, Relation> => {
  const relations = new Map<string, Relation>();
  for (const [name, { type }] of Object.entries(fieldsOf(table.spec.type))) {
    if (isLeaf(baseType(type))) continue;
    const relation = deriveRelation(table, name, type, all);
    if (relation !== undefined) relations.set(name, relation);
  }
  for (const [name, relation] of Object.entries(table.spec.relations ?? {})) {
    if (!relations.has(name)) relations.set(name, { ...relation, many: true });
  }
  return relations;
};

/** `_MbomItemsCount` counts what `MbomItems` or `mbomItems` lists. */
const countedNames = (counter: string): readonly string[] => {
  const name = counter.slice(1, -'Count'.length);
  return [name, name.charAt(0).toLowerCase() + name.slice(1)];
};

const NONE: Computed = { kind: 'integer', sql: () => '0' };

const deriveCounters = (
  type: string,
  relations: ReadonlyMap<string, Relation>,
  all: ReadonlyMap<string, Columned>,
): [string, Computed][] => {
  const fields = fieldsOf(type);
  return Object.keys(fields).flatMap((name): [string, Computed][] => {
    if (!isCount(name)) return [];
    const counted = countedNames(name);
    const relation = counted.map(list => relations.get(list)).find(Boolean);
    // Of what the schema has no list of here, such as planning, there is nothing to count.
    if (relation === undefined) return counted.some(list => list in fields) ? [] : [[name, NONE]];
    const hidden = all.get(relation.to)?.columns.has('_deleted') ? ' AND n."_deleted" = 0' : '';
    const sql = (row: string) => `(SELECT COUNT(*) FROM "${relation.to}" n WHERE ${relation.on(row, 'n')}${hidden})`;
    return [[name, { kind: 'integer', sql }]];
  });
};

const deriveSorts = (table: Columned, computed: ReadonlyMap<string, Computed>): ReadonlyMap<string, string> => {
  const byPlainName = new Map([...computed.keys(), ...table.columns.keys()].map(name => [plain(name), name]));
  return new Map(
    sortMembers(table.spec.type).flatMap((member): [string, string][] => {
      const name = byPlainName.get(plain(member));
      return name === undefined ? [] : [[member, name]];
    }),
  );
};

/** Works a value out when it is first asked for: a start needs few of the tables. */
const once = <T>(derive: () => T): (() => T) => {
  let derived: { readonly value: T } | undefined;
  return () => {
    derived ??= { value: derive() };
    return derived.value;
  };
};

const withColumns = (spec: TableSpec): Columned => {
  const columns = once(() => deriveColumns(spec));
  return {
    spec,
    get columns() {
      return columns();
    },
  };
};

/**
 * All tables by type. A field is a column when the type's sort enum has it (ION sorts by what it stores) or, where the
 * type has no such enum, when it is a leaf; `<x>Id` beside an object field `x` is a foreign key; a list field is the
 * inverse of the one foreign key that points back.
 */
export const deriveTables = (specs: readonly TableSpec[]): ReadonlyMap<string, Table> => {
  const columned = new Map(specs.map(spec => [spec.type, withColumns(spec)]));
  const complete = (table: Columned): Table => {
    const relations = once(() => deriveRelations(table, columned));
    const computed = once(() => {
      const derived = deriveComputed(table);
      for (const [name, counter] of deriveCounters(table.spec.type, relations(), columned)) {
        if (!derived.has(name)) derived.set(name, counter);
      }
      return derived;
    });
    const sorts = once(() => deriveSorts(table, computed()));
    return {
      type: table.spec.type,
      spec: table.spec,
      get columns() {
        return table.columns;
      },
      get relations() {
        return relations();
      },
      get computed() {
        return computed();
      },
      get sorts() {
        return sorts();
      },
    };
  };
  return new Map([...columned].map(([type, table]) => [type, complete(table)]));
};
