// Manufacturing BOMs: versions per part, items, substitutes, reference designators.
import { where } from './join.ts';
import type { TableSpec } from './table.ts';

const isHighest = (row: string, condition = ''): string =>
  `${row}."version" = (SELECT MAX(v."version") FROM "MBom" v WHERE v."partId" = ${row}."partId"${condition})`;

const parentOfItem = (itemId: string): string =>
  `(SELECT b."partId" FROM "MBom" b JOIN "MBomItem" t ON t."mbomId" = b."id" WHERE t."id" = ${itemId})`;

export const mbomTables: readonly TableSpec[] = [
  {
    type: 'MBom',
    entity: 'MBOMS',
    defaults: { status: 'DRAFT' },
    unique: [
      {
        columns: ['partId', 'version'],
        message: row => `mBOM version ${row['version']} of part ${row['partId']} already exists.`,
      },
    ],
    computed: {
      isLatestVersion: row => isHighest(row),
      isLatestReleasedVersion: row =>
        `(${row}."status" = 'RELEASED' AND ${isHighest(row, ` AND v."status" = 'RELEASED'`)})`,
      editable: row => `${row}."status" = 'DRAFT'`,
    },
  },
  {
    type: 'MBomItem',
    owners: ['mbomId'],
    defaults: { madeOnAssembly: 0, _deleted: 0 },
    unique: [
      {
        columns: ['mbomId', 'partId'],
        message: row => `mBOM item is not unique: part ${row['partId']} is already an item of mBOM ${row['mbomId']}.`,
      },
    ],
    computed: { parentId: row => `(SELECT b."partId" FROM "MBom" b WHERE b."id" = ${row}."mbomId")` },
    relations: { parent: where('Part', (owner, related) => `${related}."id" = ${parentOfItem(`${owner}."id"`)}`) },
  },
  {
    type: 'MBomSubstitute',
    owners: ['mbomItemId'],
    unique: [
      {
        columns: ['mbomItemId', 'partId'],
        message: row =>
          `mBOM substitute is not unique: part ${row['partId']} already substitutes mBOM item ${row['mbomItemId']}.`,
      },
    ],
    computed: { parentId: row => parentOfItem(`${row}."mbomItemId"`) },
    relations: {
      parent: where('Part', (owner, related) => `${related}."id" = ${parentOfItem(`${owner}."mbomItemId"`)}`),
    },
  },
  {
    type: 'MBomItemReferenceDesignator',
    owners: ['mbomItemId'],
    unique: [
      {
        columns: ['mbomItemId', 'value'],
        message: row =>
          `Reference designator is not unique: mBOM item ${row['mbomItemId']} already has ${row['value']}.`,
      },
    ],
  },
  {
    type: 'StepMBomItemAssociation',
    owners: ['stepId', 'mbomItemId'],
    computed: { Deleted: () => 'NULL' },
  },
];
