/** Compares the fixtures with an open target, without being able to write to it. */
import { SECTIONS } from '../kinds/kinds.ts';
import { makePlan, type Planning } from '../pipeline.ts';
import { type Plan, writesOf } from '../plan/change.ts';
import type { Transport, TransportStats } from '../remote/transport.ts';
import { planRecord } from '../report/plan-record.ts';
import { STOPPING } from '../report/progress.ts';
import type { PlanRecord } from '../report/records.ts';
import type { DesiredState } from '../state/entity.ts';
import type { Context } from './command.ts';
import { haltOnErrors } from './compile-fixtures.ts';
import type { OpenTarget } from './open-target.ts';

/** The section in which entities of a kind are authored. */
const sectionOf: ReadonlyMap<string, string> = new Map(
  [...SECTIONS.values()].flatMap(({ kind, alternatives = [], name }) =>
    [kind, ...alternatives].map(each => [each, name] as const),
  ),
);

export interface Planned {
  readonly planning: Planning;
  readonly record: PlanRecord;
  readonly stats: TransportStats;
  readonly planningMs: number;
  /** The way that was planned over: for more questions, never for writing. */
  readonly transport: Transport;
}

/** `planOf` makes the plan from the two states that were compared; by default the one that brings about what is declared. */
export async function planTarget(
  desired: DesiredState,
  target: OpenTarget,
  context: Context,
  planOf: (planning: Planning) => Plan = ({ plan }) => plan,
): Promise<Planned> {
  const { now } = context.host;
  const startedAt = now();
  const transport = target.connect({ readOnly: true });
  const { value, diagnostics } = await announcingStop(context, makePlan(desired, transport));
  haltOnErrors(diagnostics, context);
  const planning = { ...value, plan: planOf(value) };
  const record = planRecord(planning.plan, {
    desired: planning.desired,
    sectionOf,
    requests: { reads: transport.stats.reads, writes: writesOf(planning.plan) },
  });
  return { planning, record, stats: transport.stats, planningMs: now() - startedAt, transport };
}

/** What a person sees who has asked to stop while the target is read. */
async function announcingStop<T>({ host, log }: Context, reading: Promise<T>): Promise<T> {
  const signal = host.interruption();
  const announce = () => log(STOPPING);
  signal.addEventListener('abort', announce);
  try {
    return await reading;
  } finally {
    signal.removeEventListener('abort', announce);
  }
}
