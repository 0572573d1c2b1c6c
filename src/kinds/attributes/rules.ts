/** What ION would refuse of attribute definitions and of the values that objects have for them. */
import type { Rule } from '../kind.ts';
import { definitionsOfTheirType } from './rules/definitions-of-their-type.ts';
import { valuesOfTheirDefinition } from './rules/values-of-their-definition.ts';

export const attributeRules: readonly Rule[] = [definitionsOfTheirType, valuesOfTheirDefinition];
