// Contacts, whom locations name.
import type { TableSpec } from './table.ts';

export const contactTables: readonly TableSpec[] = [{ type: 'Contact' }];
