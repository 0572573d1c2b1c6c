/** A position is one of those that the BOM item names, and is taken once in a unit. [docs aBOM; that it is taken once is inferred] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { referrers } from '../../../state/referrers.ts';
import { declaredOf, nameOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { inWords } from '../../wording.ts';
import { installingOf, itemFor } from '../fitting.ts';

function unknownPosition(installation: Entity, item: Entity, state: DesiredState): readonly Finding[] {
  const name = installation.fields['referenceDesignator'];
  const designators = referrers(state, 'bom-designator', 'item', item.address);
  const among = designators.map(({ fields }) => String(fields['value']));
  if (typeof name !== 'string' || among.includes(name)) return [];
  const part = nameOf(String(item.fields['part']), state);
  const message = `the BOM item for "${part}" has no position "${name}"`;
  const help = among.length > 0 ? `it has ${inWords(among, 'and')}` : `add referenceDesignators: [${name}] to the item`;
  const related = [{ entity: item, path: ['part'], part: 'value' as const, message: 'the BOM item' }];
  const at = { entity: installation, path: ['referenceDesignator'], part: 'value' as const };
  return [{ code: 'bad-value', ...at, message, help, meant: { name, among }, related }];
}

function takenTwice(installations: readonly Entity[], state: DesiredState): readonly Finding[] {
  const [first, ...others] = installations;
  if (!first) return [];
  const at = { path: ['referenceDesignator'], part: 'value' as const };
  const { into, referenceDesignator } = first.fields;
  const message = `position "${referenceDesignator}" of "${nameOf(String(into), state)}" is taken twice`;
  const related = [{ entity: first, ...at, message: 'first taken here' }];
  return others.map(entity => ({ code: 'bad-value', entity, ...at, message, help: 'give another position', related }));
}

export const positionOfItsItem: Rule = state => {
  const byPosition = new Map<string, Entity[]>();
  const findings = declaredOf('installation', state).flatMap(installation => {
    const installing = installingOf(installation, state);
    const item = installing && itemFor(installing, state);
    const { into, referenceDesignator } = installation.fields;
    if (!item || typeof referenceDesignator !== 'string') return [];
    const position = JSON.stringify([into, item.address, referenceDesignator]);
    byPosition.set(position, [...(byPosition.get(position) ?? []), installation]);
    return unknownPosition(installation, item, state);
  });
  return [...findings, ...[...byPosition.values()].flatMap(taken => takenTwice(taken, state))];
};
