/** Reports things that wait for each other, or are inside each other, in a circle. */

import type { Path } from '../source/source-file.ts';
import { findCycles } from '../state/cycles.ts';
import type { Entity } from '../state/entity.ts';
import type { Finding } from './kind.ts';

/** One thing that needs another. Without a place where nobody wrote it, such as that a step ends after it began. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly place?: {
    readonly entity: Entity;
    readonly path: Path;
    readonly part: 'key' | 'value';
    readonly message: string;
  };
}

/** The circles that links close; of two links between the same two things the first counts. */
export function circlesOf(links: readonly Link[]): readonly (readonly Link[])[] {
  const byPair = new Map<string, Map<string, Link>>();
  for (const link of links) {
    const ofNode = byPair.get(link.from) ?? new Map<string, Link>();
    byPair.set(link.from, ofNode);
    if (!ofNode.has(link.to)) ofNode.set(link.to, link);
  }
  const graph = new Map(Array.from(byPair, ([from, ofNode]) => [from, [...ofNode.keys()]]));
  return findCycles(graph).map(cycle =>
    cycle.flatMap((node, index) => byPair.get(node)?.get(cycle[(index + 1) % cycle.length] ?? node) ?? []),
  );
}

/** One finding for a whole circle, which shows every written link of it; the first is pointed at. */
export function circleFinding(circle: readonly Link[], message: string, help: string): readonly Finding[] {
  const [first, ...related] = circle.flatMap(({ place }) => place ?? []);
  if (!first) return [];
  const { entity, path, part, message: label } = first;
  return [{ code: 'reference-cycle', entity, path, part, message, label, help, related }];
}
