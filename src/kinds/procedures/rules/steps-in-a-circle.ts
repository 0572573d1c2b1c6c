/**
 * Steps that wait for each other can never be done. A step begins when all before it are complete and the one around it
 * has begun [MAN runs], and is complete only when those inside it are [inferred].
 */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { circleFinding, circlesOf, type Link } from '../../circles.ts';
import { declaredAt, declaredOf } from '../../declared.ts';
import type { Rule } from '../../kind.ts';
import { wayRound } from '../../wording.ts';
import { stepKey } from '../nesting.ts';
import { isWithinItself } from './waits-for-itself.ts';

const begin = (step: Entity) => `${step.address} begins`;
const end = (step: Entity) => `${step.address} ends`;

function linksOfStep(step: Entity, state: DesiredState): readonly Link[] {
  const parent = declaredAt(step, 'parent', state);
  const own: Link = { from: end(step), to: begin(step) };
  if (!parent) return [own];
  const [inner, outer] = [stepKey(step, state), stepKey(parent, state)];
  const place = (message: string) => ({ entity: step, path: [], part: 'key' as const, message });
  return [
    own,
    {
      from: begin(step),
      to: begin(parent),
      place: place(`"${inner}" begins only when "${outer}" around it has begun`),
    },
    { from: end(parent), to: end(step), place: place(`"${outer}" is complete only when "${inner}" inside it is`) },
  ];
}

function linkOfEdge(edge: Entity, state: DesiredState): readonly Link[] {
  const step = declaredAt(edge, 'step', state);
  const upstream = declaredAt(edge, 'upstream', state);
  if (!step || !upstream || isWithinItself(edge, state)) return [];
  const message = `"${stepKey(step, state)}" comes after "${stepKey(upstream, state)}"`;
  return [{ from: begin(step), to: end(upstream), place: { entity: edge, path: [], part: 'value', message } }];
}

function isEdge({ place }: Link): boolean {
  return place?.entity.kind === 'step-edge';
}

/** The steps that the circle passes, each once, beginning with one that comes after the next. */
function stepsOf(circle: readonly Link[], state: DesiredState): readonly string[] {
  const steps = circle.map(({ from }) => from.replace(/ (begins|ends)$/, ''));
  const passed = steps.filter((step, index) => step !== steps.at(index - 1));
  return passed.map(address => {
    const step = state.entities.get(address);
    return step ? stepKey(step, state) : address;
  });
}

function procedureOf(circle: readonly Link[], state: DesiredState): string {
  const step = circle.flatMap(({ place }) => (place?.entity.kind === 'step-edge' ? [place.entity] : [])).at(0);
  return declaredAt(declaredAt(step, 'step', state), 'procedure', state)?.key ?? '';
}

/** One finding for each circle, at the `after` that it begins with. */
export const stepsInACircle: Rule = state => {
  const steps = declaredOf('step', state).flatMap(step => linksOfStep(step, state));
  const edges = declaredOf('step-edge', state).flatMap(edge => linkOfEdge(edge, state));
  return circlesOf([...steps, ...edges]).flatMap(found => {
    const first = found.findIndex(isEdge);
    const circle = [...found.slice(first), ...found.slice(0, first)];
    const way = stepsOf(circle, state);
    const message = `steps of procedure "${procedureOf(circle, state)}" wait for each other: ${wayRound(way)}`;
    return circleFinding(circle, message, 'take one of them out of "after"');
  });
};
