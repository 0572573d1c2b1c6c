/** Applies a plan that was agreed to, showing how it goes, and gives the record of it. */
import { applyPlan } from '../apply/apply-plan.ts';
import { remainingPaths } from '../apply/scheduler.ts';
import type { Change } from '../plan/change.ts';
import type { Transport } from '../remote/transport.ts';
import { applyRecord } from '../report/apply-record.ts';
import { lineProgress, liveProgress, type Progress, type ProgressFacts } from '../report/progress.ts';
import type { ApplyRecord } from '../report/records.ts';
import { createTally } from '../report/tally.ts';
import { canRedraw } from '../report/terminal.ts';
import type { Context } from './command.ts';
import type { OpenTarget } from './open-target.ts';
import type { Planned } from './plan-target.ts';

export interface Applying {
  readonly planned: Planned;
  readonly target: OpenTarget;
  readonly context: Context;
  /** Whether each failure is told when it happens; otherwise only at the end. */
  readonly tellsFailures: boolean;
}

/** Counts the requests of planning, too. */
export async function applyChanges({ planned, target, context, tellsFailures }: Applying): Promise<ApplyRecord> {
  const { desired, dialect, actual: known, plan } = planned.planning;
  const { host } = context;
  const signal = host.interruption();
  const transport = target.connect({ readOnly: false });
  const startedAt = host.now();
  const elapsed = () => host.now() - startedAt;
  const tally = createTally(chains(plan.changes));
  const progress = await showProgress({ tally, elapsed, tellsFailures, ...trafficOf(transport) }, context);
  signal.addEventListener('abort', progress.stopping);
  const onEvent: Parameters<typeof applyPlan>[1]['onEvent'] = event => {
    tally.note(event);
    progress.show(event);
  };
  try {
    const result = await applyPlan(plan, { desired, known, dialect, transport, signal, onEvent });
    const { reads, writes, retries } = transport.stats;
    const before = planned.stats;
    return applyRecord(result, desired, {
      requests: { reads: before.reads + reads, writes: before.writes + writes, retries: before.retries + retries },
      durationMs: Math.round(elapsed()),
      planningMs: Math.round(planned.planningMs),
    });
  } finally {
    signal.removeEventListener('abort', progress.stopping);
    progress.end();
  }
}

/** For each change that is to be carried out, the longest chain that begins with it. */
function chains(changes: readonly Change[]): ReadonlyMap<string, number> {
  return remainingPaths(changes.filter(({ action }) => action !== 'keep'));
}

function trafficOf(transport: Transport): Pick<ProgressFacts, 'requests' | 'limit'> {
  const { stats } = transport;
  return { requests: () => stats.reads + stats.writes + stats.retries, limit: () => transport.limit };
}

async function showProgress(
  facts: Omit<ProgressFacts, 'stream' | 'colour'>,
  { host, logColour }: Context,
): Promise<Progress> {
  const all = { ...facts, stream: host.stderr, colour: logColour };
  return canRedraw(host.stderr, host.env) ? liveProgress(all) : lineProgress(all);
}
