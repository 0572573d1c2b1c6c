// Rules are kept as they are sent; nothing runs their code.
import { createHash } from 'node:crypto';
import type { Family, Values } from '../resolve/scope.ts';

/** ION answers a hash of the code [SDL]; which one is inferred. */
const hashCode = (values: Values): void => {
  values['codeHash'] = createHash('sha256')
    .update(String(values['code'] ?? ''))
    .digest('hex');
};

export const rules: Family = {
  behaviours: [
    {
      type: 'Rule',
      prepare: (_scope, values) => hashCode(values),
      check: (_scope, _before, changes) => {
        if (changes['code'] !== undefined) hashCode(changes);
      },
    },
  ],
};
