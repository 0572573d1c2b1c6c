/** No more of a record is issued, to all kits together, than there is of it; a serialised unit only once. [GUIDE, inferred] */
import { referrers } from '../../../state/referrers.ts';
import { declaredOf } from '../../declared.ts';
import { othersOf, QUANTITY, quantityOf, takenBy } from '../../inventory/quantity.ts';
import type { Finding, Rule } from '../../kind.ts';
import { isMore, shownSum } from '../../sums.ts';

export const moreIssuedThanThere: Rule = state =>
  declaredOf('inventory', state).flatMap((record): readonly Finding[] => {
    const issues = referrers(state, 'kit-issue', 'inventory', record.address);
    const quantity = quantityOf(record, state);
    const last = issues.at(-1);
    const issued = takenBy(issues);
    if (!last || quantity === undefined || !isMore(issued, quantity)) return [];
    const message = `"${record.key}" has ${shownSum(quantity)}, but ${shownSum(issued)} are issued to kits`;
    const others = othersOf(issues, 'issued here too');
    const related = [{ entity: record, ...QUANTITY, message: 'what there is' }, ...others];
    const help = 'issue less of it, or of another record too';
    return [{ code: 'bad-value', entity: last, ...QUANTITY, message, help, related }];
  });
