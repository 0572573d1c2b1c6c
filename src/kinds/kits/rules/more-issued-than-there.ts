/** No more of a record is issued, to all kits together, than there is of it; a serialised unit only once. [GUIDE, inferred] */
import { referrers } from '../../../state/referrers.ts';
import { declaredOf } from '../../declared.ts';
import { installedBy, MOST_SHOWN, quantityOf } from '../../inventory/quantity.ts';
import type { Finding, Rule } from '../../kind.ts';
import { isMore, shownSum } from '../../sums.ts';

const VALUE = { path: ['quantity'], part: 'value' } as const;

export const moreIssuedThanThere: Rule = state =>
  declaredOf('inventory', state).flatMap((record): readonly Finding[] => {
    const issues = referrers(state, 'kit-issue', 'inventory', record.address);
    const quantity = quantityOf(record, state);
    const last = issues.at(-1);
    const issued = installedBy(issues);
    if (!last || quantity === undefined || !isMore(issued, quantity)) return [];
    const message = `"${record.key}" has ${shownSum(quantity)}, but ${shownSum(issued)} are issued to kits`;
    const others = issues
      .slice(0, -1)
      .slice(0, MOST_SHOWN)
      .map(entity => ({ entity, ...VALUE, message: 'issued here too' }));
    const related = [{ entity: record, ...VALUE, message: 'what there is' }, ...others];
    const help = 'issue less of it, or of another record too';
    return [{ code: 'bad-value', entity: last, ...VALUE, message, help, related }];
  });
