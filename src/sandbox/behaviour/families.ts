// All families that have behaviour of their own.
import type { Family } from '../resolve/scope.ts';

export const families: readonly Family[] = [];
