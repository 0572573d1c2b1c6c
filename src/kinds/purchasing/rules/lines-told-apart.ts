/** A line is known again by its position or its part, so it has one of them. */
import { declaredAt, declaredOf } from '../../declared.ts';
import type { Rule } from '../../kind.ts';

export const linesToldApart: Rule = state =>
  declaredOf('purchase-order-line', state).flatMap(line => {
    const { position = null, part = null } = line.fields;
    if (position !== null || part !== null) return [];
    const order = declaredAt(line, 'purchaseOrder', state)?.key;
    const message = `a line of purchase order "${order}" has neither a part nor a position, so it could not be found again`;
    return [
      { code: 'missing-field', entity: line, path: [], part: 'value', message, help: 'add "part" or "position"' },
    ];
  });
