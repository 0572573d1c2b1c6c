/** How close the apply of the rover comes to what the network alone would take, and to what this machine lets through. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApplyRecord, PlanRecord } from '../src/report/records.ts';
import { criticalPath } from './critical-path.ts';
import { median, type Row } from './result.ts';
import { CLI, type MeasuredRun, ROOT, runMeasured } from './run-process.ts';
import { startBareStack, startSandboxProcess } from './sandbox-process.ts';

const ROVER = join(ROOT, 'fixtures', 'rover');
const LATENCY = 20;
const CONCURRENCY = 16;
const ROUNDS = 3;
const PART = 'apply rover';

interface Round {
  readonly plan: PlanRecord;
  readonly apply: ApplyRecord;
  /** The same once more on the same sandbox, which was reset meanwhile and has all documents at hand. */
  readonly again: ApplyRecord;
  readonly run: MeasuredRun;
  /** What as many bare requests take, in milliseconds. */
  readonly bare: number;
  readonly sandboxMegabytes: number;
}

/** A failure would make the apply look fast. */
const assertComplete = ({ summary }: ApplyRecord): void => {
  const { failed, skipped, notStarted } = summary;
  if (failed + skipped + notStarted > 0) throw new Error(`the apply is not complete: ${JSON.stringify(summary)}`);
};

/** As many creates as the apply sends requests, from a new process to a new bare stack: nothing else is done. */
const bareMilliseconds = async (requests: number): Promise<number> => {
  const data = await mkdtemp(join(tmpdir(), 'seedbed-bench-'));
  const bare = await startBareStack({ data, latencyMs: LATENCY });
  try {
    const program = join(ROOT, 'bench', 'bare-requests.mjs');
    const { stdout } = await runMeasured([program, bare.address.url, String(requests), String(CONCURRENCY)]);
    return Number(stdout);
  } finally {
    await bare.close();
    await rm(data, { recursive: true });
  }
};

const applied = ({ stdout }: MeasuredRun): ApplyRecord => {
  const record = JSON.parse(stdout) as ApplyRecord;
  assertComplete(record);
  return record;
};

const runRound = async (): Promise<Round> => {
  const sandbox = await startSandboxProcess({ latencyMs: LATENCY });
  try {
    const { env } = sandbox;
    const options = ['--format', 'json', '--concurrency', String(CONCURRENCY)];
    const applying = [CLI, 'apply', ROVER, '--yes', ...options];
    const planned = await runMeasured([CLI, 'plan', ROVER, ...options], { env });
    const run = await runMeasured(applying, { env });
    const apply = applied(run);
    const sandboxMegabytes = await sandbox.peakMegabytes();
    await sandbox.ask('reset');
    const again = applied(await runMeasured(applying, { env }));
    const plan: PlanRecord = JSON.parse(planned.stdout);
    const bare = await bareMilliseconds(applyingRequests(plan, apply));
    return { plan, apply, again, run, bare, sandboxMegabytes };
  } finally {
    await sandbox.close();
  }
};

/** Those of the applying alone, which is what `durationMs` covers: the command's own plan read as much as the first. */
const applyingRequests = (plan: PlanRecord, { requests }: ApplyRecord): number =>
  requests.reads + requests.writes + requests.retries - plan.requests.reads;

const requestsOf = ({ plan, apply }: Round): number => applyingRequests(plan, apply);

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
    {
      ...row('time / floor, again after a reset', 'x', round => round.again.durationMs / floorOf(round)),
      aim: { most: 1.15 },
    },
    { ...row('bare requests', 'ms', round => round.bare), note: 'as many creates from a new process to a bare stack' },
    row('bare requests / floor', 'x', round => round.bare / floorOf(round)),
    row('time / bare requests', 'x', round => round.apply.durationMs / round.bare),
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
