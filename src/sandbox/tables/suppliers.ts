// Suppliers.
import { entityLabels } from './join.ts';
import type { TableSpec } from './table.ts';

export const supplierTables: readonly TableSpec[] = [
  { type: 'Supplier', entity: 'SUPPLIERS', relations: { labels: entityLabels } },
];
