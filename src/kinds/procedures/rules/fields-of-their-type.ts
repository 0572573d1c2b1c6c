/** What can be said of a step field, or of a datagrid's column, depends on its type. [SDL; which settings belong to which type is inferred from their names] */

import type { Entity } from '../../../state/entity.ts';
import { isMapping, type Value } from '../../../state/value.ts';
import { declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { inWords } from '../../wording.ts';

const SELECTS: readonly string[] = ['SELECT', 'MULTISELECT'];

/** Settings that mean something for some types only. */
const BELONGS_TO: Readonly<Record<string, readonly string[]>> = {
  options: SELECTS,
  signoffRole: ['SIGNOFF'],
  allowedIonType: ['ION'],
};

function isEmpty(value: Value | undefined): boolean {
  return (
    (value ?? null) === null ||
    (Array.isArray(value) && value.length === 0) ||
    (isMapping(value) && !('lookup' in value))
  );
}

function foreignSettings(field: Entity): readonly Finding[] {
  const { name, type } = field.fields;
  const foreign = Object.entries(BELONGS_TO).filter(
    ([setting, types]) => !isEmpty(field.fields[setting]) && !types.includes(String(type)),
  );
  return foreign.map(([setting, types]) => {
    const message = `"${setting}" is for fields of type ${inWords(types, 'or')}, and "${name}" is of type ${type}`;
    const help = `take it away, or change the type`;
    return { code: 'bad-value', entity: field, path: [setting], part: 'key', message, help };
  });
}

function missingOptions(field: Entity): readonly Finding[] {
  const { name, type, options } = field.fields;
  if (!SELECTS.includes(String(type)) || !isEmpty(options)) return [];
  const message = `field "${name}" is of type ${type} and has no options to choose from`;
  return [
    { code: 'missing-field', entity: field, path: ['options'], part: 'key', message, help: 'add options: [...]' },
  ];
}

export const fieldsOfTheirType: Rule = state =>
  ['step-field', 'datagrid-column', 'standard-step-field', 'standard-datagrid-column']
    .flatMap(kind => declaredOf(kind, state))
    .flatMap(field => [...missingOptions(field), ...foreignSettings(field)]);
