/** What became of the changes of a plan. */
import type { Action, Change } from '../plan/change.ts';
import type { Failure } from '../remote/failure.ts';
import type { Address } from '../state/entity.ts';

/** The end of one change. */
export type Outcome =
  | { readonly change: Change; readonly status: 'done'; readonly id?: number }
  | { readonly change: Change; readonly status: 'failed'; readonly failure: Failure }
  /** Not tried: it depends on what failed, or is blocked. `because` names the root cause. */
  | { readonly change: Change; readonly status: 'skipped'; readonly because: Address; readonly reason: string }
  /** Not tried: the apply was stopped before. */
  | { readonly change: Change; readonly status: 'not-started' };

export interface ApplyResult {
  /** One for every change that is not `keep`, in the order of the plan. */
  readonly outcomes: readonly Outcome[];
  readonly keep: number;
}

/** What a progress display can follow. */
export type ApplyEvent =
  | { readonly type: 'started'; readonly address: Address; readonly action: Action }
  | { readonly type: 'ended'; readonly outcome: Outcome };
