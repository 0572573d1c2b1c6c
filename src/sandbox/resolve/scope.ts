// What the rules of ION's entities are written against: the request, the switches, and the shape of a rule.
import type { Rules } from '../rules.ts';
import type { RequestContext } from '../server/request-context.ts';
import type { SqlRow } from '../store/sqlite.ts';

/** One operation's context with the rules that hold in this sandbox. */
export interface Scope extends RequestContext {
  readonly rules: Rules;
  readonly behaviourOf: (type: string) => Behaviour | undefined;
}

/** Values by column, not yet in their stored form. */
export type Values = Record<string, unknown>;

/** The input object of a mutation, or its flat arguments. */
export type Input = Readonly<Record<string, unknown>>;

/** The rules of one table; each function throws to refuse. All run inside the mutation's savepoint. */
export interface Behaviour {
  readonly type: string;
  /** Input fields that are no columns and that the functions below take care of, or that ION ignores. */
  readonly accepts?: readonly string[];
  /** Before the insert: may complete `values`, which hold the input's columns. */
  readonly prepare?: (scope: Scope, values: Values, input: Input) => void;
  /** After the insert, with the attributes already written. */
  readonly created?: (scope: Scope, row: SqlRow, input: Input) => void;
  /** Before an update: `changes` holds the input's columns and may be completed. */
  readonly check?: (scope: Scope, before: SqlRow, changes: Values, input: Input) => void;
  readonly updated?: (scope: Scope, after: SqlRow, before: SqlRow) => void;
  readonly removing?: (scope: Scope, row: SqlRow) => void;
  readonly removed?: (scope: Scope, row: SqlRow) => void;
}

/** A mutation that is more than create, update or delete; returns its payload. */
export type Operation = (scope: Scope, args: Input) => Input;

/** A field whose value is neither a column nor plain SQL. */
export type OwnField = (scope: Scope, row: SqlRow, args: Input) => unknown;

/** One family's behaviours, its operations by the mutation's name, and its own fields by `Type.field`. */
export interface Family {
  readonly behaviours?: readonly Behaviour[];
  readonly operations?: Readonly<Record<string, Operation>>;
  readonly fields?: Readonly<Record<string, OwnField>>;
}
