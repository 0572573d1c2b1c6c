// Labels hang on entities and on families of procedures.
import { notFound } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { insertRow, rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Family, Input, Scope } from '../resolve/scope.ts';

const LINKS = { entityId: 'LabelItem', familyId: 'FamilyLabel' } as const;

const pairOf = (input: Input, column: keyof typeof LINKS) => ({
  labelId: Number(input['labelId']),
  [column]: Number(input[column]),
});

const checkTarget = (scope: Scope, input: Input, column: keyof typeof LINKS): void => {
  rowOf(scope, 'Label', input['labelId']);
  if (column === 'entityId') rowOf(scope, 'Entity', input['entityId']);
  else if (rowsWhere(scope, 'Procedure', { familyId: Number(input['familyId']) }).length === 0) {
    throw notFound('Procedure family', input['familyId']);
  }
};

const attach =
  (column: keyof typeof LINKS) =>
  (scope: Scope, args: Input): Input => {
    const input = args['input'] as Input;
    checkTarget(scope, input, column);
    insertRow(scope, LINKS[column], pairOf(input, column));
    return pairOf(input, column);
  };

const detach =
  (column: keyof typeof LINKS) =>
  (scope: Scope, args: Input): Input => {
    const pair = pairOf(args['input'] as Input, column);
    const [link] = rowsWhere(scope, LINKS[column], pair);
    if (link === undefined) throw notFound('Label', `${pair.labelId} on ${column} ${pair[column]}`);
    deleteRow(scope, LINKS[column], link);
    return pair;
  };

export const labels: Family = {
  operations: {
    addLabelToItem: attach('entityId'),
    removeLabelFromItem: detach('entityId'),
    addLabelToProcedureFamily: attach('familyId'),
    removeLabelFromProcedureFamily: detach('familyId'),
  },
};
