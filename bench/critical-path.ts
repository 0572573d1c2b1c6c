/** The longest chain of requests in a plan, each of which has to wait for the one before it. */
import { type Change, mutationsOf } from '../src/plan/change.ts';
import type { ChangeRecord } from '../src/report/records.ts';

const requestsOf = (record: ChangeRecord): number => mutationsOf({ ...record, edits: record.edits ?? [] } as Change);

/** Requests along the longest chain. Changes may stand in any order; their dependencies form no cycle. */
export const criticalPath = (changes: readonly ChangeRecord[]): number => {
  const byId = new Map(changes.map(change => [change.id, change]));
  const lengths = new Map<string, number>();
  const lengthOf = (change: ChangeRecord): number => {
    const known = lengths.get(change.id);
    if (known !== undefined) return known;
    const before = change.dependsOn.flatMap(id => byId.get(id) ?? []).map(lengthOf);
    const length = requestsOf(change) + Math.max(0, ...before);
    lengths.set(change.id, length);
    return length;
  };
  return Math.max(0, ...changes.map(lengthOf));
};
