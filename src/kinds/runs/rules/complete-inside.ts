/** A step is COMPLETE only when the steps inside it are, or have been CANCELED. [inferred] */
import type { DesiredState } from '../../../state/entity.ts';
import { referrers } from '../../../state/referrers.ts';
import type { Finding, Rule } from '../../kind.ts';
import { stepKey } from '../../procedures/nesting.ts';
import { inWords } from '../../wording.ts';
import { type Progress, progressOf, statusIn } from '../progress.ts';

const DONE: readonly string[] = ['COMPLETE', 'CANCELED'];

function problemOf({ runStep, step, run, key, status }: Progress, state: DesiredState): readonly Finding[] {
  const inside = referrers(state, 'step', 'parent', step.address);
  const open = inside.filter(child => !DONE.includes(statusIn(run, child, state)));
  if (status !== 'COMPLETE' || open.length === 0) return [];
  const why = open.map(child => `"${stepKey(child, state)}" inside it is ${statusIn(run, child, state)}`);
  const message = `step "${key}" of run "${run.key}" cannot be COMPLETE while ${inWords(why, 'and')}`;
  const related = open.map(child => ({ entity: child, path: [], part: 'key' as const, message: 'inside it' }));
  const help = 'complete what is inside it, or let it be IN_PROGRESS';
  return [{ code: 'bad-value', entity: runStep, path: ['status'], part: 'value', message, help, related }];
}

export const completeInside: Rule = state => progressOf(state).flatMap(progress => problemOf(progress, state));
