/** A substitute is another part than the one that it stands in for, and than the one that is built. [inferred] */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { declaredAt, declaredOf, nameOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';

function problemOf(substitute: Entity, state: DesiredState): string | undefined {
  const part = substitute.fields['part'];
  if (typeof part !== 'string') return undefined;
  const item = declaredAt(substitute, 'item', state);
  if (item?.fields['part'] === part) return `part "${nameOf(part, state)}" cannot be a substitute for itself`;
  const built = declaredAt(item, 'bom', state)?.fields['part'];
  return built === part ? `part "${nameOf(part, state)}" cannot be a substitute in its own BOM` : undefined;
}

export const substitutesItself: Rule = state =>
  declaredOf('bom-substitute', state).flatMap((entity): readonly Finding[] => {
    const message = problemOf(entity, state);
    if (message === undefined) return [];
    return [{ code: 'bad-value', entity, path: [], part: 'value', message, help: 'take it out of the substitutes' }];
  });
