/** How close the apply of the rover comes to what the network alone would take. */
import { join } from 'node:path';
import type { ApplyRecord, PlanRecord } from '../src/report/records.ts';
import { criticalPath } from './critical-path.ts';
import { median, type Row } from './result.ts';
import { CLI, type MeasuredRun, ROOT, runMeasured } from './run-process.ts';
import { startSandboxProcess } from './sandbox-process.ts';

const ROVER = join(ROOT, 'fixtures', 'rover');
const LATENCY = 20;
const CONCURRENCY = 16;
const ROUNDS = 3;
const PART = 'apply rover';

interface Round {
  readonly plan: PlanRecord;
  readonly apply: ApplyRecord;
  readonly run: MeasuredRun;
  readonly sandboxMegabytes: number;
}

/** A failure would make the apply look fast. */
const assertComplete = ({ summary }: ApplyRecord): void => {
  const { failed, skipped, notStarted } = summary;
  if (failed + skipped + notStarted > 0) throw new Error(`the apply is not complete: ${JSON.stringify(summary)}`);
};

const runRound = async (): Promise<Round> => {
  const sandbox = await startSandboxProcess({ latencyMs: LATENCY });
  try {
    const { env } = sandbox;
    const options = ['--format', 'json', '--concurrency', String(CONCURRENCY)];
    const planned = await runMeasured([CLI, 'plan', ROVER, ...options], { env });
    const run = await runMeasured([CLI, 'apply', ROVER, '--yes', ...options], { env });
    const apply = JSON.parse(run.stdout) as ApplyRecord;
    assertComplete(apply);
    return { plan: JSON.parse(planned.stdout), apply, run, sandboxMegabytes: await sandbox.peakMegabytes() };
  } finally {
    await sandbox.close();
  }
};

/** Those of the applying alone, which is what `durationMs` covers: the command's own plan read as much as the first. */
const requestsOf = ({ plan, apply: { requests } }: Round): number =>
  requests.reads + requests.writes + requests.retries - plan.requests.reads;

const chainOf = ({ plan }: Round): number => criticalPath(plan.changes);

const floorOf = (round: Round): number =>
  Math.max(chainOf(round) * LATENCY, (requestsOf(round) * LATENCY) / CONCURRENCY);

const rowsOf = (rounds: readonly Round[]): Row[] => {
  const row = (figure: string, unit: string, figureOf: (round: Round) => number): Row => ({
    part: PART,
    figure,
    value: median(rounds.map(figureOf)),
    unit,
  });
  const note = `median of ${ROUNDS}; ${LATENCY} ms latency, concurrency ${CONCURRENCY}`;
  return [
    { ...row('time of applying', 'ms', round => round.apply.durationMs), note },
    { ...row('floor', 'ms', floorOf), note: 'max(chain x latency, requests x latency / concurrency)' },
    { ...row('time / floor', 'x', round => round.apply.durationMs / floorOf(round)), aim: { most: 1.15 } },
    row('requests', '', requestsOf),
    row('longest chain', 'requests', chainOf),
    row('planning before it', 'ms', round => round.apply.planningMs),
    row('whole process', 'ms', round => round.run.milliseconds),
    row('CPU time', 'ms', round => round.run.cpuMilliseconds),
    row('peak memory', 'MB', round => round.run.peakMegabytes),
    row("sandbox's peak memory", 'MB', round => round.sandboxMegabytes),
  ];
};

export const measureApplyRover = async (): Promise<Row[]> => {
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await runRound());
  return rowsOf(rounds);
};
