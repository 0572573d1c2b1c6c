/** What ION would refuse of kits, and what needs no target to know. */
import type { Rule } from '../kind.ts';
import { issuedOfItsPart } from './rules/issued-of-its-part.ts';
import { moreIssuedThanThere } from './rules/more-issued-than-there.ts';

export const kitRules: readonly Rule[] = [issuedOfItsPart, moreIssuedThanThere];
