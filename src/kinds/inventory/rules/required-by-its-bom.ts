/** A requirement that is added to a unit is for a part that its BOM does not ask for already: ION would have both. (inferred) */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { referrers } from '../../../state/referrers.ts';
import { declaredAt, declaredOf, nameOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';

function sameItem(requirement: Entity, state: DesiredState): Entity | undefined {
  const unit = declaredAt(requirement, 'inventory', state);
  const items = referrers(state, 'bom', 'part', String(unit?.fields['part'])).flatMap(bom =>
    referrers(state, 'bom-item', 'bom', bom.address),
  );
  return items.find(item => item.fields['part'] === requirement.fields['part']);
}

export const requiredByItsBom: Rule = state =>
  declaredOf('build-requirement', state).flatMap((entity): readonly Finding[] => {
    const item = entity.mode === 'managed' ? sameItem(entity, state) : undefined;
    if (!item) return [];
    const message = `the BOM of the unit asks for "${nameOf(String(entity.fields['part']), state)}" already`;
    const related = [{ entity: item, path: ['part'], part: 'value' as const, message: 'the BOM item' }];
    const help = 'take it away here: ION makes the requirement from the BOM';
    return [{ code: 'bad-value', entity, path: ['part'], part: 'value', message, help, related }];
  });
