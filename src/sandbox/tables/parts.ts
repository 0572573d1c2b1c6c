// Parts, their revisions and subtypes.
import { through, where } from './join.ts';
import type { TableSpec } from './table.ts';

/** Whether a revision is of the scheme that the part number was last revised in; others come before it (inferred). */
const inNewestScheme = (row: string): string =>
  `${row}."revisionScheme" IS (SELECT n."revisionScheme" FROM "Part" n WHERE n."partNumber" = ${row}."partNumber" ORDER BY n."id" DESC LIMIT 1)`;

/** SQL that puts the newest revision first: those of the newest scheme, `-` before A, letters as in a spreadsheet's columns. */
export const newestRevisionFirst = (row: string): string =>
  `${inNewestScheme(row)} DESC, ${row}."revision" <> '-' DESC, length(${row}."revision") DESC, upper(${row}."revision") DESC, ${row}."id" DESC`;

const latestOf = (row: string, column: string): string =>
  `(SELECT v."${column}" FROM "Part" v WHERE v."partNumber" = ${row}."partNumber" ORDER BY ${newestRevisionFirst('v')} LIMIT 1)`;

const latestMbomId = (row: string, condition = ''): string =>
  `(SELECT b."id" FROM "MBom" b WHERE b."partId" = ${row}."id"${condition} ORDER BY b."version" DESC LIMIT 1)`;

export const partTables: readonly TableSpec[] = [
  {
    type: 'Part',
    entity: 'PARTS',
    defaults: { partType: 'PART', revision: 'A', exportControlled: 0 },
    unique: [
      {
        columns: ['partNumber', 'revision'],
        message: row => `Part ${row['partNumber']} with revision ${row['revision']} already exists.`,
      },
    ],
    computed: {
      latestRevision: row => latestOf(row, 'revision'),
      isLatestRevision: row => `${row}."id" = ${latestOf(row, 'id')}`,
      LatestRevisionScheme: row => latestOf(row, 'revisionScheme'),
      quantity: row =>
        `(SELECT CAST(COALESCE(SUM(q."quantity"), 0) AS INTEGER) FROM "PartInventory" q WHERE q."partId" = ${row}."id")`,
    },
    filters: { _latest_revision_scheme: 'LatestRevisionScheme' },
    relations: {
      latestMbom: where('MBom', (owner, related) => `${related}."id" = ${latestMbomId(owner)}`),
      latestReleasedMbom: where(
        'MBom',
        (owner, related) => `${related}."id" = ${latestMbomId(owner, ` AND b."status" = 'RELEASED'`)}`,
      ),
      mbom: where('MBomItem', (owner, related) => `${related}."mbomId" = ${latestMbomId(owner)}`),
      revisions: where('Part', (owner, related) => `${related}."partNumber" = ${owner}."partNumber"`),
      partSubtypes: through('PartSubtype', 'PartSubtypeLink', 'partId', 'partSubtypeId'),
      procedures: through('Procedure', 'PartProcedure', 'partId', 'procedureId'),
    },
  },
  { type: 'PartSubtype', relations: { parts: through('Part', 'PartSubtypeLink', 'partSubtypeId', 'partId') } },
  {
    type: 'PartSubtypeLink',
    columns: { id: 'Int!', partId: 'Int!', partSubtypeId: 'Int!' },
    references: { partId: 'Part', partSubtypeId: 'PartSubtype' },
    owners: ['partId', 'partSubtypeId'],
    unique: [
      {
        columns: ['partId', 'partSubtypeId'],
        message: row => `Part ${row['partId']} already has the subtype ${row['partSubtypeId']}.`,
      },
    ],
  },
];
