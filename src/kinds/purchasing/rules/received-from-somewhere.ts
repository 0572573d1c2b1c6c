/** What is received is of an order's line, or a declared record, whose numbers are its own. */
import type { Entity } from '../../../state/entity.ts';
import { declaredAt, declaredOf, nameOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';

const NUMBERS = ['lotNumber', 'serialNumber', 'location'];

function nothingNamed(item: Entity): Finding {
  const message = 'this item names neither a line of an order nor a record of inventory';
  const help = 'add "purchaseOrderLine", such as spring-order.screw, or "inventory"';
  return { code: 'missing-field', entity: item, path: [], part: 'value', message, help };
}

function ownNumber(item: Entity, number: string, record: Entity): Finding {
  const message = `"${number}" belongs to what a line of an order brings, but this item receives "${record.key}"`;
  const help = `declare it in "inventory", at "${record.key}"`;
  const related = [{ entity: record, path: [], part: 'key' as const, message: 'received here' }];
  return { code: 'bad-value', entity: item, path: [number], part: 'key', message, help, related };
}

export const receivedFromSomewhere: Rule = state =>
  declaredOf('receipt-item', state).flatMap((item): readonly Finding[] => {
    const { inventory = null, purchaseOrderLine = null } = item.fields;
    if (inventory === null) return purchaseOrderLine === null ? [nothingNamed(item)] : [];
    const record = declaredAt(item, 'inventory', state);
    const line = declaredAt(item, 'purchaseOrderLine', state);
    if (!record) return [];
    const numbers = NUMBERS.filter(number => (item.fields[number] ?? null) !== null);
    const other = line && line.fields['part'] !== record.fields['part'] ? line : undefined;
    const wrongPart = other && {
      code: 'bad-value' as const,
      entity: item,
      path: ['inventory'],
      part: 'value' as const,
      message: `"${record.key}" is of part "${nameOf(String(record.fields['part']), state)}", which that line did not order`,
      related: [{ entity: other, path: ['part'], part: 'value' as const, message: 'what was ordered' }],
    };
    return [...numbers.map(number => ownNumber(item, number, record)), ...(wrongPart ? [wrongPart] : [])];
  });
