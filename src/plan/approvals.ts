/** Notes in a plan which transitions need our approval first, because the target's organisation asks for approvals there. */
import type { Kind } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { Change, Plan, Transition } from './change.ts';

function isGated(change: Change): change is Transition {
  return change.action === 'transition' && kindOf(change.kind).lifecycle?.approval?.to === change.to;
}

/** The kinds of which the plan moves an object to where approvals can be asked for. */
export function gatedKinds({ changes }: Plan): readonly Kind[] {
  return [...new Set(changes.filter(isGated).map(({ kind }) => kindOf(kind)))];
}

/** The plan, with our approval where one of a kind in `asking` comes to that state. */
export function withApprovals({ changes }: Plan, asking: ReadonlySet<string>): Plan {
  const approved = (change: Change): Change =>
    asking.has(change.kind) && isGated(change) ? { ...change, approved: true } : change;
  return { changes: asking.size === 0 ? changes : changes.map(approved) };
}
