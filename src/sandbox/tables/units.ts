// Units of measurement and currencies: a `type` each. Whether ION keeps it unique is not documented, so it is not enforced.
import type { TableSpec } from './table.ts';

const computed = { prettyStr: (row: string): string => `${row}."type"` };

export const unitTables: readonly TableSpec[] = [
  { type: 'UnitOfMeasurement', computed },
  { type: 'Currency', computed },
];
