// Copies the validations of a step's field, to another step or to a run.
import { insertRow, rowsWhere } from '../resolve/rows.ts';
import type { Scope } from '../resolve/scope.ts';
import type { SqlValue } from '../store/sqlite.ts';
import { copiedValues } from './copy.ts';

/** Copies the validations of one step field to another. */
export const copyValidations = (scope: Scope, from: SqlValue, to: SqlValue): void => {
  for (const row of rowsWhere(scope, 'StepFieldValidation', { fieldId: from })) {
    insertRow(scope, 'StepFieldValidation', {
      ...copiedValues('StepFieldValidation', 'StepFieldValidation', row),
      fieldId: to,
    });
  }
};

/** Gives a run step field the validations of the field that it was copied from. */
export const copyValidationsToRun = (scope: Scope, from: SqlValue, to: SqlValue): void => {
  for (const row of rowsWhere(scope, 'StepFieldValidation', { fieldId: from })) {
    const values = copiedValues('StepFieldValidation', 'RunStepFieldValidation', row);
    insertRow(scope, 'RunStepFieldValidation', { ...values, runStepFieldId: to, validationId: row['id'] });
  }
};
