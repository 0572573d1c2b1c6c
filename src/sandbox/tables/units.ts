// Units of measurement and currencies: a `type` each. Whether ION keeps it unique is not documented, so it is not enforced.
import type { TableSpec } from './table.ts';

export const unitTables: readonly TableSpec[] = [{ type: 'UnitOfMeasurement' }, { type: 'Currency' }];
