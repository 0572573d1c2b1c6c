/** Runs nodes of a dependency graph: each the moment its own dependencies are done, those with most behind them first. */
import { multimap } from '../state/multimap.ts';

export interface Node {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

export interface Schedule<N extends Node, Cause> {
  /** How a node ended; `undefined` lets its dependents start, anything else is their reason not to. */
  readonly perform: (node: N) => Promise<Cause | undefined>;
  /** Called for each node that is not performed because of a cause further up. */
  readonly onSkip: (node: N, cause: Cause) => void;
  /** The most nodes under way at once. */
  readonly window: () => number;
  /** When aborted, nothing new starts; what runs is waited for. */
  readonly signal?: AbortSignal | undefined;
}

function byId<N extends Node>(list: readonly N[]): ReadonlyMap<string, N> {
  return new Map(list.map(node => [node.id, node]));
}

/** The nodes that wait for each node. */
function dependentsOf<N extends Node>(nodes: ReadonlyMap<string, N>): ReadonlyMap<string, readonly N[]> {
  return multimap([...nodes.values()].flatMap(node => node.dependsOn.map(id => [id, node] as const)));
}

/** For each node, how many of its dependencies are nodes too. */
function openDependencies(nodes: ReadonlyMap<string, Node>): Map<string, number> {
  return new Map(Array.from(nodes, ([id, { dependsOn }]) => [id, dependsOn.filter(on => nodes.has(on)).length]));
}

/** Nodes so that each comes after its dependencies. Throws when there is a cycle, which is a bug of the planner. */
function inOrder<N extends Node>(
  nodes: ReadonlyMap<string, N>,
  dependents: ReadonlyMap<string, readonly N[]>,
): readonly N[] {
  const open = openDependencies(nodes);
  const ordered = [...nodes.values()].filter(node => open.get(node.id) === 0);
  for (const node of ordered) {
    for (const dependent of dependents.get(node.id) ?? []) {
      const left = (open.get(dependent.id) ?? 0) - 1;
      open.set(dependent.id, left);
      if (left === 0) ordered.push(dependent);
    }
  }
  if (ordered.length < nodes.size) {
    const stuck = [...open].filter(([, left]) => left > 0).map(([id]) => id);
    throw new Error(`the changes ${stuck.slice(0, 5).join(', ')} wait for each other`);
  }
  return ordered;
}

/** For each node, how many nodes the longest way behind it has. */
export function remainingPaths(list: readonly Node[]): ReadonlyMap<string, number> {
  const nodes = byId(list);
  const dependents = dependentsOf(nodes);
  const lengths = new Map<string, number>();
  for (const node of [...inOrder(nodes, dependents)].reverse()) {
    const behind = (dependents.get(node.id) ?? []).map(({ id }) => lengths.get(id) ?? 0);
    lengths.set(node.id, 1 + behind.reduce((longest, length) => Math.max(longest, length), 0));
  }
  return lengths;
}

/** Ready nodes by the length of the way behind them; taken from the longest, in the order in which they became ready. */
class ReadyQueue<N> {
  /** With the place of the next one: to shift a long array moves all that is left of it. */
  readonly #byLength: { readonly nodes: N[]; next: number }[] = [];
  size = 0;

  add(node: N, length: number): void {
    const ready = this.#byLength[length] ?? { nodes: [], next: 0 };
    ready.nodes.push(node);
    this.#byLength[length] = ready;
    this.size += 1;
  }

  take(): N | undefined {
    while (this.#byLength.length > 0) {
      const ready = this.#byLength.at(-1);
      const node = ready?.nodes[ready.next];
      if (ready && node !== undefined) {
        ready.next += 1;
        this.size -= 1;
        return node;
      }
      this.#byLength.pop();
    }
    return undefined;
  }
}

/**
 * Performs all nodes. Dependencies on ids that are not nodes count as done. Resolves when nothing runs any more; nodes
 * that were neither performed nor skipped by then were stopped by the signal. Rejects with what a callback throws.
 */
export function runSchedule<N extends Node, Cause>(list: readonly N[], schedule: Schedule<N, Cause>): Promise<void> {
  const nodes = byId(list);
  const dependents = dependentsOf(nodes);
  const lengths = remainingPaths(list);
  const open = openDependencies(nodes);
  const causes = new Map<string, Cause>();
  const queue = new ReadyQueue<N>();
  let running = 0;

  const makeReady = (node: N): void => queue.add(node, lengths.get(node.id) ?? 0);
  for (const node of list) if (open.get(node.id) === 0) makeReady(node);

  return new Promise((resolve, reject) => {
    const settle = (node: N, cause: Cause | undefined): void => {
      const settled: [N, Cause | undefined][] = [[node, cause]];
      for (const [done, why] of settled) {
        for (const dependent of dependents.get(done.id) ?? []) {
          if (why !== undefined && !causes.has(dependent.id)) causes.set(dependent.id, why);
          const left = (open.get(dependent.id) ?? 0) - 1;
          open.set(dependent.id, left);
          if (left > 0) continue;
          const inherited = causes.get(dependent.id);
          if (inherited === undefined) makeReady(dependent);
          else {
            schedule.onSkip(dependent, inherited);
            settled.push([dependent, inherited]);
          }
        }
      }
    };
    const advance = (): void => {
      while (running < schedule.window() && !schedule.signal?.aborted) {
        const node = queue.take();
        if (!node) break;
        running += 1;
        schedule
          .perform(node)
          .then(cause => {
            running -= 1;
            settle(node, cause);
            advance();
          })
          .catch(reject);
      }
      if (running === 0 && (queue.size === 0 || schedule.signal?.aborted)) resolve();
    };
    advance();
  });
}
