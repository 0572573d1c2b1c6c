/** The JSON documents that commands answer with; texts for people are made from them. */
import type { JsonDiagnostic, JsonPlace } from '../diagnostics/to-json.ts';
import type { Action, Edit } from '../plan/change.ts';
import type { Address } from '../state/entity.ts';

/**
 * One change. `entry` is the address of the authored entry that it belongs to, `section` that entry's section, where it
 * has one. `from` and `to` are states of a transition, `approved` says that it
 * takes our approval; `retires` says what remains of something that ION does not
 * delete; `spawned` names the entity with which ION itself makes this one. `place` is where something blocked is declared: the
 * value that cannot be had.
 */
export interface ChangeRecord {
  readonly id: string;
  readonly address: Address;
  readonly kind: string;
  readonly action: Action;
  readonly entry: Address;
  readonly section?: string;
  readonly edits?: readonly Edit[];
  readonly from?: string;
  readonly to?: string;
  readonly approved?: true;
  readonly reason?: string;
  readonly help?: string;
  readonly spawned?: Address;
  readonly retires?: string;
  readonly place?: JsonPlace;
  readonly dependsOn: readonly string[];
}

/** `reads` is what planning took, `writes` what applying will take when nothing goes wrong. */
export interface PlanRecord {
  readonly changes: readonly ChangeRecord[];
  readonly summary: Readonly<Record<Action, number>>;
  readonly requests: { readonly reads: number; readonly writes: number };
}

/** What became of one change. `place` is where its entity is declared; `because` the address of the root cause. */
export interface OutcomeRecord {
  readonly address: Address;
  readonly kind: string;
  readonly action: Action;
  readonly status: 'done' | 'failed' | 'skipped' | 'not-started';
  readonly id?: number;
  readonly from?: string;
  readonly to?: string;
  readonly failure?: { readonly kind: string; readonly message: string; readonly code?: string };
  readonly because?: Address;
  readonly reason?: string;
  readonly retires?: string;
  readonly place?: JsonPlace;
}

export interface OutcomeSummary {
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly notStarted: number;
  readonly keep: number;
}

/** `requests` are those of the whole command; `durationMs` is the applying alone, `planningMs` what came before it. */
export interface ApplyRecord {
  readonly outcomes: readonly OutcomeRecord[];
  readonly summary: OutcomeSummary;
  readonly requests: { readonly reads: number; readonly writes: number; readonly retries: number };
  readonly durationMs: number;
  readonly planningMs: number;
  /** The plan made after it, with `apply --verify`. */
  readonly verification?: PlanRecord;
}

/**
 * What is still in the target after a destroy, and why: ION only retires it, ION refused to delete it, something that
 * remains refers to it, its delete failed on the way, or was not started.
 */
export interface Remains {
  readonly address: Address;
  readonly kind: string;
  readonly cause: 'retired' | 'refused' | 'held' | 'failed' | 'not-started';
  readonly reason: string;
}

export interface DestroyRecord extends ApplyRecord {
  readonly remains: readonly Remains[];
}

/** Everything that is wrong with the fixtures. `entities` counts what they declare, by kind. */
export interface ValidateRecord {
  readonly diagnostics: readonly JsonDiagnostic[];
  readonly entities: Readonly<Record<string, number>>;
}
