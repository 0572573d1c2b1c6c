/** Values can be set only while a step is IN_PROGRESS, so only steps that have been there hold any. [EX order of calls; inferred] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { referrers } from '../../../state/referrers.ts';
import { declaredAt, declaredOf, ownKey } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { hasBegun } from '../progress.ts';

function isRecorded({ fields }: Entity): boolean {
  return (fields['value'] ?? null) !== null || fields['notApplicable'] === true;
}

function problemOf(entity: Entity, state: DesiredState): readonly Finding[] {
  const values = referrers(state, 'run-step-field', 'step', entity.address);
  const status = String(entity.fields['status'] ?? 'TODO');
  if (hasBegun(status) || !values.some(isRecorded)) return [];
  const key = ownKey(entity, declaredAt(entity, 'run', state));
  const message = `step "${key}" has values, but is ${status}: ION takes them only while a step is IN_PROGRESS`;
  const help = 'let the step be IN_PROGRESS or further, or take the values away';
  return [{ code: 'bad-value', entity, path: ['values'], part: 'key', message, help }];
}

export const valuesOfBegunSteps: Rule = state =>
  declaredOf('run-step', state).flatMap(runStep =>
    declaredAt(runStep, 'step', state) ? problemOf(runStep, state) : [],
  );
