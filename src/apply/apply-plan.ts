/** The only code that changes the target. */
import type { Change, Plan } from '../plan/change.ts';
import { Failure, isFailure } from '../remote/failure.ts';
import type { Address } from '../state/entity.ts';
import type { ApplyEvent, ApplyResult, Outcome } from './outcome.ts';
import { perform } from './perform.ts';
import { runSchedule } from './scheduler.ts';
import type { Session } from './session.ts';

export interface ApplyOptions extends Session {
  /** Aborting starts nothing new; what runs is finished. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: ApplyEvent) => void) | undefined;
}

/** Why a change cannot be tried: the root cause, or that the apply was stopped before what it depends on. */
type Cause = 'stopped' | { readonly address: Address; readonly reason: string };

/** After these nothing else can succeed either: the target is gone, or does not know us any more. */
function isTargetLost(outcome: Outcome): boolean {
  return outcome.status === 'failed' && isFailure(outcome.failure, 'unreachable', 'unauthorized');
}

/** A change that was stopped before anything of it was sent has not started. */
function ended(change: Change, error: unknown): Outcome {
  if (!(error instanceof Failure)) throw error;
  const isStopped = error.kind === 'interrupted' && !error.lost;
  return isStopped ? { change, status: 'not-started' } : { change, status: 'failed', failure: error };
}

function causeOf(outcome: Outcome): Cause | undefined {
  const { address } = outcome.change;
  switch (outcome.status) {
    case 'done':
      return undefined;
    case 'failed':
      return { address, reason: outcome.failure.message };
    case 'skipped':
      return { address: outcome.because, reason: outcome.reason };
    case 'not-started':
      return 'stopped';
  }
}

async function outcomeOf(change: Change, options: ApplyOptions): Promise<Outcome> {
  if (change.action === 'blocked') return { change, status: 'skipped', because: change.address, reason: change.reason };
  options.onEvent?.({ type: 'started', address: change.address, action: change.action });
  try {
    const done = await perform(change, options);
    const id = options.known.entities.get(change.address)?.numbers['id'];
    return { change: done, status: 'done', ...(id !== undefined && { id }) };
  } catch (error) {
    return ended(change, error);
  }
}

/**
 * Applies a plan. A failed change fails alone: its dependents are skipped and name it, everything else goes on, unless the
 * target is gone: then nothing new starts. Never rejects for what the target does; the result tells it.
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<ApplyResult> {
  const changes = plan.changes.filter(change => change.action !== 'keep');
  const outcomes = new Map<string, Outcome>();
  const end = (outcome: Outcome): Cause | undefined => {
    if (isTargetLost(outcome)) lost.abort();
    outcomes.set(outcome.change.id, outcome);
    options.onEvent?.({ type: 'ended', outcome });
    return causeOf(outcome);
  };
  const lost = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, lost.signal]) : lost.signal;
  await runSchedule<Change, Cause>(changes, {
    perform: async change => end(await outcomeOf(change, options)),
    onSkip: (change, cause) => {
      end(
        cause === 'stopped'
          ? { change, status: 'not-started' }
          : { change, status: 'skipped', because: cause.address, reason: cause.reason },
      );
    },
    // Twice as many as requests may be under way: enough to keep them all busy, few enough to stop at once.
    window: () => 2 * options.transport.limit,
    signal,
  });
  return {
    outcomes: changes.map(change => outcomes.get(change.id) ?? { change, status: 'not-started' }),
    keep: plan.changes.length - changes.length,
  };
}
