/** ION runs released procedures only. [SDL Run: "of a given released Procedure"; that others are refused is inferred] */
import { referrers } from '../../../state/referrers.ts';
import { declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';

/** One finding for a procedure, however many runs it has: its status is the cause of all. */
export const runsOfReleased: Rule = state =>
  declaredOf('procedure', state).flatMap((procedure): readonly Finding[] => {
    const { status = null } = procedure.fields;
    const [run] = referrers(state, 'run', 'procedure', procedure.address);
    if (!run || status === 'RELEASED') return [];
    const stands = status === null ? 'is not declared RELEASED' : `is declared ${status}`;
    const message = `procedure "${procedure.key}" ${stands}, and ION runs released procedures only`;
    const related = [{ entity: run, path: ['procedure'], part: 'value' as const, message: 'run here' }];
    const at = { entity: procedure, path: ['status'], part: 'value' as const };
    return [{ code: 'bad-value', ...at, message, help: 'declare it with status: RELEASED', related }];
  });
