// The as-built BOM as ION showed it before build requirements and installations [docs abom-actions-for-developers]: items that are
// requirement and fulfilment in one, joined by edges. They are read from what is stored anew; which rows there are is inferred.
import { amountSql } from './amount.ts';
import { ancestors, byColumn, descendants, inverseOf, where } from './join.ts';
import type { TableSpec } from './table.ts';

const stamps = (row: string, etag = `${row}."_etag"`): string =>
  `${row}."_created", ${row}."_updated", ${etag} AS "_etag", NULL AS "LastSessionId", ${row}."createdById", ${row}."updatedById"`;

/** An id tells what an item stands for: the rest of a division by 3, in the order of this list. */
export const ITEM_KINDS = ['unit', 'installation', 'requirement'] as const;

const idOf = (kind: (typeof ITEM_KINDS)[number], id: string): string => `${id} * 3 + ${ITEM_KINDS.indexOf(kind)}`;

/** SQL for the item under which an inventory's own children are: its first installation, else itself. */
const itemOf = (inventory: string): string =>
  `COALESCE((SELECT MIN(${idOf('installation', 'f."id"')}) FROM "ABomInstallation" f WHERE f."partInventoryId" = ${inventory}), ` +
  `${idOf('unit', inventory)})`;

const expected = (requirement: string): string =>
  amountSql(
    `COALESCE(${requirement}."fixedQuantityPerBuildRequirement", COALESCE(${requirement}."quantityPerParentPartInventory", 1) * ` +
      `(SELECT u."quantity" FROM "PartInventory" u WHERE u."id" = ${requirement}."parentPartInventoryId"))`,
  );

const installed = (requirement: string): string =>
  `(SELECT ${amountSql('COALESCE(SUM(n."quantity"), 0.0)')} FROM "ABomInstallation" n WHERE n."buildRequirementId" = ${requirement}."id")`;

const missing = (requirement: string): string => amountSql(`${expected(requirement)} - ${installed(requirement)}`);

/** The part and what its mBOM item lets stand in for it [MAN]. */
const acceptable = (requirement: string): string =>
  `(SELECT json_group_array(a.id) FROM (SELECT ${requirement}."partId" AS id UNION ALL ` +
  `SELECT s."partId" FROM "MBomSubstitute" s WHERE s."mbomItemId" = ${requirement}."originMbomItemId") a)`;

const ofRequirement = (requirement: string): string =>
  `${requirement}."originMbomItemId", ${requirement}."quantityPerParentPartInventory" AS "expectedQuantityPer", ` +
  `${requirement}."fixedQuantityPerBuildRequirement" AS "expectedFixedQuantity", ${expected(requirement)} AS "expectedQuantity", ` +
  `${itemOf(`${requirement}."parentPartInventoryId"`)} AS "parentId", ${acceptable(requirement)} AS "acceptablePartIds"`;

/** A unit that something is to be installed in and that is installed nowhere itself. */
const UNITS =
  `SELECT ${idOf('unit', 'p."id"')} AS "id", ${stamps('p')}, p."id" AS "partInventoryId", p."partId", p."quantity", ` +
  `NULL AS "originMbomItemId", NULL AS "expectedQuantityPer", NULL AS "expectedFixedQuantity", NULL AS "expectedQuantity", ` +
  `NULL AS "parentId", json_array(p."partId") AS "acceptablePartIds" FROM "PartInventory" p ` +
  `WHERE EXISTS (SELECT 1 FROM "BuildRequirement" b WHERE b."parentPartInventoryId" = p."id") ` +
  `AND NOT EXISTS (SELECT 1 FROM "ABomInstallation" i WHERE i."partInventoryId" = p."id")`;

const INSTALLED =
  `SELECT ${idOf('installation', 'i."id"')}, ${stamps('i')}, i."partInventoryId", p."partId", i."quantity", ${ofRequirement('b')} ` +
  `FROM "ABomInstallation" i JOIN "BuildRequirement" b ON b."id" = i."buildRequirementId" ` +
  `JOIN "PartInventory" p ON p."id" = i."partInventoryId"`;

/** The etag of what is missing changes with how much that is. */
const etagOfMissing = `substr(b."_etag", 1, 24) || printf('%08x', CAST(${installed('b')} * 1000 AS INTEGER))`;

const MISSING =
  `SELECT ${idOf('requirement', 'b."id"')}, ${stamps('b', etagOfMissing)}, NULL, b."partId", ${missing('b')}, ${ofRequirement('b')} ` +
  `FROM "BuildRequirement" b WHERE ${missing('b')} > 0`;

const EDGES =
  `SELECT c."id", c."_created", c."_updated", c."_etag", c."LastSessionId", c."createdById", c."updatedById", ` +
  `c."id" AS "childAbomItemId", c."parentId" AS "parentAbomItemId" FROM "ABomItem" c WHERE c."parentId" IS NOT NULL`;

export const legacyAbomTables: readonly TableSpec[] = [
  {
    type: 'ABomItem',
    view: `${UNITS} UNION ALL ${INSTALLED} UNION ALL ${MISSING}`,
    columns: { expectedQuantity: 'Float', parentId: 'Int', acceptablePartIds: '[Int]' },
    relations: {
      Part: byColumn('Part', 'partId'),
      children: inverseOf('ABomItem', 'parentId'),
      parents: where('ABomItem', (owner, related) => `${related}."id" = ${owner}."parentId"`),
      allChildren: descendants('ABomItem'),
      allParents: ancestors('ABomItem'),
      parentEdges: { ...inverseOf('ABomEdge', 'childAbomItemId'), paged: true },
      childEdges: { ...inverseOf('ABomEdge', 'parentAbomItemId'), paged: true },
    },
  },
  { type: 'ABomEdge', view: EDGES },
];

/** The items that are to be, or are, installed in an inventory. */
export const abomChildren = where('ABomItem', (owner, related) => `${related}."parentId" = ${itemOf(`${owner}."id"`)}`);

/** The items of what an inventory is installed in. */
export const abomParents = where(
  'ABomItem',
  (owner, related) =>
    `${related}."id" IN (SELECT ${itemOf('b."parentPartInventoryId"')} FROM "ABomInstallation" i ` +
    `JOIN "BuildRequirement" b ON b."id" = i."buildRequirementId" WHERE i."partInventoryId" = ${owner}."id")`,
);
