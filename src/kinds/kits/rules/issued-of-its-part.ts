/** What is issued to an item is of the part that the item asks for. [inferred] */
import { declaredAt, declaredOf, nameOf } from '../../declared.ts';
import type { Rule } from '../../kind.ts';

export const issuedOfItsPart: Rule = state =>
  declaredOf('kit-issue', state).flatMap(issue => {
    const record = declaredAt(issue, 'inventory', state);
    const item = declaredAt(issue, 'item', state);
    const [has, wants] = [String(record?.fields['part']), String(item?.fields['part'])];
    if (!record || !item || has === wants || !state.entities.has(has) || !state.entities.has(wants)) return [];
    // A lookup may be the same part under another name.
    if ([has, wants].some(address => state.entities.get(address)?.mode === 'lookup')) return [];
    const message = `"${record.key}" is of part "${nameOf(has, state)}", but the item asks for "${nameOf(wants, state)}"`;
    const related = [{ entity: item, path: ['part'], part: 'value' as const, message: 'what is asked for' }];
    const help = 'issue it to an item of its own part';
    return [{ code: 'bad-value', entity: issue, path: ['inventory'], part: 'value', message, help, related }];
  });
