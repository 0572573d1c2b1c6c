/** Finds all the circles in a graph, whatever order its nodes come in. */
import { findCycle, type Graph } from './graph.ts';

/** A longer circle is shown as it was found: looking for a shorter one takes the square of its length. */
const LONGEST_TO_SHORTEN = 300;

/**
 * Cycles that share no node, each from its smallest node on, in the order in which each node depends on the next. A
 * second cycle through a node of the first is found once the first is broken.
 */
export function findCycles(graph: Graph): readonly (readonly string[])[] {
  const nodes = [...graph.keys()].sort();
  const rest = new Map(nodes.map(node => [node, (graph.get(node) ?? []).toSorted()]));
  const cycles: (readonly string[])[] = [];
  const done = new Set<string>();
  for (let found = findCycle(rest, done); found; found = findCycle(rest, done)) {
    const cycle = fromSmallest(shortened(found, rest));
    cycles.push(cycle);
    // Neither is looked through again, so that many cycles do not take the square of their number.
    for (const node of [...cycle, ...done]) rest.delete(node);
    done.clear();
  }
  return cycles;
}

/** The shortest cycle among the nodes of one: it may take a longer way round than it needs. */
function shortened(cycle: readonly string[], graph: Graph): readonly string[] {
  if (cycle.length > LONGEST_TO_SHORTEN) return cycle;
  const within = new Set(cycle);
  const ways = cycle.toSorted().map(node => wayBack(node, within, graph));
  return ways.reduce((best, way) => (way.length < best.length ? way : best), cycle);
}

function wayBack(start: string, within: ReadonlySet<string>, graph: Graph): readonly string[] {
  const ways = new Map<string, readonly string[]>([[start, [start]]]);
  for (const [node, way] of ways) {
    const next = (graph.get(node) ?? []).filter(dependency => within.has(dependency));
    if (next.includes(start)) return way;
    for (const dependency of next) if (!ways.has(dependency)) ways.set(dependency, [...way, dependency]);
  }
  return [...within];
}

function fromSmallest(cycle: readonly string[]): readonly string[] {
  const smallest = cycle.reduce((best, node, index) => (node < (cycle[best] ?? node) ? index : best), 0);
  return [...cycle.slice(smallest), ...cycle.slice(0, smallest)];
}
