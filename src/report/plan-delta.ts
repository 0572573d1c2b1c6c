/** What differs between two plans: a saved one and the one that holds now. */
import { entriesOf } from './plan-entries.ts';
import type { ChangeRecord } from './records.ts';
import { renderEntry } from './render-entry.ts';
import type { Style } from './style.ts';

/** A change of only one of the plans, or one that both have with other content. */
export interface Difference {
  readonly address: string;
  readonly saved?: ChangeRecord;
  readonly now?: ChangeRecord;
}

/** Differences in the order of the saved plan, new changes last. What is only kept in both does not count. */
export function planDelta(saved: readonly ChangeRecord[], now: readonly ChangeRecord[]): readonly Difference[] {
  const before = pendingById(saved);
  const after = pendingById(now);
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].flatMap(id => {
    const [was, is] = [before.get(id), after.get(id)];
    const address = (was ?? is)?.address ?? '';
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ address, ...(was && { saved: was }), ...(is && { now: is }) }];
  });
}

/** Order among changes, and what they wait for, follow from what they are; where they are declared makes no difference. */
function pendingById(changes: readonly ChangeRecord[]): ReadonlyMap<string, ChangeRecord> {
  const pending = changes.filter(({ action }) => action !== 'keep');
  return new Map(pending.map(({ place, ...change }) => [change.id, { ...change, dependsOn: [] }]));
}

/** The difference for people: what was planned and is not any more, and what would be done now instead. */
export function renderDelta(delta: readonly Difference[], style: Style): string {
  const part = (title: string, changes: readonly ChangeRecord[]): readonly string[] =>
    changes.length === 0 ? [] : [title, ...entriesOf(changes).flatMap(entry => renderEntry(entry, style))];
  return [
    ...part(
      'planned then, not now:',
      delta.flatMap(({ saved }) => saved ?? []),
    ),
    ...part(
      'planned now, not then:',
      delta.flatMap(({ now }) => now ?? []),
    ),
  ].join('\n');
}
