/** What ION would refuse of runs, and what needs no target to know. */
import type { Rule } from '../kind.ts';

export const runRules: readonly Rule[] = [];
