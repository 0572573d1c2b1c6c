/** A value is of its field's type, and one of its options. [SDL field types; what each takes is inferred from its name] */

import type { Entity } from '../../../state/entity.ts';
import { normalForm } from '../../../state/normal-form.ts';
import type { Value } from '../../../state/value.ts';
import { declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { inWords, shown } from '../../wording.ts';
import { fieldOfValue } from '../recorded-fields.ts';

/** What a date and a time in any of the spellings that people use comes to. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

type Problem = Pick<Finding, 'message' | 'help' | 'meant' | 'path'>;
type Check = (value: Value, field: Entity) => Problem | undefined;

function mistyped(value: Value, field: Entity, wanted: string, help: string): Problem {
  const { name, type } = field.fields;
  return { path: [], message: `"${name}" is a ${type} field and takes ${wanted}, not ${shown(value)}`, help };
}

function notAnOption(value: Value, field: Entity, path: Problem['path']): Problem {
  const among = optionsOf(field);
  const message = `"${field.fields['name']}" has no option ${shown(value)}`;
  const help = `it may be ${inWords(among, 'or')}`;
  return { path, message, help, meant: { name: String(value), among } };
}

function optionsOf(field: Entity): readonly string[] {
  const { options = null } = field.fields;
  return Array.isArray(options) ? options.map(String) : [];
}

/** A field without options has been reported for that. */
function isOption(value: Value, field: Entity): boolean {
  const options = optionsOf(field);
  return options.length === 0 || options.some(option => option === value);
}

function checkText(value: Value, field: Entity): Problem | undefined {
  return typeof value === 'string'
    ? undefined
    : mistyped(value, field, 'text', `put it in quotes: ${shown(String(value))}`);
}

function checkNumber(value: Value, field: Entity): Problem | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return undefined;
  const isNumeric = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  const unit =
    typeof field.fields['unit'] === 'string' ? `; its unit ${field.fields['unit']} is given by the field` : '';
  return mistyped(value, field, 'a number', isNumeric ? 'write it without quotes' : `write the bare number${unit}`);
}

function checkBoolean(value: Value, field: Entity): Problem | undefined {
  return typeof value === 'boolean'
    ? undefined
    : mistyped(value, field, 'true or false', 'write true or false, without quotes');
}

function checkInstant(value: Value, field: Entity): Problem | undefined {
  if (INSTANT.test(String(normalForm('date', value)))) return undefined;
  return mistyped(value, field, 'a point in time', 'write it as 2026-03-09T08:00:00Z');
}

function checkOption(value: Value, field: Entity): Problem | undefined {
  return isOption(value, field) ? undefined : notAnOption(value, field, []);
}

function checkOptions(value: Value, field: Entity): Problem | undefined {
  if (!Array.isArray(value)) return mistyped(value, field, 'a list of options', `write a list: [${shown(value)}]`);
  const index = value.findIndex((option: Value) => !isOption(option, field));
  return index < 0 ? undefined : notAnOption(value[index] ?? null, field, [index]);
}

/** Of the other types the values are the target's own: files, signatures, objects. */
const CHECKS: Readonly<Record<string, Check>> = {
  STRING: checkText,
  NUMBER: checkNumber,
  BOOLEAN: checkBoolean,
  DATETIME: checkInstant,
  SELECT: checkOption,
  MULTISELECT: checkOptions,
};

/** What keeps a field, or a column of a datagrid, from taking a value; undefined where it takes it. */
export function valueProblem(value: Value, field: Entity): Problem | undefined {
  return value === null ? undefined : CHECKS[String(field.fields['type'])]?.(value, field);
}

export const valuesOfTheirType: Rule = state =>
  declaredOf('run-step-field', state).flatMap((entity): readonly Finding[] => {
    const field = fieldOfValue(entity, state);
    if (!field) return [];
    const problem = ownProblem(entity, field) ?? absenceProblem(entity, field);
    return problem ? [{ code: 'bad-value', entity, part: 'value', ...problem }] : [];
  });

/** Where a value stands in a mapping, what is wrong with it is shown in there. */
function ownProblem({ fields, origin }: Entity, field: Entity): Problem | undefined {
  const problem = valueProblem(fields['value'] ?? null, field);
  return problem && { ...problem, path: [...(origin?.fieldPaths?.['value'] ? [] : ['value']), ...problem.path] };
}

/** Not every field may be marked as not applicable. [SDL allowNotApplicable; that ION refuses it is inferred] */
function absenceProblem({ fields: { notApplicable } }: Entity, field: Entity): Problem | undefined {
  if (notApplicable !== true || field.fields['allowNotApplicable'] === true) return undefined;
  const message = `"${field.fields['name']}" cannot be marked as not applicable`;
  return { path: ['notApplicable'], message, help: 'give it a value, or let the field have allowNotApplicable: true' };
}
