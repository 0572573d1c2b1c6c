/** No more of an inventory record is installed, in all units together, than there is; a serialised unit only once. [GUIDE, docs aBOM] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { referrers } from '../../../state/referrers.ts';
import { declaredOf, nameOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { isMore, shownSum } from '../../sums.ts';
import { inWords, quoted } from '../../wording.ts';
import { isSerialised, othersOf, QUANTITY, quantityOf, takenBy } from '../quantity.ts';

function available(record: Entity, state: DesiredState): number | undefined {
  const quantity = quantityOf(record, state);
  return quantity === undefined ? undefined : quantity - Number(record.fields['quantityScrapped'] ?? 0);
}

function sentence(record: Entity, installations: readonly Entity[], left: number, state: DesiredState): string {
  if (!isSerialised(record, state) || left < 1) {
    const scrapped = record.fields['quantityScrapped'] ? ' left' : '';
    return `"${record.key}" has ${shownSum(left)}${scrapped}, but ${shownSum(takenBy(installations))} are installed`;
  }
  if (installations.length === 1) return `"${record.key}" is one serialised unit, so no more than 1 can be installed`;
  const units = installations.map(({ fields }) => nameOf(String(fields['into']), state)).sort();
  return `"${record.key}" is one serialised unit, but is installed in ${inWords(units.map(quoted), 'and')}`;
}

/** Whether two of the installations are one in ION: that is reported as such. */
function hasRepeats(installations: readonly Entity[]): boolean {
  return new Set(installations.map(({ fields }) => fields['requirement'])).size < installations.length;
}

function excessOf(record: Entity, state: DesiredState): readonly Finding[] {
  const installations = referrers(state, 'installation', 'inventory', record.address);
  const left = available(record, state);
  const last = installations.at(-1);
  if (!last || left === undefined || hasRepeats(installations)) return [];
  if (!isMore(takenBy(installations), left)) return [];
  const message = sentence(record, installations, left, state);
  const help = isSerialised(record, state) ? 'install another unit' : 'install less of it, or of another record too';
  const others = othersOf(installations, 'installed here too');
  const related = [{ entity: record, ...QUANTITY, message: 'what there is' }, ...others];
  return [{ code: 'bad-value', entity: last, ...QUANTITY, message, help, related }];
}

export const moreInstalledThanThere: Rule = state =>
  declaredOf('inventory', state).flatMap(record => excessOf(record, state));
