/** How much there is of an inventory record, as far as its declaration tells. */
import type { DesiredState, Entity } from '../../state/entity.ts';
import { declaredAt } from '../declared.ts';

/** Whether a record is one serialised unit: it has a serial number, or its part asks for one. [GUIDE] */
export function isSerialised(unit: Entity, state: DesiredState): boolean {
  const hasSerial = (unit.fields['serialNumber'] ?? null) !== null;
  return hasSerial || declaredAt(unit, 'part', state)?.fields['trackingType'] === 'SERIAL';
}

/** The quantity of a record: 1 for a serialised unit, otherwise what was declared; undefined when nothing was. */
export function quantityOf(unit: Entity, state: DesiredState): number | undefined {
  if (isSerialised(unit, state)) return 1;
  const declared = unit.fields['quantity'];
  return typeof declared === 'number' ? declared : undefined;
}

/** Of what adds up to too much, so much is shown beside the last. */
export const MOST_SHOWN = 5;

/** The sum of the quantities of installations. */
export function installedBy(installations: readonly Entity[]): number {
  return installations.reduce((sum, { fields }) => sum + Number(fields['quantity']), 0);
}
