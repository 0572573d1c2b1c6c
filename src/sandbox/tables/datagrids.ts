// Datagrids of steps and run steps: columns, rows, and one value where they meet.
import { fileKey } from './files.ts';
import type { TableSpec } from './table.ts';

const OWNERS = ['stepId', 'runStepId'];

const isEditable = (row: string): string =>
  `COALESCE((SELECT p."status" = 'DRAFT' FROM "Step" s LEFT JOIN "Procedure" p ON p."id" = s."procedureId" WHERE s."id" = ${row}."stepId"), ` +
  `(SELECT s."status" = 'REDLINE' FROM "RunStep" s WHERE s."id" = ${row}."runStepId"))`;

/** SQL for whether every settable column has a value, or is not applicable, in a row (inferred). */
export const isCompleteRow = (row: string): string =>
  `NOT EXISTS (SELECT 1 FROM "DatagridColumn" c WHERE c."settable" AND (c."stepId" = ${row}."stepId" OR c."runStepId" = ${row}."runStepId") ` +
  `AND NOT EXISTS (SELECT 1 FROM "DatagridValue" v WHERE v."rowId" = ${row}."id" AND v."columnId" = c."id" AND (v."value" IS NOT NULL OR v."notApplicable")))`;

export const datagridTables: readonly TableSpec[] = [
  {
    type: 'DatagridColumn',
    owners: OWNERS,
    order: ['index'],
    defaults: { settable: 1 },
    computed: { editable: isEditable, readOnly: row => `NOT ${row}."settable"` },
  },
  {
    type: 'DatagridRow',
    owners: OWNERS,
    order: ['index'],
    defaults: { required: 0, allowNotApplicable: 0 },
    computed: { editable: isEditable, complete: isCompleteRow },
  },
  {
    type: 'DatagridValue',
    columns: { id: 'Int!', value: 'ScalarValue' },
    references: { rowId: 'DatagridRow', columnId: 'DatagridColumn' },
    owners: ['rowId', 'columnId'],
    defaults: { notApplicable: 0 },
    computed: { fileKey },
    unique: [
      {
        columns: ['rowId', 'columnId'],
        message: row => `Row ${row['rowId']} already has a value in column ${row['columnId']}.`,
      },
    ],
  },
];
