// Values that are files: of an attribute, a run step's field, or a cell of a datagrid.
import { addressOfKey } from '../files/files-endpoint.ts';
import { tableOf } from '../tables/catalog.ts';
import { decode } from './encode.ts';
import { loadComputed } from './load.ts';
import type { OwnField, Values } from './scope.ts';

/** A value of type FILE_ATTACHMENT is set as the id of an attachment [EX procedure_export], which has a column of its own [SDL]. */
export const fileColumn = (type: unknown, value: unknown): Values =>
  type === 'FILE_ATTACHMENT' && value !== undefined ? { fileAttachmentId: value } : {};

/** The field `value` of a table with the column `fileKey`: a file is shown as the address of its bytes [EX download-supplier-attribute-files]. */
export const shownValue =
  (table: string): OwnField =>
  (scope, row) => {
    const value = decode(row['value'], 'json');
    if (typeof value !== 'number') return value;
    return loadComputed(scope, tableOf(table), 'fileKey', row).then(s3Key =>
      s3Key === null ? value : addressOfKey(scope.baseUrl, String(s3Key)),
    );
  };
