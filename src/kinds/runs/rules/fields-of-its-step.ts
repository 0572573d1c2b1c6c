/** The fields of a run step are copies of the fields of its step, and go by their names. [GUIDE] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { declaredAt, declaredOf, ownKey } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { inWords, quoted } from '../../wording.ts';
import { fieldOfValue, fieldsOfStep } from '../recorded-fields.ts';

function unknownField(entity: Entity, step: Entity, fields: readonly Entity[], state: DesiredState): Finding {
  const procedure = declaredAt(step, 'procedure', state);
  const name = String(entity.fields['name']);
  const among = fields.map(field => String(field.fields['name']));
  const message = `step "${ownKey(step, procedure)}" of procedure "${procedure?.key}" has no field "${name}"`;
  const help = among.length > 0 ? `it has ${inWords(among.map(quoted), 'and')}` : 'the step has no fields';
  const related = [{ entity: step, path: [], part: 'key' as const, message: 'the step' }];
  return { code: 'unknown-reference', entity, path: [], part: 'key', message, help, meant: { name, among }, related };
}

export const fieldsOfItsStep: Rule = state =>
  declaredOf('run-step-field', state).flatMap(entity => {
    const step = declaredAt(declaredAt(entity, 'step', state), 'step', state);
    const fields = step && fieldsOfStep(step, state);
    if (!fields || fieldOfValue(entity, state)) return [];
    return [unknownField(entity, step, fields, state)];
  });
