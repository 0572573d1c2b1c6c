// Links that are put on an object and taken off it under that object's own etag.
import type { IonError } from '../ion-error.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Input, Operation, Scope } from '../resolve/scope.ts';

/** A foreign key of the link, which the input has too, and the type that it points to. */
type End = readonly [column: string, type: string];

interface OwnedLinks {
  readonly link: string;
  readonly owner: End;
  readonly other: End;
  /** The field of the payload that holds the owner. */
  readonly payload: string;
  /** What refuses to take off what is not there. */
  readonly missing: (ownerId: number, otherId: number) => IonError;
}

/** The etag is taken to be the owner's, which is what the mutations answer; it is renewed (both inferred). */
export const ownedLinks = ({ link, owner, other, payload, missing }: OwnedLinks) => {
  const operation =
    (apply: (scope: Scope, ownerId: number, otherId: number) => void): Operation =>
    (scope, args) => {
      const input = args['input'] as Input;
      const row = rowOf(scope, owner[1], input[owner[0]]);
      checkEtag(row, input['etag']);
      apply(scope, Number(row['id']), Number(rowOf(scope, other[1], input[other[0]])['id']));
      return { [payload]: updateRow(scope, owner[1], row, {}) };
    };
  return {
    add: operation((scope, ownerId, otherId) => {
      insertRow(scope, link, { [owner[0]]: ownerId, [other[0]]: otherId });
    }),
    remove: operation((scope, ownerId, otherId) => {
      const [row] = rowsWhere(scope, link, { [owner[0]]: ownerId, [other[0]]: otherId });
      if (row === undefined) throw missing(ownerId, otherId);
      deleteRow(scope, link, row);
    }),
  };
};
