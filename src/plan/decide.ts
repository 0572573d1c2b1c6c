/** Decides, for one entity after the other, what has to happen to it; in which order is settled afterwards. */
import { kindOf } from '../kinds/kinds.ts';
import type { ActualEntity, ActualState, Address, DesiredState } from '../state/entity.ts';
import { multimap } from '../state/multimap.ts';
import { decideLifecycles } from './decide-lifecycles.ts';
import { decideMain } from './decide-main.ts';
import { blocked, type Decision, type Decisions, type Deletes, editsOf, isSettled } from './decision.ts';
import { laterEdits, statusOf } from './diff.ts';
import { superfluous } from './room.ts';
import { containersOf, type Tree } from './tree.ts';

/** What stands inside something that is closed, or that is blocked, cannot change. */
function decideClosed(decision: Decision, decisions: Decisions): Decision {
  const { entity, main, kind } = decision;
  if (isSettled(main) || kind.inPlace) return decision;
  for (const container of containersOf(entity)) {
    const around = decisions.byAddress.get(container);
    const lifecycle = around?.kind.lifecycle;
    if (!around || !lifecycle) continue;
    const status = around.from ?? lifecycle.initial;
    const passes = status === lifecycle.open || around.path.includes(lifecycle.open);
    if (passes && around.main.action !== 'blocked') continue;
    const isBlocked = around.main.action === 'blocked';
    const stands = around.actual ? statusOf(around.kind, around.actual) : status;
    const reason = isBlocked
      ? `${container} is blocked`
      : `a ${kind.name} can change only while its ${around.kind.name} is ${lifecycle.open}, and ${container} is ${stands}`;
    return {
      ...decision,
      main: blocked(entity, editsOf(main), reason, `declare what the target has, or reset the sandbox`),
      later: [],
      path: [],
    };
  }
  return decision;
}

function deletesOf(gone: readonly ActualEntity[]): Deletes {
  return multimap(
    gone.map(actual => {
      const { address, kind, root } = actual;
      return [root, { id: `delete ${address}`, action: 'delete', address, kind, actual }] as const;
    }),
  );
}

/** Everything that has to happen, before it is put in order. */
export function decide(desired: DesiredState, actual: ActualState, tree: Tree): Decisions {
  const byAddress = new Map<Address, Decision>();
  const decisions: Decisions = { byAddress, deletes: deletesOf(superfluous(desired, actual)) };
  for (const entity of desired.entities.values()) {
    const kind = kindOf(entity.kind);
    const main = decideMain(entity, kind, desired, actual);
    const isMade = main.action === 'create' || main.action === 'replace';
    const later = isMade ? laterEdits(kind, entity) : [];
    const found = actual.entities.get(entity.address);
    byAddress.set(entity.address, { entity, kind, actual: found, main, later, from: undefined, path: [] });
  }
  decideLifecycles(desired, decisions, tree, actual);
  for (const [address, decision] of byAddress) byAddress.set(address, decideClosed(decision, decisions));
  return decisions;
}
