// What a table of the sandbox is: the few facts written down per ION type, and the whole that is derived from them.
import type { SqlValue } from '../store/sqlite.ts';

/** How a column is stored: booleans as 0 and 1, lists and JSON as JSON text, instants as ISO 8601 text. */
export type ColumnKind = 'integer' | 'real' | 'text' | 'boolean' | 'datetime' | 'json';

/** One stored column. `references` names the ION type whose `id` it holds, whether or not the sandbox has that table. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly required: boolean;
  readonly references?: string;
}

/** A field that is worked out by SQL; `sql` takes the alias of the row's table. */
export interface Computed {
  readonly kind: ColumnKind;
  readonly sql: (row: string) => string;
}

/** The condition that two aliases belong together. */
export type JoinCondition = (owner: string, related: string) => string;

/** A way from one table to another. `column` is the owner's own foreign key where the relation is one. */
export interface Relation {
  readonly to: string;
  readonly many: boolean;
  readonly on: JoinCondition;
  readonly column?: string;
  /** Whether the field is a connection instead of a plain list. */
  readonly paged?: boolean;
}

/** Columns that together name one row. `message` tells what a second one is refused with. */
export interface UniqueKey {
  readonly columns: readonly string[];
  readonly message: (row: Readonly<Record<string, SqlValue>>) => string;
}

/** The facts about a table that ION's schema does not hold; everything else is derived from the type of that name. */
export interface TableSpec {
  readonly type: string;
  /** The SELECT that the rows are read from; nothing is stored under the type, and nothing refers to its rows. */
  readonly view?: string;
  /** Other object types under which ION's schema shows rows of this table. */
  readonly as?: readonly string[];
  /** The name of this table in `Entitytypeenum`; such rows take an `entityId` from the shared sequence. */
  readonly entity?: string;
  /** Columns that the sort enum does not show, by name, with their GraphQL type. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Foreign keys that no object field of the type betrays. */
  readonly references?: Readonly<Record<string, string>>;
  /** Foreign keys to rows that take this row with them when they go. */
  readonly owners?: readonly string[];
  readonly unique?: readonly UniqueKey[];
  readonly computed?: Readonly<Record<string, (row: string) => string>>;
  readonly relations?: Readonly<Record<string, Omit<Relation, 'many'>>>;
  /** Fields that look like relations of this table by name or type and are not. */
  readonly unrelated?: readonly string[];
  /** The order of nested lists, as SQL over the related row's alias; `id` breaks ties. */
  readonly order?: readonly string[];
  readonly defaults?: Readonly<Record<string, SqlValue>>;
  /** The column that a field with behaviour of its own is made of. */
  readonly madeOf?: Readonly<Record<string, string>>;
  /** Names in the filter input that differ from the field's; `relation.field` asks whether a related row has it. */
  readonly filters?: Readonly<Record<string, string>>;
}

/** A table with everything known about it. */
export interface Table {
  readonly type: string;
  readonly spec: TableSpec;
  readonly columns: ReadonlyMap<string, Column>;
  readonly computed: ReadonlyMap<string, Computed>;
  readonly relations: ReadonlyMap<string, Relation>;
  /** Sort enum member without its direction → column or computed field. */
  readonly sorts: ReadonlyMap<string, string>;
}
