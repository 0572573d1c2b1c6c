/** What the engine must know of one sort of ION entity, as data: no phase knows the name of a kind. */

import type { Locate, Path } from '../source/source-file.ts';
import type { ActualEntity, ActualState, Address, DesiredState, Entity } from '../state/entity.ts';
import type { Fields } from '../state/value.ts';

/** How a field is written to ION, read from it and compared. */
export interface Field {
  /**
   * `list` compares in order; `attributes` is a mapping of custom attributes; `any` is a run step field's value; `file` is
   * compared by what it holds and uploaded instead of being sent: `read` gives the address to download it from.
   */
  readonly type: 'text' | 'number' | 'boolean' | 'date' | 'list' | 'rich-text' | 'attributes' | 'file' | 'any';
  /** Name in ION's inputs, and on its object unless `read` says otherwise; the field's own name when left out. */
  readonly ion?: string;
  /** Path on ION's object, dotted: `procedure.familyId`. */
  readonly read?: string;
  /** The kind that the value refers to. */
  readonly to?: string;
  /** Which of the referred entity's numbers `read` gives: its `id` unless said otherwise. */
  readonly by?: string;
  /** The path of another id of that kind, which is meant where no entity is recognised behind the first. */
  readonly orElse?: string;
  /** Which of the referred entity's numbers is sent: its `id` unless said otherwise. */
  readonly sends?: string;
  /** Which inputs take it: both when left out. `never` is for what ION sets itself and we only recognise things by. */
  readonly write?: 'create' | 'update' | 'never';
  /** Not ION's: known to the engine only, for order and for rules. */
  readonly local?: true;
  /**
   * The text field at whose end this one stands, in brackets: a mark of ours, for what ION gives nothing else to be known
   * by. It goes along whenever that text is written, and is no part of it when the text is compared and shown.
   */
  readonly markIn?: string;
  /** Compared and sent, never shown; `${NAME}` in it stands for an environment variable. */
  readonly secret?: true;
}

/** One mutation, as ION declares it. Types of arguments are taken from the target's own schema. */
export interface Call {
  readonly mutation: string;
  /** The payload's field that holds the object written; none for deletes. */
  readonly payload?: string;
  /** Whether values go into one `input` object, into one in a list of such, or are arguments themselves. */
  readonly style: 'input' | 'inputs' | 'arguments';
  /** What addresses the row instead of `id`: argument → a reference field of ours, a plain one, or a number read with the row. */
  readonly by?: Readonly<Record<string, string>>;
  /** Whose etag is sent: the row's own, that of the entity in a field, or none. */
  readonly etag?: 'own' | { readonly of: string };
  /** Values that are always sent. */
  readonly with?: Fields;
  /** What is then uploaded: the file in the field `content`, to the address in the payload's field `to`. */
  readonly upload?: { readonly content: string; readonly to: string };
  /** An update that takes the place of what is there: every declared field goes along, not only those that differ. */
  readonly whole?: true;
}

/** Where an organisation says how many approvals it asks for: a query, the dotted path to the number, and the type that has it. */
export interface Asked {
  readonly query: string;
  readonly at: string;
  readonly of: string;
}

/** A status that ION moves by rules instead of storing what is sent. */
export interface Lifecycle {
  readonly field: string;
  /** Where a new object stands. */
  readonly initial: string;
  /** From each state, the states that one mutation can reach. */
  readonly next: Readonly<Record<string, readonly string[]>>;
  /** The state in which children are created and changed. */
  readonly open: string;
  /** ION lets an object go back to this state: so it does, whenever something inside it has to change or to be removed. */
  readonly reopens?: string;
  /**
   * Where the object's own fields can change, if that is not everywhere: `in` these states, for some fields in others, and
   * for some always. One that stands elsewhere is taken to the nearest such state first, and then to where it is declared.
   */
  readonly editable?: {
    readonly in: readonly string[];
    readonly but?: Readonly<Record<string, readonly string[]>>;
    readonly always?: readonly string[];
  };
  /** What is done inside an object gives it another etag: it is read again before that is sent. */
  readonly etagFollowsContent?: true;
  /** States that are reached for their own sake only: no way leads through them. */
  readonly ends?: readonly string[];
  /**
   * What must be as declared before the object is moved to a state: the entities of a kind that refer, by a field, to
   * something inside it. An object that is in that state goes back when one of these is to come or to go.
   */
  readonly before?: Readonly<Record<string, { readonly kind: string; readonly by: string }>>;
  /** Our own approval, given before an object is moved to a state for which the organisation asks for any. */
  readonly approval?: { readonly to: string; readonly call: Call; readonly asked: readonly Asked[] };
  /** Makes an editable successor of an object that is past `open`; its children are copies. */
  readonly revise?: Call & { readonly from: readonly string[] };
}

/** An entity on its way through its states. */
export interface Stage {
  readonly address: Address;
  readonly state: string;
}

export interface Kind {
  readonly name: string;
  /** ION's object type, as its schema names it. */
  readonly type: string;
  readonly fields: Readonly<Record<string, Field>>;
  /**
   * Lists of fields by which the target knows the same object again; the first list whose fields are all declared is
   * used. A name that ends in `?` counts as null when it is not declared.
   */
  readonly identity: readonly (readonly string[])[];
  /**
   * For what is read inside another object: the field that refers to that object, and the object's field that lists it
   * or shows the only one, dotted where the list stands deeper: `settings.parts.attributes`, and through a connection: `datagridRows.edges.node`.
   * With `list` the object does not list it: ION's query of that name does, filtered by the object's id; `at` is then a
   * name of ours. Only for what stands in something that is read by itself.
   */
  readonly within?: {
    readonly field: string;
    readonly at: string;
    readonly list?: { readonly query: string; readonly sort: string };
  };
  /** For what is read by itself: ION's queries. `filter` is always sent. */
  readonly list?: {
    readonly query: string;
    readonly filter?: Readonly<Record<string, unknown>>;
    /** Identity fields that are not filtered by. */
    readonly ignore?: readonly string[];
    readonly pageSize: number;
  };
  /** For what a target has exactly one of: a query without arguments, and the dotted path from its answer to the object. */
  readonly single?: { readonly query: string; readonly at: string };
  /**
   * Which number that is read besides tells from which object of the kind one was split off: of several that match, that one
   * is meant. And the field of which both have a share then.
   */
  readonly splitFrom?: { readonly by: string; readonly shares: string };
  /**
   * Paths to what tells that ION may have moved an object since it was made: a number above 0, or a list with something in
   * it. Such a one is known again without those optional fields of its identity that count until then.
   */
  readonly moved?: readonly string[];
  /** Numbers of the object that are read besides its id, such as its family's. */
  readonly select?: readonly string[];
  /** Whether ION gives the row an id and an etag; both unless said otherwise. */
  readonly id?: false;
  readonly etag?: false;
  /** Made by ION itself with its parent. */
  readonly spawned?: true;
  /** What ION may make it with instead, where its documents disagree. */
  readonly spawners?: (entity: Entity, state: DesiredState) => readonly Address[];
  /** Where ION did not make it, we do, provided that these fields are known. */
  readonly makeable?: readonly string[];
  /**
   * May change while what it stands inside of is past the open state [docs versions: substitutes of a released mBOM], but
   * for the states that are named.
   */
  readonly inPlace?: true | { readonly butIn: readonly string[] };
  /**
   * How much one takes up, by a field, of the room in what it refers to, by the name of that field; undefined where that
   * cannot be told. What nobody declared is removed where it leaves too little for what somebody did; what would not fit
   * into its container even then is blocked.
   */
  readonly takes?: {
    readonly field: string;
    readonly of: Readonly<
      Record<string, (from: ActualEntity, desired: DesiredState, actual: ActualState) => number | undefined>
    >;
  };
  readonly create?: Call;
  readonly update?: Call;
  readonly remove?: Call;
  /**
   * Where the field `from` is declared, the object is made as a copy of what that refers to, by `call`, which sends no more
   * than its `by`. It is like its original in what identifies it; what else is declared is then set by an update.
   */
  readonly derive?: { readonly from: string; readonly call: Call };
  /** The second half of a create: ION makes the object by itself, and this call puts it where it stands. */
  readonly attach?: Call;
  /** What `destroy` does, if anything, where ION does not delete, either ever or outside the state `unless`; and what then remains. */
  readonly retire?: {
    readonly unless?: string;
    readonly calls: readonly Call[];
    readonly remains: string;
  };
  readonly lifecycle?: Lifecycle;
  /** Defines a custom attribute, named by the field `by`, of some kinds; whatever declares a value of it is made later. */
  readonly defines?: { readonly kinds: readonly string[]; readonly by: string };
  /** Entities that must be as declared, or have come to a state on their way there, before this one is made, beyond its references. */
  readonly after?: (entity: Entity, state: DesiredState) => readonly (Address | Stage)[];
}

/** Compiles one authored entry to its flat entities. The entry has passed its schema. */
export interface Section {
  readonly name: string;
  readonly kind: string;
  /** Where what an entry says decides which kind it is: the others. */
  readonly alternatives?: readonly string[];
  readonly expand: (key: string, entry: Fields, locate: Locate) => readonly Entity[];
}

/** A mistake that a rule found: where in which entity, and what. */
export interface Finding {
  readonly code: 'bad-value' | 'missing-field' | 'unknown-reference' | 'reference-cycle' | 'duplicate-identity';
  readonly entity: Entity;
  /** Relative to the entity, as authored. */
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly message: string;
  readonly label?: string;
  readonly help?: string;
  /** What was written, and what could have been meant by it: the nearest is suggested, and `help` said when none is near. */
  readonly meant?: { readonly name: string; readonly among: readonly string[] };
  readonly related?: readonly {
    readonly entity: Entity;
    readonly path: Path;
    readonly part: 'key' | 'value';
    readonly message: string;
  }[];
}

/** What ION would refuse and what needs no target to know. */
export type Rule = (state: DesiredState) => readonly Finding[];

/** Fills in what follows from other declarations: fields of an entity, and entities that ION will spawn. */
export type Completion = (state: DesiredState) => {
  readonly entities: readonly Entity[];
  readonly findings: readonly Finding[];
};

/** One folder under `kinds/`: its sections, its kinds, its rules. */
export interface Family {
  readonly sections: readonly Section[];
  readonly kinds: readonly Kind[];
  readonly rules?: readonly Rule[];
  readonly complete?: Completion;
}
