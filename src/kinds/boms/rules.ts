/** What ION would refuse of boms, and what needs no target to know. */
import type { Rule } from '../kind.ts';

export const bomRules: readonly Rule[] = [];
