/** Writes what an apply did as its JSON record. */
import type { ApplyResult, Outcome } from '../apply/outcome.ts';
import { placeOf } from '../diagnostics/to-json.ts';
import type { Change } from '../plan/change.ts';
import type { Failure } from '../remote/failure.ts';
import type { DesiredState } from '../state/entity.ts';
import type { ApplyRecord, OutcomeRecord, OutcomeSummary } from './records.ts';

export type ApplyFacts = Pick<ApplyRecord, 'requests' | 'durationMs' | 'planningMs'>;

export function applyRecord(result: ApplyResult, desired: DesiredState, facts: ApplyFacts): ApplyRecord {
  const outcomes = result.outcomes.map(outcome => outcomeRecord(outcome, desired));
  return { outcomes, summary: summarise(outcomes, result.keep), ...facts };
}

function summarise(outcomes: readonly OutcomeRecord[], keep: number): OutcomeSummary {
  const count = (status: OutcomeRecord['status']) => outcomes.filter(outcome => outcome.status === status).length;
  return {
    done: count('done'),
    failed: count('failed'),
    skipped: count('skipped'),
    notStarted: count('not-started'),
    keep,
  };
}

function outcomeRecord(outcome: Outcome, desired: DesiredState): OutcomeRecord {
  const { address, kind, action } = outcome.change;
  const base = { address, kind, action, status: outcome.status, ...states(outcome.change) };
  switch (outcome.status) {
    case 'done':
      return outcome.id === undefined ? base : { ...base, id: outcome.id };
    case 'failed':
      return { ...base, failure: failureRecord(outcome.failure), ...declaredAt(outcome.change, desired) };
    case 'skipped':
      return { ...base, because: outcome.because, reason: outcome.reason };
    case 'not-started':
      return base;
  }
}

function states(change: Change): Partial<OutcomeRecord> {
  if (change.action === 'transition') return { from: change.from, to: change.to };
  return change.action === 'delete' && change.retires !== undefined ? { retires: change.retires } : {};
}

function failureRecord({ kind, message, code }: Failure): NonNullable<OutcomeRecord['failure']> {
  return { kind, message, ...(code !== undefined && { code }) };
}

/** The key of the declaration, in the form that diagnostics have. */
function declaredAt({ address }: Change, desired: DesiredState): Partial<OutcomeRecord> {
  const origin = desired.entities.get(address)?.origin;
  return origin ? { place: placeOf(origin.locate(origin.path, 'key')) } : {};
}
