/** No more of an inventory record is scrapped than there is of it. [MAN: it is SCRAPPED when the two are equal; inferred] */
import { declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { isMore } from '../../sums.ts';
import { quantityOf } from '../quantity.ts';

export const moreScrappedThanThere: Rule = state =>
  declaredOf('inventory', state).flatMap((unit): readonly Finding[] => {
    const scrapped = unit.fields['quantityScrapped'];
    const quantity = quantityOf(unit, state);
    if (typeof scrapped !== 'number' || quantity === undefined || !isMore(scrapped, quantity)) return [];
    const message = `"${unit.key}" has ${quantity}, but ${scrapped} of it are scrapped`;
    const help = '"quantity" counts the scrapped ones too';
    return [{ code: 'bad-value', entity: unit, path: ['quantityScrapped'], part: 'value', message, help }];
  });
