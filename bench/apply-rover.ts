/** How close the apply of the rover comes to what the network alone would take. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '../src/plan/change.ts';
import { criticalPath } from './critical-path.ts';
import { median, type Row } from './result.ts';
import { CLI, ROOT, runMeasured } from './run-process.ts';
import { startSandboxProcess } from './sandbox-process.ts';

const ROVER = join(ROOT, 'fixtures', 'rover');
const LATENCY = 20;
const CONCURRENCY = 16;
const ROUNDS = 3;
const PART = 'apply rover';

interface ApplyReport {
  readonly summary: { readonly failed: number; readonly skipped: number; readonly notStarted: number };
  readonly requests: { readonly reads: number; readonly writes: number; readonly retries: number };
  readonly durationMs: number;
}

interface Round {
  readonly report: ApplyReport;
  readonly chain: number;
  readonly wholeMs: number;
  readonly peakMegabytes: number;
  readonly sandboxMegabytes: number;
}

const chainOf = async (folder: string, env: Readonly<Record<string, string>>): Promise<number> => {
  const file = join(folder, 'plan.json');
  await runMeasured([CLI, 'plan', ROVER, '--out', file], { env });
  const { changes } = JSON.parse(await readFile(file, 'utf8')) as { changes: Change[] };
  return criticalPath(changes);
};

/** A failure would make the apply look fast. */
const assertComplete = ({ summary }: ApplyReport): void => {
  const { failed, skipped, notStarted } = summary;
  if (failed + skipped + notStarted > 0) throw new Error(`the apply is not complete: ${JSON.stringify(summary)}`);
};

const runRound = async (folder: string): Promise<Round> => {
  const sandbox = await startSandboxProcess({ latencyMs: LATENCY });
  try {
    const { env } = sandbox;
    const chain = await chainOf(folder, env);
    const args = [CLI, 'apply', ROVER, '--yes', '--format', 'json', '--concurrency', String(CONCURRENCY)];
    const run = await runMeasured(args, { env });
    const report = JSON.parse(run.stdout) as ApplyReport;
    assertComplete(report);
    const sandboxMegabytes = await sandbox.peakMegabytes();
    return { report, chain, wholeMs: run.milliseconds, peakMegabytes: run.peakMegabytes, sandboxMegabytes };
  } finally {
    await sandbox.close();
  }
};

const requestsOf = ({ report: { requests } }: Round): number => requests.reads + requests.writes + requests.retries;

const floorOf = (round: Round): number => Math.max(round.chain * LATENCY, (requestsOf(round) * LATENCY) / CONCURRENCY);

const rowsOf = (rounds: readonly Round[]): Row[] => {
  const middle = (figure: (round: Round) => number): number => median(rounds.map(figure));
  const note = `median of ${ROUNDS}; ${LATENCY} ms latency, concurrency ${CONCURRENCY}`;
  const row = (figure: string, value: number, unit: string): Row => ({ part: PART, figure, value, unit });
  return [
    {
      ...row(
        'time',
        middle(round => round.report.durationMs),
        'ms',
      ),
      note: `${note}; durationMs of its report`,
    },
    {
      ...row(
        'time, whole process',
        middle(round => round.wholeMs),
        'ms',
      ),
      note,
    },
    row('requests', middle(requestsOf), ''),
    row(
      'longest chain of writes',
      middle(round => round.chain),
      'requests',
    ),
    { ...row('floor', middle(floorOf), 'ms'), note: 'max(chain x latency, requests x latency / concurrency)' },
    {
      ...row(
        'time / floor',
        middle(round => round.report.durationMs / floorOf(round)),
        'x',
      ),
      aim: { most: 1.15 },
    },
    row(
      'whole process / floor',
      middle(round => round.wholeMs / floorOf(round)),
      'x',
    ),
    row(
      'peak memory',
      middle(round => round.peakMegabytes),
      'MB',
    ),
    row(
      "sandbox's peak memory",
      middle(round => round.sandboxMegabytes),
      'MB',
    ),
  ];
};

export const measureApplyRover = async (): Promise<Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'seedbed-bench-'));
  try {
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await runRound(folder));
    return rowsOf(rounds);
  } finally {
    await rm(folder, { recursive: true });
  }
};
