/** The steps of a run are copies of the steps of its procedure, and go by their keys. [GUIDE] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { referrers } from '../../../state/referrers.ts';
import { declaredAt, declaredOf, ownKey } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { inWords } from '../../wording.ts';

function unknownStep(entity: Entity, run: Entity, procedure: Entity, state: DesiredState): Finding {
  const name = ownKey(entity, run);
  const among = referrers(state, 'step', 'procedure', procedure.address).map(step => ownKey(step, procedure));
  const message = `no step has the key "${name}" in procedure "${procedure.key}"`;
  const help = among.length > 0 ? `its steps are ${inWords(among, 'and')}` : 'declare the steps of the procedure first';
  const related = [{ entity: procedure, path: [], part: 'key' as const, message: 'the procedure of the run' }];
  const at = { entity, path: [], part: 'key' as const };
  return { code: 'unknown-reference', ...at, message, help, meant: { name, among }, related };
}

export const stepsOfItsProcedure: Rule = state =>
  declaredOf('run-step', state).flatMap(entity => {
    const run = declaredAt(entity, 'run', state);
    const procedure = declaredAt(run, 'procedure', state);
    if (!run || !procedure || declaredAt(entity, 'step', state)) return [];
    return [unknownStep(entity, run, procedure, state)];
  });
