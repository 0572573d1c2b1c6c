/** What ION would refuse of orders and receipts, or could not tell apart, and what needs no target to know. */
import type { Rule } from '../kind.ts';
import { broughtOnlyOnce } from './rules/brought-only-once.ts';
import { linesToldApart } from './rules/lines-told-apart.ts';
import { moreReceivedThanOrdered } from './rules/more-received-than-ordered.ts';
import { receivedAsAWhole } from './rules/received-as-a-whole.ts';
import { receivedFromSomewhere } from './rules/received-from-somewhere.ts';
import { receivedOfPlaced } from './rules/received-of-placed.ts';
import { receivedWithItsNumber } from './rules/received-with-its-number.ts';

export const purchasingRules: readonly Rule[] = [
  linesToldApart,
  receivedFromSomewhere,
  receivedOfPlaced,
  receivedAsAWhole,
  receivedWithItsNumber,
  moreReceivedThanOrdered,
  broughtOnlyOnce,
];
