/** Gathers changes under the authored entries that they belong to. */
import type { ChangeRecord } from './records.ts';
import { grouped } from './wording.ts';

/** One authored entry: the changes of its main entity, and those of what is inside it. */
export interface Entry {
  readonly address: string;
  /** The section, or the kind where it has none. */
  readonly section: string;
  readonly own: readonly ChangeRecord[];
  readonly inside: readonly ChangeRecord[];
}

export function entriesOf(changes: readonly ChangeRecord[]): readonly Entry[] {
  return [...grouped(changes, ({ entry }) => entry)].map(([address, group]) => ({
    address,
    section: group[0]?.section ?? address.slice(0, address.indexOf('/')),
    own: group.filter(change => change.address === address),
    inside: group.filter(change => change.address !== address),
  }));
}
