// Locations: a tree without circles.
import { invalid } from '../resolve/refusals.ts';
import type { Family } from '../resolve/scope.ts';
import { isReachable, parentPairs } from './graph.ts';

export const locations: Family = {
  behaviours: [
    {
      type: 'Location',
      check: (scope, before, changes) => {
        const parent = changes['parentId'];
        if (parent === undefined || parent === null) return;
        if (isReachable(scope, parentPairs('Location'), Number(parent), before['id'] ?? null)) {
          throw invalid(
            `Location ${before['id']} cannot be below itself: ${String(parent)} is the same or lies under it.`,
          );
        }
      },
    },
  ],
};
