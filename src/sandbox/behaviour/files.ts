// File attachments and assets: a record first, then the bytes, by PUT to the address that comes with it [EX].
import { addressOfKey } from '../files/files-endpoint.ts';
import { shownValue } from '../resolve/file-value.ts';
import { invalid, notFound } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { insertRow, rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { attributeOwners, attributeTable } from '../tables/attributes.ts';

/** Of the usual endings; ION's own list is not documented (inferred). */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  md: 'text/markdown',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
};

const contentTypeOf = (filename: string): string =>
  CONTENT_TYPES[filename.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';

const BUCKET = 'sandbox';

const addressOf = (scope: Scope, s3Key: unknown): string => addressOfKey(scope.baseUrl, String(s3Key));

const nameOf = (filename: unknown): string => {
  const name = String(filename ?? '').trim();
  if (name === '') throw invalid('A file attachment needs a filename.');
  if (name === '.' || name === '..') throw invalid(`No file can be called "${name}".`);
  return name;
};

/** A place to upload to. The key is not to be guessed: whoever has the address needs no other leave. */
const newPlace = (scope: Scope, filename: string): SqlRow =>
  insertRow(scope, 'FileContent', {
    s3Key: `${scope.randomBytes(16).toString('hex')}/${filename}`,
    contentType: contentTypeOf(filename),
  });

/** The place of the second form [GUIDE]: uploaded before the attachment is made, and known by what the upload answered. */
const filledPlace = (scope: Scope, s3Key: unknown, s3Etag: unknown): SqlRow => {
  const [place] = rowsWhere(scope, 'FileContent', { s3Key: String(s3Key) });
  if (place === undefined || place['bytes'] === null) throw notFound('File with s3Key', s3Key);
  const given = String(s3Etag ?? '').replaceAll('"', '');
  if (given !== '' && given !== place['etag']) throw invalid(`s3Etag ${given} is not that of ${String(s3Key)}.`);
  return place;
};

const REFUSED = ['file', 'integrationId', 'integrationFetchUrl'];

const makeAttachment =
  (asset: boolean): Operation =>
  (scope, args) => {
    const { filename, entityId, s3Key, s3Etag, ...rest } = args['input'] as Input;
    const refused = REFUSED.find(name => rest[name] != null);
    if (refused !== undefined) throw invalid(`This sandbox takes no ${refused}: upload by PUT to uploadUrl.`);
    const name = nameOf(filename);
    const entity = entityId == null ? undefined : rowOf(scope, 'Entity', entityId);
    const place = s3Key == null ? newPlace(scope, name) : filledPlace(scope, s3Key, s3Etag);
    const { contentType = null } = place;
    const fileAttachment = insertRow(scope, 'FileAttachment', {
      ...{ filename: name, s3Bucket: BUCKET, s3Key: place['s3Key'], contentType },
      entityId: entity?.['id'] ?? null,
    });
    if (entity !== undefined) {
      insertRow(scope, 'FileEntity', { fileAttachmentId: fileAttachment['id'], entityId: entity['id'], asset });
    }
    return { fileAttachment, uploadUrl: s3Key == null ? addressOf(scope, place['s3Key']) : null };
  };

const forget = (scope: Scope, s3Key: SqlValue): void => {
  for (const place of rowsWhere(scope, 'FileContent', { s3Key })) deleteRow(scope, 'FileContent', place);
};

/** Takes the file off the entity; the record goes with its last entity (inferred). */
const removeAttachment =
  (asset: boolean): Operation =>
  (scope, args) => {
    const input = args['input'] as Input;
    const file = rowOf(scope, 'FileAttachment', input['fileAttachmentId']);
    const pair = { fileAttachmentId: file['id'] ?? null, entityId: Number(input['entityId']) };
    const [link] = rowsWhere(scope, 'FileEntity', { ...pair, asset: asset ? 1 : 0 });
    if (link === undefined) throw notFound('File attachment', `${pair.fileAttachmentId} on entity ${pair.entityId}`);
    deleteRow(scope, 'FileEntity', link);
    if (rowsWhere(scope, 'FileEntity', { fileAttachmentId: pair.fileAttachmentId }).length === 0) {
      deleteRow(scope, 'FileAttachment', file);
      forget(scope, file['s3Key'] ?? null);
    }
    return pair;
  };

const downloadUrl = (scope: Scope, row: SqlRow): string | null =>
  row['s3Key'] === null ? null : addressOf(scope, row['s3Key']);

/** Where a value can be a file [SDL: they have `fileAttachment`]. */
const TYPES_WITH_FILES = [...attributeOwners.map(attributeTable), 'RunStepField', 'DatagridValue'];

export const files: Family = {
  operations: {
    createFileAttachment: makeAttachment(false),
    createAsset: makeAttachment(true),
    deleteFileAttachment: removeAttachment(false),
    deleteAsset: removeAttachment(true),
  },
  fields: {
    'FileAttachment.downloadUrl': downloadUrl,
    'FileAttachment.url': downloadUrl,
    ...Object.fromEntries(TYPES_WITH_FILES.map(type => [`${type}.value`, shownValue(type)])),
    // A query that keeps a place: nothing of ION's shows it until an attachment is made of it. [GUIDE file-upload]
    'Query.requestFileUploadUrl': (scope, _row, args) =>
      scope.store.write(() => {
        const place = newPlace(scope, nameOf(args['filename']));
        const { s3Key, contentType } = place;
        return { uploadUrl: addressOf(scope, s3Key), s3Key, contentType };
      }),
  },
};
