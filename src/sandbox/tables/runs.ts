// Runs of procedures, their steps, fields and dependencies, and who is checked in.
import { fileKey } from './files.ts';
import { ancestors, byColumn, descendants, entityLabels, inverseOf, through } from './join.ts';
import { edgeIds } from './procedures.ts';
import { runRelations, runStepRelations } from './run-relations.ts';
import type { TableSpec } from './table.ts';

const count = (condition: string): string => `SUM(s."status" ${condition})`;

/**
 * SQL for a run's status. ION derives it from the steps [SDL, MAN]; one that is REDLINE, HOLD or FAILED is enough, and REDLINE
 * goes before HOLD [MAN runs-and-step-states], both before FAILED [PR manufacturingAutomation]; the rest is inferred. First match
 * wins: canceled run; any REDLINE, HOLD or FAILED step; all CANCELED; all COMPLETE; COMPLETE and CANCELED mixed →
 * PARTIAL_COMPLETE; all TODO, or no step at all → TODO; else IN_PROGRESS. Nested steps count like all others.
 */
const runStatus = (row: string): string =>
  `CASE WHEN ${row}."canceled" THEN 'CANCELED' ELSE (SELECT CASE WHEN COUNT(*) = 0 THEN 'TODO' ` +
  `WHEN ${count(`= 'REDLINE'`)} THEN 'REDLINE' WHEN ${count(`= 'HOLD'`)} THEN 'HOLD' WHEN ${count(`= 'FAILED'`)} THEN 'FAILED' ` +
  `WHEN ${count(`= 'CANCELED'`)} = COUNT(*) THEN 'CANCELED' WHEN ${count(`= 'COMPLETE'`)} = COUNT(*) THEN 'COMPLETE' ` +
  `WHEN ${count(`IN ('COMPLETE', 'CANCELED')`)} = COUNT(*) THEN 'PARTIAL_COMPLETE' ` +
  `WHEN ${count(`= 'TODO'`)} = COUNT(*) THEN 'TODO' ELSE 'IN_PROGRESS' END ` +
  `FROM "RunStep" s WHERE s."runId" = ${row}."id") END`;

/** SQL for whether work on a run can still happen: neither finished nor canceled nor archived. */
export const isOpenRun = (row: string): string =>
  `(NOT ${row}."archived" AND (${runStatus(row)}) IN ('TODO', 'IN_PROGRESS', 'REDLINE', 'HOLD', 'FAILED'))`;

const stepTime = (row: string, pick: string): string =>
  `(SELECT ${pick} FROM "RunStep" s WHERE s."runId" = ${row}."id")`;

const run: TableSpec = {
  type: 'Run',
  entity: 'RUNS',
  columns: { canceled: 'Boolean!', scheduledStart: 'DateTime', scheduledEnd: 'DateTime' },
  defaults: { archived: 0, canceled: 0, exportControlled: 0 },
  computed: {
    status: runStatus,
    isOpen: isOpenRun,
    percentComplete: row => stepTime(row, `CAST(ROUND(COALESCE(AVG(s."status" = 'COMPLETE'), 0) * 100) AS INTEGER)`),
    startTime: row => stepTime(row, `MIN(s."startTime")`),
    endTime: row =>
      `CASE WHEN (${runStatus(row)}) IN ('COMPLETE', 'PARTIAL_COMPLETE') THEN ${stepTime(row, `MAX(s."endTime")`)} END`,
    batched: row => `(${row}."runBatchId" IS NOT NULL)`,
  },
  filters: { locationId: 'locations.id', partNumber: 'part.partNumber' },
  relations: {
    ...runRelations,
    locations: through('Location', 'RunStep', 'runId', 'locationId'),
    labels: entityLabels,
  },
};

/** SQL for whether all steps upstream are COMPLETE and the parent, if there is one, is IN_PROGRESS [MAN]. */
export const isUnblocked = (row: string): string =>
  `(NOT EXISTS (SELECT 1 FROM "RunStepsEdge" e JOIN "RunStep" u ON u."id" = e."upstreamStepId" WHERE e."stepId" = ${row}."id" AND u."status" <> 'COMPLETE') ` +
  `AND COALESCE((SELECT p."status" = 'IN_PROGRESS' FROM "RunStep" p WHERE p."id" = ${row}."parentId"), 1))`;

const asText = (condition: string): string => `CASE WHEN ${condition} THEN 'true' ELSE 'false' END`;

const runStep: TableSpec = {
  type: 'RunStep',
  entity: 'RUN_STEPS',
  unrelated: ['batchSiblings', 'batchAdoptedSiblings', 'allBatchedSiblings'],
  owners: ['parentId'],
  order: ['position'],
  defaults: { status: 'TODO', type: 'CONTENT', displayPdf: 0, isStandardStep: 0 },
  computed: {
    upstreamStepIds: row => edgeIds('RunStepsEdge', 'upstreamStepId', 'stepId', row),
    downstreamStepIds: row => edgeIds('RunStepsEdge', 'stepId', 'upstreamStepId', row),
    availableToWork: row =>
      `(${row}."status" IN ('TODO', 'IN_PROGRESS') AND ${isUnblocked(row)} AND ` +
      `(SELECT NOT r."canceled" AND NOT r."archived" FROM "Run" r WHERE r."id" = ${row}."runId"))`,
    settable: row => asText(`${row}."status" = 'IN_PROGRESS'`),
    editable: row => asText(`${row}."status" = 'REDLINE'`),
    batched: () => '0',
  },
  relations: {
    steps: inverseOf('RunStep', 'parentId'),
    upstream: inverseOf('RunStepsEdge', 'stepId'),
    downstream: inverseOf('RunStepsEdge', 'upstreamStepId'),
    allChildren: descendants('RunStep'),
    allParents: ancestors('RunStep'),
    ...runStepRelations,
    SessionEvents: inverseOf('SessionEvent', 'runStepId'),
    partInventories: through('PartInventory', 'RunStepInventory', 'runStepId', 'partInventoryId'),
  },
};

const runStepField: TableSpec = {
  type: 'RunStepField',
  columns: { value: 'ScalarValue' },
  references: { runStepId: 'RunStep', originFieldId: 'StepField' },
  owners: ['runStepId'],
  order: ['position'],
  defaults: { type: 'STRING', required: 0, notApplicable: 0, allowNotApplicable: 0, peerReviewRequired: 0 },
  computed: {
    valid: row => `(${row}."value" IS NOT NULL OR ${row}."notApplicable" OR NOT ${row}."required")`,
    settable: row => `(SELECT s."status" = 'IN_PROGRESS' FROM "RunStep" s WHERE s."id" = ${row}."runStepId")`,
    editable: row => `(SELECT s."status" = 'REDLINE' FROM "RunStep" s WHERE s."id" = ${row}."runStepId")`,
    batched: () => '0',
    fileKey,
  },
  relations: { step: byColumn('RunStep', 'runStepId') },
};

export const runTables: readonly TableSpec[] = [
  run,
  runStep,
  runStepField,
  {
    type: 'RunStepsEdge',
    owners: ['stepId', 'upstreamStepId'],
    computed: { batched: () => '0' },
    unique: [
      {
        columns: ['stepId', 'upstreamStepId'],
        message: row => `Run step ${row['stepId']} already depends on run step ${row['upstreamStepId']}.`,
      },
    ],
  },
  {
    type: 'SessionEvent',
    columns: { userId: 'Int!' },
    references: { runStepId: 'RunStep', userId: 'User' },
    owners: ['runStepId'],
  },
  {
    type: 'RunStepInventory',
    columns: { id: 'Int!', runStepId: 'Int!', partInventoryId: 'Int!' },
    references: { runStepId: 'RunStep', partInventoryId: 'PartInventory' },
    owners: ['runStepId'],
    unique: [
      {
        columns: ['runStepId', 'partInventoryId'],
        message: row => `Part inventory ${row['partInventoryId']} is already on run step ${row['runStepId']}.`,
      },
    ],
  },
];
