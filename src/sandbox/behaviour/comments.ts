// Comments: an answer hangs on the entity of what it answers.
import { invalid } from '../resolve/refusals.ts';
import { rowOf } from '../resolve/rows.ts';
import type { Family } from '../resolve/scope.ts';

export const comments: Family = {
  behaviours: [
    {
      type: 'Comment',
      prepare: (scope, values) => {
        if (values['parentId'] == null) return;
        const parent = rowOf(scope, 'Comment', values['parentId']);
        values['entityId'] ??= parent['entityId'];
        if (Number(values['entityId']) !== parent['entityId']) {
          throw invalid(`Comment ${parent['id']} is on another entity than ${String(values['entityId'])}.`);
        }
        values['depth'] = Number(parent['depth']) + 1;
      },
    },
  ],
};
