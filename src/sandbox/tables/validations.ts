// Validations: which of ION's functions checks a field's value, and what it said of a run's.
import type { TableSpec } from './table.ts';

export const validationTables: readonly TableSpec[] = [
  { type: 'ValidationFunction', columns: { _created: 'DateTime', _updated: 'DateTime', _etag: 'String' } },
  { type: 'StepFieldValidation', owners: ['fieldId'], order: ['position'] },
  {
    type: 'RunStepFieldValidation',
    unrelated: ['batchSiblings'],
    owners: ['runStepFieldId'],
    order: ['position'],
    defaults: { result: 'PENDING' },
    computed: { batched: () => '0' },
  },
];

/** What the functions are is not documented, but for a number to compare with [SDL]; names and meanings are inferred. */
export const VALIDATION_FUNCTIONS: readonly { readonly functionName: string; readonly displayName: string }[] = [
  { functionName: 'equal_to', displayName: 'Equal to' },
  { functionName: 'not_equal_to', displayName: 'Not equal to' },
  { functionName: 'greater_than', displayName: 'Greater than' },
  { functionName: 'greater_than_or_equal_to', displayName: 'Greater than or equal to' },
  { functionName: 'less_than', displayName: 'Less than' },
  { functionName: 'less_than_or_equal_to', displayName: 'Less than or equal to' },
];
