/** Choices have options, and nothing else has; so it is with the sort of object that an ION attribute takes. [SDL] */
import type { Entity } from '../../../state/entity.ts';
import type { Finding, Rule } from '../../kind.ts';
import { definitionsIn } from '../definitions.ts';

/** A field that goes with some types: they need it, or can have it, and no other can. */
interface Companion {
  readonly field: string;
  readonly types: readonly string[];
  readonly isNeeded: boolean;
  readonly example: string;
}

const COMPANIONS: readonly Companion[] = [
  { field: 'options', types: ['SELECT', 'MULTISELECT'], isNeeded: true, example: 'options: [first, second]' },
  { field: 'allowedIonType', types: ['ION'], isNeeded: false, example: 'allowedIonType: PARTS' },
];

function findingOf(entity: Entity, { field, types, isNeeded, example }: Companion): readonly Finding[] {
  const type = String(entity.fields['type']);
  const value = entity.fields[field] ?? null;
  const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
  if (types.includes(type)) {
    if (!isEmpty || !isNeeded) return [];
    const message = `an attribute of type ${type} needs ${field}`;
    return [{ code: 'missing-field', entity, path: [], part: 'key', message, help: `add "${example}"` }];
  }
  if (isEmpty) return [];
  const message = `an attribute of type ${type} takes no ${field}`;
  return [{ code: 'bad-value', entity, path: [field], part: 'key', message, help: `only ${types.join(' and ')} do` }];
}

export const definitionsOfTheirType: Rule = state =>
  definitionsIn(state).flatMap(entity => COMPANIONS.flatMap(companion => findingOf(entity, companion)));
