/** A step begins when all upstream of it are COMPLETE and the step around it has begun. [MAN runs] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { referrers } from '../../../state/referrers.ts';
import { declaredAt } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { stepKey } from '../../procedures/nesting.ts';
import { inWords } from '../../wording.ts';
import { runStepOf } from '../complete-runs.ts';
import { hasBegun, type Progress, progressOf, statusIn } from '../progress.ts';

type Place = NonNullable<Finding['related']>[number];

/** Where a step of the run is said to stand; where the procedure puts it first, when the run does not say. */
function placeOf(step: Entity, edge: Entity, run: Entity, state: DesiredState): Place {
  const declared = runStepOf(run.address, step.address, state);
  const name = stepKey(step, state);
  if (declared?.fields['status'] !== undefined) {
    return { entity: declared, path: ['status'], part: 'value', message: `"${name}" is declared here` };
  }
  return {
    entity: edge,
    path: [],
    part: edge.kind === 'step-edge' ? 'value' : 'key',
    message: `the run says nothing of "${name}"`,
  };
}

function finding(
  { runStep, run, key, status }: Progress,
  why: string,
  help: string,
  related: readonly Place[],
): Finding {
  const message = `step "${key}" of run "${run.key}" cannot be ${status} while ${why}`;
  return { code: 'bad-value', entity: runStep, path: ['status'], part: 'value', message, help, related };
}

function beforeUpstream(progress: Progress, state: DesiredState): readonly Finding[] {
  const { step, run, status } = progress;
  const edges = referrers(state, 'step-edge', 'step', step.address);
  const waiting = edges.flatMap(edge => {
    const upstream = declaredAt(edge, 'upstream', state);
    return upstream && statusIn(run, upstream, state) !== 'COMPLETE' ? [{ edge, upstream }] : [];
  });
  if (!hasBegun(status) || waiting.length === 0) return [];
  const why = waiting.map(
    ({ upstream }) => `"${stepKey(upstream, state)}" before it is ${statusIn(run, upstream, state)}`,
  );
  const related = waiting.map(({ edge, upstream }) => placeOf(upstream, edge, run, state));
  return [finding(progress, inWords(why, 'and'), 'complete what comes before it, or set it back to TODO', related)];
}

function beforeParent(progress: Progress, state: DesiredState): readonly Finding[] {
  const { step, run, status } = progress;
  const parent = declaredAt(step, 'parent', state);
  if (!parent || !hasBegun(status) || hasBegun(statusIn(run, parent, state))) return [];
  const why = `"${stepKey(parent, state)}" around it is ${statusIn(run, parent, state)}`;
  const help = `let "${stepKey(parent, state)}" be IN_PROGRESS or further`;
  return [finding(progress, why, help, [placeOf(parent, step, run, state)])];
}

export const beginsInOrder: Rule = state =>
  progressOf(state).flatMap(progress => [...beforeUpstream(progress, state), ...beforeParent(progress, state)]);
