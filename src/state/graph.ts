/** Dependency graphs: each node with the nodes that it depends on. The search for cycles does not recurse, however deep the graph is. */
import toposort from 'toposort';

export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * One cycle, as the nodes in the order in which each depends on the next; undefined when there is none. Dependencies
 * that are not nodes are ignored. `done` takes up nodes from which no cycle is reached.
 */
export function findCycle(graph: Graph, done = new Set<string>()): readonly string[] | undefined {
  for (const root of graph.keys()) {
    const cycle = done.has(root) ? undefined : cycleFrom(root, graph, done);
    if (cycle) return cycle;
  }
  return undefined;
}

function cycleFrom(root: string, graph: Graph, done: Set<string>): readonly string[] | undefined {
  const trail = [{ node: root, next: 0 }];
  const onTrail = new Set([root]);
  for (let top = trail.at(-1); top; top = trail.at(-1)) {
    const dependency = graph.get(top.node)?.[top.next++];
    if (dependency === undefined) {
      trail.pop();
      onTrail.delete(top.node);
      done.add(top.node);
    } else if (onTrail.has(dependency)) {
      return trail.slice(trail.findIndex(({ node }) => node === dependency)).map(({ node }) => node);
    } else if (!done.has(dependency) && graph.has(dependency)) {
      trail.push({ node: dependency, next: 0 });
      onTrail.add(dependency);
    }
  }
  return undefined;
}

/**
 * The nodes of a small acyclic graph, dependencies first; nodes that are in such an order already keep it. Throws when
 * there is a cycle. For graphs of kinds: `toposort` recurses, and overflows the stack on chains of some thousand nodes.
 */
export function dependencyOrder(graph: Graph): readonly string[] {
  const edges = [...graph].flatMap(([node, dependencies]) => dependencies.map((on): [string, string] => [node, on]));
  // It begins with the last node and fills its answer from the end: two reversals keep the order of what is in order.
  return toposort.array([...graph.keys()].reverse(), edges).reverse();
}
