/** A step is COMPLETE only with a value in every required field that applies. [MAN runs, SDL notApplicable] */
import { addressOf, type DesiredState, type Entity } from '../../../state/entity.ts';
import { referrers } from '../../../state/referrers.ts';
import type { Finding, Rule } from '../../kind.ts';
import { inWords, quoted } from '../../wording.ts';
import { type Progress, progressOf } from '../progress.ts';
import { fieldOfValue, fieldsOfStep } from '../recorded-fields.ts';

/** What a file can give no value for: files, signatures and the target's own objects. */
const UNSEEDED: readonly unknown[] = ['FILE_ATTACHMENT', 'ION', 'SIGNOFF', 'TOOL'];

/** Whether a value stands under a name that no field has: it may be the one that is missing, and has been reported. */
function hasMisnamed(runStep: Entity, state: DesiredState): boolean {
  const values = referrers(state, 'run-step-field', 'step', runStep.address);
  return values.some(value => !fieldOfValue(value, state));
}

function isEmpty(runStep: Entity, field: Entity, state: DesiredState): boolean {
  const address = addressOf('run-step-field', `${runStep.key}.${field.fields['name']}`);
  const { value = null, notApplicable = false } = state.entities.get(address)?.fields ?? {};
  if (notApplicable === true) return false;
  return value === null || (Array.isArray(value) && value.length === 0);
}

function helpFor(fields: readonly Entity[]): string {
  const unseeded = fields.find(({ fields: { type } }) => UNSEEDED.includes(type));
  if (!unseeded) return 'give the values, or let the step be IN_PROGRESS';
  return `a ${unseeded.fields['type']} cannot come from a fixture: let the step be IN_PROGRESS, or the field not be required`;
}

function problemOf({ runStep, step, run, key, status }: Progress, state: DesiredState): readonly Finding[] {
  const required = (fieldsOfStep(step, state) ?? []).filter(({ fields }) => fields['required'] === true);
  const empty = required.filter(field => isEmpty(runStep, field, state));
  if (status !== 'COMPLETE' || empty.length === 0 || hasMisnamed(runStep, state)) return [];
  const names = empty.map(({ fields }) => quoted(String(fields['name'])));
  const message = `step "${key}" of run "${run.key}" cannot be COMPLETE without a value for ${inWords(names, 'and')}`;
  const related = empty.map(entity => ({
    entity,
    path: ['required'],
    part: 'value' as const,
    message: 'required here',
  }));
  return [
    { code: 'missing-field', entity: runStep, path: ['values'], part: 'key', message, help: helpFor(empty), related },
  ];
}

export const requiredValues: Rule = state => progressOf(state).flatMap(progress => problemOf(progress, state));
