/** What ION would refuse of issues, and what needs no target to know. */
import type { Rule } from '../kind.ts';
import { disposedBeyondPending } from './rules/disposed-beyond-pending.ts';

export const issueRules: readonly Rule[] = [disposedBeyondPending];
