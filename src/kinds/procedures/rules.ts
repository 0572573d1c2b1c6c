/** What ION would refuse of procedures, and what needs no target to know. */
import type { Rule } from '../kind.ts';

export const procedureRules: readonly Rule[] = [];
