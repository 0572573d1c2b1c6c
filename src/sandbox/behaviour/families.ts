// All families that have behaviour of their own.
import type { Family } from '../resolve/scope.ts';
import { labels } from './labels.ts';
import { locations } from './locations.ts';
import { mboms } from './mboms.ts';
import { organization } from './organization.ts';
import { parts } from './parts.ts';

export const families: readonly Family[] = [organization, locations, labels, parts, mboms];
