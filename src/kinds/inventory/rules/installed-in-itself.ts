/** A unit is not installed in itself, at any depth. [inferred] */
import type { DesiredState } from '../../../state/entity.ts';
import { circleFinding, circlesOf, type Link } from '../../circles.ts';
import { declaredOf, nameOf } from '../../declared.ts';
import type { Rule } from '../../kind.ts';
import { wayRound } from '../../wording.ts';

function linksBetweenUnits(state: DesiredState): readonly Link[] {
  return declaredOf('installation', state).flatMap(installation => {
    const { into, inventory } = installation.fields;
    if (typeof into !== 'string' || typeof inventory !== 'string') return [];
    const message = `"${nameOf(inventory, state)}" is installed in "${nameOf(into, state)}"`;
    return [{ from: into, to: inventory, place: { entity: installation, path: [], part: 'key' as const, message } }];
  });
}

export const installedInItself: Rule = state =>
  circlesOf(linksBetweenUnits(state)).flatMap(circle => {
    const names = circle.map(({ from }) => nameOf(from, state));
    const way = names.length > 1 ? `: ${wayRound(names)}` : '';
    return circleFinding(
      circle,
      `"${names[0]}" would be installed in itself${way}`,
      'take one of these installations out',
    );
  });
