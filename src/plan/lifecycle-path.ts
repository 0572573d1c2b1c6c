/** Finds the way from one state of a lifecycle to another. */
import type { Lifecycle } from '../kinds/kind.ts';

/** The states to pass through, the last being `to`; empty when already there, undefined when there is no way. */
export function lifecyclePath(lifecycle: Lifecycle, from: string, to: string): readonly string[] | undefined {
  const ways = new Map<string, readonly string[]>([[from, []]]);
  for (const [state, way] of ways) {
    if (state === to) return way;
    if (state !== from && lifecycle.ends?.includes(state)) continue;
    for (const next of lifecycle.next[state] ?? []) if (!ways.has(next)) ways.set(next, [...way, next]);
  }
  return undefined;
}
