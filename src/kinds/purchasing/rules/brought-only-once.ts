/** What a line of an order brings is a record of its own, so no entry declares another that could not be told from it. */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { multimap } from '../../../state/multimap.ts';
import type { Fields, Value } from '../../../state/value.ts';
import { declaredAt, declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';

/** The declared records by part and numbers. */
type Records = ReadonlyMap<string, readonly Entity[]>;

function nameOf(part: Value | undefined, { serialNumber = null, lotNumber = null }: Fields): string {
  return JSON.stringify([part, serialNumber, lotNumber]);
}

function recordsIn(state: DesiredState): Records {
  return multimap(
    declaredOf('inventory', state).map(record => [nameOf(record.fields['part'], record.fields), record] as const),
  );
}

/** Beyond its numbers, a record without a serial number is told by its place; without a place it may stand anywhere. */
function isThere(record: Entity, item: Entity): boolean {
  const { serialNumber = null, location } = record.fields;
  return serialNumber !== null || location === undefined || location === (item.fields['location'] ?? null);
}

function problemOf(item: Entity, records: Records, state: DesiredState): readonly Finding[] {
  const part = declaredAt(item, 'purchaseOrderLine', state)?.fields['part'];
  if (typeof part !== 'string' || (item.fields['inventory'] ?? null) !== null) return [];
  const record = records.get(nameOf(part, item.fields))?.find(each => isThere(each, item));
  if (!record) return [];
  const message = `this brings what "${record.key}" declares already, and the two could not be told apart in ION`;
  const related = [{ entity: record, path: [], part: 'key' as const, message: 'declared here' }];
  const help = `receive that record: "inventory: ${record.key}" instead of numbers and a place; or do not declare it`;
  return [{ code: 'duplicate-identity', entity: item, path: [], part: 'value', message, help, related }];
}

export const broughtOnlyOnce: Rule = state => {
  const records = recordsIn(state);
  return declaredOf('receipt-item', state).flatMap(item => problemOf(item, records, state));
};
