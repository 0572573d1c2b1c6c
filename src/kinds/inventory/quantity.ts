/** How much there is of an inventory record, as far as its declaration tells. */
import type { DesiredState, Entity } from '../../state/entity.ts';
import { declaredAt } from '../declared.ts';
import type { Finding } from '../kind.ts';

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

/** The sum of what each of several takes. */
export function takenBy(takers: readonly Entity[]): number {
  return takers.reduce((sum, { fields }) => sum + Number(fields['quantity']), 0);
}

/** The place of a quantity. */
export const QUANTITY = { path: ['quantity'], part: 'value' } as const;

/** Of what adds up to too much, so much is shown beside the last. */
const MOST_SHOWN = 5;

/** What a finding at the last of several shows of the others. */
export function othersOf(takers: readonly Entity[], message: string): NonNullable<Finding['related']> {
  return takers
    .slice(0, -1)
    .slice(0, MOST_SHOWN)
    .map(entity => ({ entity, ...QUANTITY, message }));
}
