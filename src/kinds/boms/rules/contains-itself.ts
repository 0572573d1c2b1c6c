/** A part cannot be built into itself, at any depth. [inferred: ION's documents are silent on cycles] */
import type { Address, DesiredState } from '../../../state/entity.ts';
import { circleFinding, circlesOf, type Link } from '../../circles.ts';
import { declaredAt, declaredOf, nameOf } from '../../declared.ts';
import type { Rule } from '../../kind.ts';
import { wayRound } from '../../wording.ts';

function linksBetweenParts(state: DesiredState): readonly Link[] {
  return declaredOf('bom-item', state).flatMap(item => {
    const from = declaredAt(item, 'bom', state)?.fields['part'];
    const to = item.fields['part'];
    if (typeof from !== 'string' || typeof to !== 'string') return [];
    const message = `the BOM of "${nameOf(from, state)}" has "${nameOf(to, state)}" as an item`;
    return [{ from, to, place: { entity: item, path: ['part'], part: 'value', message } }];
  });
}

function messageOf(circle: readonly Address[], state: DesiredState): string {
  const names = circle.map(part => nameOf(part, state));
  const way = names.length > 1 ? `: ${wayRound(names)}` : '';
  return `part "${names[0]}" would be built into itself${way}`;
}

/** One finding for each circle of parts, at the BOM items that close it. */
export const containsItself: Rule = state =>
  circlesOf(linksBetweenParts(state)).flatMap(circle => {
    const parts = circle.map(({ from }) => from);
    return circleFinding(circle, messageOf(parts, state), 'take one of these items out of its BOM');
  });
