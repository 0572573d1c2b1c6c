/** An attribute's value is of the type that the organisation defines, and one of its options. [SDL; what each type takes is inferred from its name] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { isSameAny, normalForm } from '../../../state/normal-form.ts';
import { mappingOf, type Value } from '../../../state/value.ts';
import type { Finding, Rule } from '../../kind.ts';
import { inWords, shown } from '../../wording.ts';
import { definitionsIn } from '../definitions.ts';
import { OBJECT_TYPES } from '../object-types.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** What a type takes, in words and as a test. Of files and objects the values are the target's own. */
const TYPES: Readonly<Record<string, readonly [wanted: string, (value: Value) => boolean]>> = {
  STRING: ['text', value => typeof value === 'string'],
  NUMBER: ['a number', value => typeof value === 'number'],
  BOOLEAN: ['true or false', value => typeof value === 'boolean'],
  DATETIME: ['a point in time such as 2026-03-09T08:00:00Z', value => INSTANT.test(String(normalForm('date', value)))],
  SELECT: ['one of its options', value => !Array.isArray(value)],
  MULTISELECT: ['a list of its options', value => Array.isArray(value)],
};

type Problem = Pick<Finding, 'message' | 'help' | 'meant'>;

function problemOf(key: string, value: Value, { fields: { type, options = null } }: Entity): Problem | undefined {
  const [wanted = '', fits] = TYPES[String(type)] ?? [];
  if (fits && !fits(value))
    return { message: `the attribute "${key}" is a ${type} and takes ${wanted}, not ${shown(value)}` };
  if (!Array.isArray(options) || options.length === 0) return undefined;
  const among = options.map(String);
  const wrong = [value].flat().find(one => !options.some((option: Value) => isSameAny(option, one)));
  if (wrong === undefined) return undefined;
  const message = `the attribute "${key}" has no option ${shown(wrong)}`;
  return { message, help: `it may be ${inWords(among, 'or')}`, meant: { name: String(wrong), among } };
}

function definitionsByName(state: DesiredState): ReadonlyMap<string, Entity> {
  return new Map(
    definitionsIn(state).flatMap(entity => {
      const { objectType, key } = entity.fields;
      const kinds = OBJECT_TYPES[String(objectType)]?.kinds ?? [];
      return kinds.map(kind => [`${kind}.${key}`, entity] as const);
    }),
  );
}

function findingsOf(entity: Entity, definitions: ReadonlyMap<string, Entity>): readonly Finding[] {
  const { attributes } = entity.fields;
  return Object.entries(mappingOf(attributes)).flatMap(([key, value]): readonly Finding[] => {
    const definition = definitions.get(`${entity.kind}.${key}`);
    const problem = definition && value !== null ? problemOf(key, value, definition) : undefined;
    if (!definition || !problem) return [];
    const related = [{ entity: definition, path: [], part: 'key' as const, message: 'it is defined here' }];
    return [{ code: 'bad-value', entity, path: ['attributes', key], part: 'value', ...problem, related }];
  });
}

export const valuesOfTheirDefinition: Rule = state => {
  const definitions = definitionsByName(state);
  if (definitions.size === 0) return [];
  return [...state.entities.values()].flatMap(entity => findingsOf(entity, definitions));
};
