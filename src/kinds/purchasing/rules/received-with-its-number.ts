/** What comes of a tracked part has its number from then on: a serial number each, or a lot number. [GUIDE part-inventory] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { declaredAt, declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';

const NUMBER_FOR: Readonly<Record<string, string>> = { SERIAL: 'serialNumber', LOT: 'lotNumber' };

function problemsOf(item: Entity, state: DesiredState): readonly Finding[] {
  const part = declaredAt(declaredAt(item, 'purchaseOrderLine', state), 'part', state);
  const tracking = String(part?.fields['trackingType'] ?? '');
  const number = NUMBER_FOR[tracking];
  if (!part || number === undefined || (item.fields['inventory'] ?? null) !== null) return [];
  const related = [{ entity: part, path: ['trackingType'], part: 'value' as const, message: `tracked by ${tracking}` }];
  if ((item.fields[number] ?? null) === null) {
    const message = `what is received needs a ${number}: its part "${part.key}" is tracked by ${tracking}`;
    return [
      { code: 'missing-field', entity: item, path: [], part: 'value', message, help: `add "${number}"`, related },
    ];
  }
  if (tracking !== 'SERIAL' || item.fields['quantity'] === 1) return [];
  const message = `the quantity must be 1, since part "${part.key}" is tracked by SERIAL`;
  const help = 'receive every unit by itself, each with its serialNumber';
  return [{ code: 'bad-value', entity: item, path: ['quantity'], part: 'value', message, help, related }];
}

export const receivedWithItsNumber: Rule = state =>
  declaredOf('receipt-item', state).flatMap(item => problemsOf(item, state));
