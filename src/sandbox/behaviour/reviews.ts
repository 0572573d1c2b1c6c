// Reviews and approvals are kept as they are given; nothing here waits for them.
import { invalid } from '../resolve/refusals.ts';
import { insertRow, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { signed } from './approvals.ts';

const createReviewRequest: Operation = (scope, args) => {
  const { procedureId, reviewerId, status } = args['input'] as Input;
  const values = { procedureId, reviewerId, ...(status == null ? {} : { status }) };
  return { reviewRequest: insertRow(scope, 'ReviewRequest', values) };
};

/** A request is answered by the review of whom it asked (inferred). */
const answerRequest = (scope: Scope, review: SqlRow): void => {
  const { procedureId = null, reviewerId = null, status } = review;
  if (procedureId === null) return;
  for (const request of rowsWhere(scope, 'ReviewRequest', { procedureId, reviewerId })) {
    if (request['status'] !== status) updateRow(scope, 'ReviewRequest', request, { status });
  }
};

export const reviews: Family = {
  behaviours: [
    {
      type: 'Review',
      prepare: (scope, values) => {
        if (values['procedureId'] == null && values['stepId'] == null && values['parentId'] == null) {
          throw invalid('A review is of a procedure, of a step, or an answer to another.');
        }
        signed('Review')(scope, values);
      },
      created: answerRequest,
      updated: answerRequest,
    },
    { type: 'RedlineApproval', prepare: signed('RedlineApproval') },
  ],
  operations: { createReviewRequest },
};
