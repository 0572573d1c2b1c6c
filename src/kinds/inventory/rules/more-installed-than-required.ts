/** No more is installed in a unit than its BOM item asks for. [MAN aBOM: a requirement does not grow by installing] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { declaredOf, nameOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { isMore, shownSum } from '../../sums.ts';
import { installingOf, itemFor } from '../fitting.ts';
import { othersOf, QUANTITY, quantityOf, takenBy } from '../quantity.ts';

interface Requirement {
  readonly unit: Entity;
  readonly item: Entity;
  readonly installations: Entity[];
}

function requirementsOf(state: DesiredState): readonly Requirement[] {
  const found = new Map<string, Requirement>();
  for (const installation of declaredOf('installation', state)) {
    const installing = installingOf(installation, state);
    const item = installing && itemFor(installing, state);
    if (!item) continue;
    const key = `${installing.unit.address} ${item.address}`;
    const requirement = found.get(key) ?? { unit: installing.unit, item, installations: [] };
    requirement.installations.push(installation);
    found.set(key, requirement);
  }
  return [...found.values()];
}

/** Two installations of one record are one in ION, and reported as such: what they come to cannot be told. */
function isClear({ installations }: Requirement): boolean {
  return new Set(installations.map(({ fields }) => fields['inventory'])).size === installations.length;
}

function excessOf(requirement: Requirement, state: DesiredState): readonly Finding[] {
  const { unit, item, installations } = requirement;
  const required = Number(item.fields['quantity']) * (quantityOf(unit, state) ?? 1);
  const installed = takenBy(installations);
  const last = installations.at(-1);
  if (!last || !isClear(requirement) || !isMore(installed, required)) return [];
  const part = nameOf(String(item.fields['part']), state);
  const message = `"${unit.key}" takes ${shownSum(required)} of "${part}", but ${shownSum(installed)} are installed`;
  const others = othersOf(installations, 'counted too');
  const related = [{ entity: item, ...QUANTITY, message: 'what one unit takes' }, ...others];
  const help = 'install less, or ask for more in the BOM';
  return [{ code: 'bad-value', entity: last, ...QUANTITY, message, help, related }];
}

export const moreInstalledThanRequired: Rule = state =>
  requirementsOf(state).flatMap(requirement => excessOf(requirement, state));
