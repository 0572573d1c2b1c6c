/** What is installed is of a part that the unit's BOM asks for, or of a substitute for it. [MAN aBOM] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { declaredOf, nameOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { inWords, quoted } from '../../wording.ts';
import { accepts } from '../complete-installations.ts';
import { acceptedBy, type Installing, installingOf } from '../fitting.ts';

function namesOf(items: readonly Entity[], state: DesiredState): readonly string[] {
  return items.map(({ fields }) => nameOf(String(fields['part']), state));
}

function notInBom({ installation, unit, items, part }: Installing, state: DesiredState): Finding {
  const built = nameOf(String(unit.fields['part']), state);
  const parts = new Set(items.flatMap(item => acceptedBy(item, state)));
  const accepted = [...parts].map(address => nameOf(address, state));
  const message = `part "${nameOf(part, state)}" is not in the BOM of "${built}", and no substitute there`;
  const help = accepted.length > 0 ? `it takes ${inWords(accepted, 'or')}` : `the BOM of "${built}" has no items`;
  return { code: 'bad-value', entity: installation, path: ['inventory'], part: 'value', message, help };
}

function noSuchItem({ installation, unit, items, named = '' }: Installing, state: DesiredState): Finding {
  const built = nameOf(String(unit.fields['part']), state);
  const among = namesOf(items, state);
  const message = `the BOM of "${built}" has no item for part "${nameOf(named, state)}"`;
  const help = `it has items for ${inWords(among, 'and') || 'nothing'}`;
  const meant = { name: nameOf(named, state), among };
  return { code: 'bad-value', entity: installation, path: ['requirement'], part: 'value', message, help, meant };
}

function notAccepted({ installation, part }: Installing, item: Entity, state: DesiredState): Finding {
  const [asked = '', ...substitutes] = acceptedBy(item, state).map(address => nameOf(address, state));
  const message = `part "${nameOf(part, state)}" does not fulfil the requirement for "${asked}"`;
  const help = `the item accepts ${substitutes.length === 0 ? 'only ' : ''}${inWords([asked, ...substitutes], 'or')}`;
  const related = [{ entity: item, path: ['part'], part: 'value' as const, message: `the BOM item for "${asked}"` }];
  return { code: 'bad-value', entity: installation, path: ['inventory'], part: 'value', message, help, related };
}

function undecided({ installation, part }: Installing, fitting: readonly Entity[], state: DesiredState): Finding {
  const names = namesOf(fitting, state);
  const message = `part "${nameOf(part, state)}" could stand in for ${inWords(names.map(quoted), 'or')}`;
  const help = `say which: requirement: ${names[0]}`;
  return { code: 'missing-field', entity: installation, path: [], part: 'key', message, help };
}

function problemOf(installing: Installing, state: DesiredState): Finding | undefined {
  const { items, part, named } = installing;
  if (named !== undefined) {
    const item = items.find(({ fields }) => fields['part'] === named);
    if (!item) return state.entities.has(named) ? noSuchItem(installing, state) : undefined;
    return accepts(item, part, state) ? undefined : notAccepted(installing, item, state);
  }
  const fitting = items.filter(item => accepts(item, part, state));
  // An item of an unknown part has been reported, and may have been meant for this one.
  const isTorn = items.some(({ fields }) => !state.entities.has(String(fields['part'])));
  if (fitting.length === 0) return isTorn ? undefined : notInBom(installing, state);
  const isAskedFor = fitting.some(({ fields }) => fields['part'] === part);
  return fitting.length === 1 || isAskedFor ? undefined : undecided(installing, fitting, state);
}

export const fitsItsUnit: Rule = state =>
  declaredOf('installation', state).flatMap(installation => {
    const installing = installingOf(installation, state);
    return (installing && problemOf(installing, state)) ?? [];
  });
