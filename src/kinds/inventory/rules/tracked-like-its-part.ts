/** A part's tracking type decides which numbers its inventory has. [GUIDE part-inventory: all inventory must match] */

import type { DesiredState, Entity } from '../../../state/entity.ts';
import type { Value } from '../../../state/value.ts';
import { declaredAt, declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';

const NUMBER_FOR: Readonly<Record<string, string>> = { SERIAL: 'serialNumber', LOT: 'lotNumber' };

function isGiven(value: Value | undefined): boolean {
  return (value ?? null) !== null;
}

function missingNumber(unit: Entity, part: Entity, tracking: string): readonly Finding[] {
  const number = NUMBER_FOR[tracking];
  if (number === undefined || isGiven(unit.fields[number])) return [];
  const message = `"${unit.key}" needs a ${number}: its part "${part.key}" is tracked by ${tracking}`;
  const related = [{ entity: part, path: ['trackingType'], part: 'value' as const, message: `tracked by ${tracking}` }];
  return [{ code: 'missing-field', entity: unit, path: [], part: 'key', message, help: `add "${number}"`, related }];
}

function unwantedSerial(unit: Entity, part: Entity, tracking: string): readonly Finding[] {
  if (tracking !== 'LOT' || !isGiven(unit.fields['serialNumber'])) return [];
  const message = `"${unit.key}" cannot have a serialNumber: its part "${part.key}" is tracked by LOT`;
  const related = [{ entity: part, path: ['trackingType'], part: 'value' as const, message: 'tracked by LOT' }];
  const help = 'give it a lotNumber only, or track the part by SERIAL';
  return [{ code: 'bad-value', entity: unit, path: ['serialNumber'], part: 'value', message, help, related }];
}

function severalOfOne(unit: Entity, tracking: string): readonly Finding[] {
  const { quantity = null, serialNumber } = unit.fields;
  if (tracking === 'LOT' || quantity === null || quantity === 1) return [];
  if (tracking !== 'SERIAL' && !isGiven(serialNumber)) return [];
  const message = `the quantity of "${unit.key}" must be 1, since it is one serialised unit`;
  const help = 'declare every unit by itself, each with its serialNumber';
  return [{ code: 'bad-value', entity: unit, path: ['quantity'], part: 'value', message, help }];
}

function problemsOf(unit: Entity, state: DesiredState): readonly Finding[] {
  const part = declaredAt(unit, 'part', state);
  const tracking = String(part?.fields['trackingType'] ?? '');
  if (!part) return severalOfOne(unit, tracking);
  return [
    ...missingNumber(unit, part, tracking),
    ...unwantedSerial(unit, part, tracking),
    ...severalOfOne(unit, tracking),
  ];
}

export const trackedLikeItsPart: Rule = state =>
  declaredOf('inventory', state).flatMap(unit => problemsOf(unit, state));
