/** An issue leaves PENDING only with a disposition. [docs track-quality/issues/overview, MAN states-dispositions-and-resolutions] */
import { declaredOf } from '../../declared.ts';
import type { Rule } from '../../kind.ts';

export const disposedBeyondPending: Rule = state =>
  declaredOf('issue', state).flatMap(issue => {
    const { status = 'PENDING', dispositionType = null } = issue.fields;
    if (status === 'PENDING' || dispositionType !== null) return [];
    const message = `issue "${issue.key}" is declared ${status}, and ION lets none leave PENDING without a disposition type`;
    const help = 'say what sort of disposition it has: dispositionType: <key of dispositionTypes>';
    return [{ code: 'missing-field', entity: issue, path: ['status'], part: 'value', message, help }];
  });
