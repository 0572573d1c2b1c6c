/** The longest chain of requests in a plan, each of which has to wait for the one before it. */
import { type Change, mutationsOf } from '../src/plan/change.ts';

/** Requests along the longest chain. Changes may stand in any order; their dependencies form no cycle. */
export const criticalPath = (changes: readonly Change[]): number => {
  const byId = new Map(changes.map(change => [change.id, change]));
  const lengths = new Map<string, number>();
  const lengthOf = (change: Change): number => {
    const known = lengths.get(change.id);
    if (known !== undefined) return known;
    const before = change.dependsOn.flatMap(id => byId.get(id) ?? []).map(lengthOf);
    const length = mutationsOf(change) + Math.max(0, ...before);
    lengths.set(change.id, length);
    return length;
  };
  return Math.max(0, ...changes.map(lengthOf));
};
