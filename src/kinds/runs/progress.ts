/** How far the steps of a run are declared to be. */
import type { DesiredState, Entity } from '../../state/entity.ts';
import { declaredAt, declaredOf, ownKey } from '../declared.ts';
import { runStepOf } from './complete-runs.ts';

/** A run step that a file declares, with the step of the procedure that it is a copy of. */
export interface Progress {
  readonly runStep: Entity;
  readonly step: Entity;
  readonly run: Entity;
  /** As its author wrote it. */
  readonly key: string;
  readonly status: string;
}

const BEGUN: readonly string[] = ['IN_PROGRESS', 'COMPLETE', 'FAILED', 'HOLD'];

/**
 * Whether a step with this status has been IN_PROGRESS when an apply takes it there. CANCELED does not tell, and ION lets a
 * TODO be canceled [inferred]; it lets one fail too [docs step-execution], which an apply never makes use of.
 */
export function hasBegun(status: string): boolean {
  return BEGUN.includes(status);
}

/** The declared steps of all runs, as far as their procedures have them. */
export function progressOf(state: DesiredState): readonly Progress[] {
  return declaredOf('run-step', state).flatMap(runStep => {
    const run = declaredAt(runStep, 'run', state);
    const step = declaredAt(runStep, 'step', state);
    if (!run || !step || runStep.fields['status'] === undefined) return [];
    return [{ runStep, step, run, key: ownKey(runStep, run), status: String(runStep.fields['status']) }];
  });
}

/** Where a step of a run stands: a run begins with every step TODO, and so does what no file says otherwise of. */
export function statusIn(run: Entity, step: Entity, state: DesiredState): string {
  return String(runStepOf(run.address, step.address, state)?.fields['status'] ?? 'TODO');
}
