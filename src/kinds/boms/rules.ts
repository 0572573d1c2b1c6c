/** What ION would refuse of BOMs, and what needs no target to know. */
import type { Rule } from '../kind.ts';
import { containsItself } from './rules/contains-itself.ts';
import { substitutesItself } from './rules/substitutes-itself.ts';

export const bomRules: readonly Rule[] = [containsItself, substitutesItself];
