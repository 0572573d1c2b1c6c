// The shapes of relation that naming alone does not give.
import type { JoinCondition, Relation } from './table.ts';

type Declared = Omit<Relation, 'many'>;

/** Rows of `to` whose `column` holds the owner's id. */
export const inverseOf = (to: string, column: string): Declared => ({
  to,
  on: (owner, related) => `${related}."${column}" = ${owner}."id"`,
});

/** The row of `to` whose id stands in the owner's `column`. */
export const byColumn = (to: string, column: string): Declared => ({
  to,
  column,
  on: (owner, related) => `${related}."id" = ${owner}."${column}"`,
});

/** Rows of `to` that a linking table joins with the owner. */
export const through = (
  to: string,
  link: string,
  ownerColumn: string,
  relatedColumn: string,
  ownerKey = 'id',
): Declared => ({
  to,
  on: (owner, related) =>
    `${related}."id" IN (SELECT k."${relatedColumn}" FROM "${link}" k WHERE k."${ownerColumn}" = ${owner}."${ownerKey}")`,
});

/** Rows of `to` that meet a condition of their own. */
export const where = (to: string, on: JoinCondition): Declared => ({ to, on });

/** Who has to do with what is assigned: the person, or the people of the team [docs subscribe-to-notifications]. */
export const assignees: Declared = where(
  'User',
  (owner, related) =>
    `(${related}."id" = ${owner}."assignedToId" OR ${related}."id" IN ` +
    `(SELECT m."userId" FROM "TeamUser" m WHERE m."teamId" = ${owner}."assignedTeamId"))`,
);

/** The labels attached to the owner's entity. */
export const entityLabels: Declared = through('Label', 'LabelItem', 'entityId', 'labelId', 'entityId');

/** The comments on the owner's entity. */
const entityComments: Declared = where('Comment', (owner, related) => `${related}."entityId" = ${owner}."entityId"`);

const filesOf = (ownerKey: string, asset: 0 | 1): Declared =>
  where(
    'FileAttachment',
    (owner, related) =>
      `${related}."id" IN (SELECT k."fileAttachmentId" FROM "FileEntity" k WHERE k."entityId" = ${owner}."${ownerKey}" AND k."asset" = ${asset})`,
  );

/** The requirements that hold for an entity. */
const requirementsOf = (ownerKey: string): Declared =>
  through('Requirement', 'RequirementItem', 'entityId', 'requirementId', ownerKey);

/** What every table of entities lists that its type has a field for, by the field's name and its type. */
export const OF_ENTITIES: Readonly<Record<string, Declared>> = {
  'labels:Label': entityLabels,
  'comments:Comment': entityComments,
  'requirements:Requirement': requirementsOf('entityId'),
  'fileAttachments:FileAttachment': filesOf('entityId', 0),
  'assets:FileAttachment': filesOf('entityId', 1),
};

/** The same for the entity itself. */
export const ENTITY_LISTS: Readonly<Record<string, Declared>> = {
  requirements: requirementsOf('id'),
  fileAttachments: filesOf('id', 0),
  assets: filesOf('id', 1),
};

/** Every row below the owner in a tree that `parentId` spans; never the owner itself. */
export const descendants = (type: string): Declared =>
  where(
    type,
    (owner, related) =>
      `${related}."id" IN (WITH RECURSIVE tree(id) AS (SELECT c."id" FROM "${type}" c WHERE c."parentId" = ${owner}."id" ` +
      `UNION SELECT d."id" FROM "${type}" d JOIN tree ON d."parentId" = tree.id) SELECT id FROM tree)`,
  );

/** Every row above the owner in a tree that `parentId` spans; `start` is the owner's own column that leads up. */
export const ancestors = (type: string, start = 'parentId'): Declared =>
  where(
    type,
    (owner, related) =>
      `${related}."id" IN (WITH RECURSIVE tree(id) AS (SELECT ${owner}."${start}" ` +
      `UNION SELECT d."parentId" FROM "${type}" d JOIN tree ON d."id" = tree.id WHERE d."parentId" IS NOT NULL) ` +
      `SELECT id FROM tree WHERE id IS NOT NULL)`,
  );
