// Datagrids: columns and rows are part of a step, values are entered at their crossings.
import { fileColumn } from '../resolve/file-value.ts';
import { invalid } from '../resolve/refusals.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, touchRow, updateRow } from '../resolve/rows.ts';
import type { Behaviour, Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { requireDraftStep } from './draft-steps.ts';
import { checkFieldValue } from './field-values.ts';

type Owner = Readonly<Record<string, unknown>>;

const requireRedline = (scope: Scope, runStepId: unknown): void => {
  const step = rowOf(scope, 'RunStep', runStepId);
  if (step['status'] !== 'REDLINE') {
    throw invalid(
      `Run step ${step['id']} is ${step['status']}; its datagrid can be edited only while it is a REDLINE.`,
    );
  }
};

/** A grid belongs to a step of a draft, or to a run step that is being redlined (the latter inferred). */
const requireEditable = (scope: Scope, owner: Owner): void => {
  if ((owner['stepId'] == null) === (owner['runStepId'] == null)) {
    throw invalid('A datagrid column or row needs stepId or runStepId, and not both.');
  }
  if (owner['stepId'] == null) requireRedline(scope, owner['runStepId']);
  else requireDraftStep(scope, owner['stepId']);
};

const touchProcedure = (scope: Scope, { stepId }: Owner): void => {
  if (stepId != null) touchRow(scope, 'Procedure', rowOf(scope, 'Step', stepId)['procedureId']);
};

/** New columns and rows go to the end, counted from 0, unless the input names a place (inferred). */
const nextIndex = (scope: Scope, type: string, owner: Owner): number => {
  const column = owner['stepId'] == null ? 'runStepId' : 'stepId';
  const siblings = rowsWhere(scope, type, { [column]: Number(owner[column]) });
  return Math.max(-1, ...siblings.map(row => Number(row['index']))) + 1;
};

const partOfGrid = (type: string): Behaviour => ({
  type,
  prepare: (scope, values) => {
    requireEditable(scope, values);
    values['index'] ??= nextIndex(scope, type, values);
  },
  created: touchProcedure,
  check: requireEditable,
  updated: touchProcedure,
  removing: requireEditable,
  removed: touchProcedure,
});

/** Cells of a procedure are filled by its author; those of a run while the step is IN_PROGRESS, if settable (inferred). */
const requireSettable = (scope: Scope, column: SqlRow): void => {
  if (column['stepId'] !== null) {
    requireDraftStep(scope, column['stepId']);
    return;
  }
  const step = rowOf(scope, 'RunStep', column['runStepId']);
  if (step['status'] !== 'IN_PROGRESS' || !column['settable']) {
    throw invalid(
      `Column ${column['id']} takes a value only if it is settable and run step ${step['id']} IN_PROGRESS.`,
    );
  }
};

const checkCell = (scope: Scope, row: SqlRow, column: SqlRow, input: Input): void => {
  if (row['stepId'] !== column['stepId'] || row['runStepId'] !== column['runStepId']) {
    throw invalid(`Row ${row['id']} and column ${column['id']} belong to different steps.`);
  }
  requireSettable(scope, column);
  checkFieldValue(scope, { ...column, name: column['header'] ?? null }, input['value']);
  if (input['notApplicable'] === true && !row['allowNotApplicable']) {
    throw invalid(`Row ${row['id']} does not allow to be marked as not applicable.`);
  }
};

/** Sets the one value of a cell; the etag is checked where one is given [SDL: it is optional]. */
export const setCell = (scope: Scope, { etag, ...input }: Input): SqlRow => {
  const row = rowOf(scope, 'DatagridRow', input['rowId']);
  const column = rowOf(scope, 'DatagridColumn', input['columnId']);
  checkCell(scope, row, column, input);
  touchProcedure(scope, column);
  const cell = { rowId: row['id'] ?? null, columnId: column['id'] ?? null };
  const [known] = rowsWhere(scope, 'DatagridValue', cell);
  const file = fileColumn(column['type'], input['value']);
  const values: Values = { ...input, ...file, notApplicable: input['notApplicable'] ?? false };
  if (known === undefined) {
    return insertRow(scope, 'DatagridValue', { ...values, ...cell, type: column['type'] });
  }
  if (etag != null) checkEtag(known, etag);
  return updateRow(scope, 'DatagridValue', known, { ...values, ...cell });
};

const setDatagridValue: Operation = (scope, args) => ({ datagridValue: setCell(scope, args['input'] as Input) });

const reorder =
  (type: string, payload: string): Operation =>
  (scope, args) => {
    const { id, index, etag } = args['input'] as Input;
    const row = rowOf(scope, type, id);
    checkEtag(row, etag);
    requireEditable(scope, row);
    touchProcedure(scope, row);
    return { [payload]: updateRow(scope, type, row, { index }) };
  };

export const datagrids: Family = {
  behaviours: [partOfGrid('DatagridColumn'), partOfGrid('DatagridRow')],
  operations: {
    setDatagridValue,
    reorderDatagridColumn: reorder('DatagridColumn', 'datagridColumn'),
    reorderDatagridRow: reorder('DatagridRow', 'datagridRow'),
  },
};
