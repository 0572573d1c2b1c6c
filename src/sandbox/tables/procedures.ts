// Procedures in families of versions, their steps, fields and dependencies, and their links with parts.
import { ancestors, descendants, entityLabels, inverseOf, through, where } from './join.ts';
import type { TableSpec } from './table.ts';

const isHighest = (row: string, condition = ''): string =>
  `${row}."version" = (SELECT MAX(v."version") FROM "Procedure" v WHERE v."familyId" = ${row}."familyId"${condition})`;

/** SQL for the ids on the other end of a step's edges, as a JSON list in the order of their making. */
export const edgeIds = (table: string, wanted: string, given: string, row: string): string =>
  `(SELECT json_group_array(e."${wanted}") FROM (SELECT x."${wanted}" FROM "${table}" x WHERE x."${given}" = ${row}."id" AND x."${wanted}" IS NOT NULL ORDER BY x."id") e)`;

const isStepEditable = (row: string): string =>
  `COALESCE((SELECT p."status" = 'DRAFT' FROM "Procedure" p WHERE p."id" = ${row}."procedureId"), ${row}."standardStepStatus" = 'DRAFT')`;

const procedure: TableSpec = {
  type: 'Procedure',
  entity: 'PROCEDURES',
  defaults: { status: 'DRAFT', type: 'BUILD', exportControlled: 0 },
  unique: [
    {
      columns: ['familyId', 'version'],
      message: row => `Version ${row['version']} of procedure family ${row['familyId']} already exists.`,
    },
  ],
  computed: {
    isLatestVersion: row => isHighest(row),
    isLatestReleasedVersion: row =>
      `(${row}."status" = 'RELEASED' AND ${isHighest(row, ` AND v."status" = 'RELEASED'`)})`,
    editable: row => `CASE WHEN ${row}."status" = 'DRAFT' THEN 'true' ELSE 'false' END`,
    labels: row =>
      `(SELECT json_group_array(l."value") FROM "FamilyLabel" f JOIN "Label" l ON l."id" = f."labelId" WHERE f."familyId" = ${row}."familyId")`,
  },
  filters: { label: 'familyLabels.value', locationId: 'locations.id' },
  relations: {
    // Nested steps are found under their parents: the official export walks down from the top level. [EX, inferred]
    steps: where(
      'Step',
      (owner, related) => `${related}."procedureId" = ${owner}."id" AND ${related}."parentId" IS NULL`,
    ),
    familyLabels: through('Label', 'FamilyLabel', 'familyId', 'labelId', 'familyId'),
    parts: through('Part', 'PartProcedure', 'procedureId', 'partId'),
    locations: through('Location', 'Step', 'procedureId', 'locationId'),
  },
};

const step: TableSpec = {
  type: 'Step',
  entity: 'STEPS',
  owners: ['procedureId', 'parentId'],
  order: ['position'],
  defaults: { version: 1, type: 'CONTENT', displayPdf: 0 },
  computed: {
    isStandardStep: row => `(${row}."procedureId" IS NULL)`,
    isLatestVersion: row => `(${row}."id" = (SELECT MAX(v."id") FROM "Step" v WHERE v."familyId" = ${row}."familyId"))`,
    isLatestReleasedVersion: row => `(${row}."standardStepStatus" = 'RELEASED' AND ${row}."procedureId" IS NULL)`,
    isChildStandardStep: row => `(${row}."procedureId" IS NULL AND ${row}."parentId" IS NOT NULL)`,
    standardStepProcedureCount: row =>
      `(SELECT COUNT(DISTINCT d."procedureId") FROM "Step" d WHERE d."standardStepFamilyId" = ${row}."familyId")`,
    isDerivedStep: row => `(${row}."standardStepFamilyId" IS NOT NULL)`,
    fieldCount: row => `(SELECT COUNT(*) FROM "StepField" f WHERE f."stepId" = ${row}."id")`,
    upstreamStepIds: row => edgeIds('StepsEdge', 'upstreamStepId', 'stepId', row),
    downstreamStepIds: row => edgeIds('StepsEdge', 'stepId', 'upstreamStepId', row),
    editable: isStepEditable,
  },
  relations: {
    steps: inverseOf('Step', 'parentId'),
    derivedSteps: where('Step', (owner, related) => `${related}."standardStepFamilyId" = ${owner}."familyId"`),
    // The released version, or the latest where none is: a public script copies a standard step as soon as it is made [EX procedure_export].
    standardStep: where(
      'Step',
      (owner, related) =>
        `${related}."id" = (SELECT v."id" FROM "Step" v WHERE v."familyId" = ${owner}."standardStepFamilyId" ` +
        `AND v."procedureId" IS NULL ORDER BY v."standardStepStatus" = 'RELEASED' DESC, v."id" DESC LIMIT 1)`,
    ),
    standardStepProcedures: where(
      'Procedure',
      (owner, related) =>
        `${related}."id" IN (SELECT d."procedureId" FROM "Step" d WHERE d."standardStepFamilyId" = ${owner}."familyId")`,
    ),
    upstream: inverseOf('StepsEdge', 'stepId'),
    downstream: inverseOf('StepsEdge', 'upstreamStepId'),
    allChildren: descendants('Step'),
    allParents: ancestors('Step'),
    labels: entityLabels,
  },
};

export const procedureTables: readonly TableSpec[] = [
  procedure,
  step,
  {
    type: 'StepField',
    owners: ['stepId'],
    order: ['position'],
    defaults: { type: 'STRING', required: 0, allowNotApplicable: 0, peerReviewRequired: 0 },
    computed: {
      editable: row => `(SELECT ${isStepEditable('s')} FROM "Step" s WHERE s."id" = ${row}."stepId")`,
    },
  },
  {
    type: 'StepsEdge',
    owners: ['stepId', 'upstreamStepId'],
    unique: [
      {
        columns: ['stepId', 'upstreamStepId'],
        message: row => `Step ${row['stepId']} already depends on step ${row['upstreamStepId']}.`,
      },
    ],
  },
  {
    type: 'PartProcedure',
    columns: { id: 'Int!' },
    owners: ['procedureId'],
    defaults: { status: 'PENDING', required: 0 },
    unique: [
      {
        columns: ['partId', 'procedureId'],
        message: row => `Part ${row['partId']} with procedure ${row['procedureId']} already exists.`,
      },
    ],
  },
  { type: 'Family', columns: { id: 'Int!', member: 'String!' } },
];
