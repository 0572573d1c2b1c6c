/**
 * A unit has something to install into only when its part's BOM was released before the unit was made: its build
 * requirements come from there. [MAN, GUIDE aBOM; that they come from the released version is inferred]
 */
import type { Entity } from '../../../state/entity.ts';
import { referrers } from '../../../state/referrers.ts';
import { declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { installingOf } from '../fitting.ts';

function finding(bom: Entity, installation: Entity): Finding {
  const { status = null } = bom.fields;
  const stands = status === null ? 'is not declared RELEASED' : `is declared ${status}`;
  const message = `BOM "${bom.key}" ${stands}, so its units have nothing to install into`;
  const related = [{ entity: installation, path: ['into'], part: 'value' as const, message: 'installed here' }];
  const at = { entity: bom, path: ['status'], part: 'value' as const };
  return { code: 'bad-value', ...at, message, help: 'declare it with status: RELEASED', related };
}

/** One finding for a BOM, however much is installed by it: its status is the cause of all. */
export const intoAReleasedBom: Rule = state => {
  const firsts = new Map<Entity, Entity>();
  for (const installation of declaredOf('installation', state)) {
    // What was added by hand needs no BOM.
    if (state.entities.get(String(installation.fields['requirement']))?.mode === 'managed') continue;
    const unit = installingOf(installation, state)?.unit;
    for (const bom of unit ? referrers(state, 'bom', 'part', String(unit.fields['part'])) : []) {
      if (bom.fields['status'] !== 'RELEASED' && !firsts.has(bom)) firsts.set(bom, installation);
    }
  }
  return [...firsts].map(([bom, installation]) => finding(bom, installation));
};
