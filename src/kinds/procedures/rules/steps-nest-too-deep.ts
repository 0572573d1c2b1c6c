/** Steps nest five levels deep at most. [docs procedures overview] */
import { declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { stepKey, stepsAround } from '../nesting.ts';

const DEEPEST = 5;

/** Only the first step that is too deep is reported: those inside it are so because of it. */
export const stepsNestTooDeep: Rule = state =>
  declaredOf('step', state).flatMap((entity): readonly Finding[] => {
    if (stepsAround(entity, state).length !== DEEPEST) return [];
    const message = `step "${stepKey(entity, state)}" is on level ${DEEPEST + 1}, and ION nests steps ${DEEPEST} levels deep`;
    return [{ code: 'bad-value', entity, path: [], part: 'key', message, help: 'move it up a level' }];
  });
