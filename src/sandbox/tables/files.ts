// File attachments: the record, the entities that it hangs on, and the bytes that were uploaded for it.
import { through, where } from './join.ts';
import type { TableSpec } from './table.ts';

const entitiesOf = (asset: 0 | 1) =>
  where(
    'Entity',
    (owner, related) =>
      `${related}."id" IN (SELECT k."entityId" FROM "FileEntity" k WHERE k."fileAttachmentId" = ${owner}."id" AND k."asset" = ${asset})`,
  );

/** SQL for the key of the file that a row names by `fileAttachmentId`. */
export const fileKey = (row: string): string =>
  `(SELECT f."s3Key" FROM "FileAttachment" f WHERE f."id" = ${row}."fileAttachmentId")`;

export const fileTables: readonly TableSpec[] = [
  {
    type: 'FileAttachment',
    columns: { contentType: 'String' },
    owners: ['entityId'],
    madeOf: { downloadUrl: 's3Key', url: 's3Key' },
    relations: {
      fileAttachmentEntities: entitiesOf(0),
      assetEntities: entitiesOf(1),
      entity: through('Entity', 'FileEntity', 'fileAttachmentId', 'entityId'),
    },
  },
  {
    type: 'FileEntity',
    columns: { id: 'Int!', fileAttachmentId: 'Int!', entityId: 'Int!', asset: 'Boolean!' },
    references: { fileAttachmentId: 'FileAttachment', entityId: 'Entity' },
    owners: ['fileAttachmentId', 'entityId'],
    unique: [
      {
        columns: ['fileAttachmentId', 'entityId', 'asset'],
        message: row => `File attachment ${row['fileAttachmentId']} is already on entity ${row['entityId']}.`,
      },
    ],
  },
  {
    // A place to upload to, before and after something was. `bytes` is base64; `etag` the MD5 of the bytes, as S3 gives it.
    type: 'FileContent',
    columns: { id: 'Int!', s3Key: 'String!', contentType: 'String!', bytes: 'String', etag: 'String' },
    unique: [{ columns: ['s3Key'], message: row => `The key ${row['s3Key']} is taken.` }],
  },
];
