/** The states of what ION has versions of: BOMs, procedures, standard steps. */
import type { Lifecycle } from './kind.ts';

/** A draft is edited; what is past that gets a new version instead. [docs versions] */
export const VERSIONED = {
  field: 'status',
  initial: 'DRAFT',
  open: 'DRAFT',
  // Through review, so that tenants that insist on it are satisfied too. [docs versions]
  next: { DRAFT: ['IN_REVIEW'], IN_REVIEW: ['RELEASED'], RELEASED: ['ARCHIVED'] },
} as const satisfies Lifecycle;
