/** What ION would refuse of inventory, and what needs no target to know. */
import type { Rule } from '../kind.ts';

export const inventoryRules: readonly Rule[] = [];
