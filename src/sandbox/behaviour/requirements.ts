// Requirements hang on entities, as labels do.
import { notFound } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { insertRow, rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Family, Input, Operation } from '../resolve/scope.ts';

const pairOf = (input: Input) => ({
  requirementId: Number(input['requirementId']),
  entityId: Number(input['entityId']),
});

const addRequirementToItem: Operation = (scope, args) => {
  const pair = pairOf(args['input'] as Input);
  rowOf(scope, 'Requirement', pair.requirementId);
  rowOf(scope, 'Entity', pair.entityId);
  insertRow(scope, 'RequirementItem', pair);
  return pair;
};

const removeRequirementFromItem: Operation = (scope, args) => {
  const pair = pairOf(args['input'] as Input);
  const [link] = rowsWhere(scope, 'RequirementItem', pair);
  if (link === undefined) throw notFound('Requirement', `${pair.requirementId} on entity ${pair.entityId}`);
  deleteRow(scope, 'RequirementItem', link);
  return pair;
};

export const requirements: Family = { operations: { addRequirementToItem, removeRequirementFromItem } };
