/** What a plan over ten thousand entities costs when there is nothing to do. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanRecord } from '../src/report/records.ts';
import { largeSet } from './large-set.ts';
import type { Row } from './result.ts';
import { CLI, runMeasured } from './run-process.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

const FAMILIES = 200;
const ENTITIES = 10_000;
const PART = 'no-op plan, large set';

/** A plan that has anything to do, or that covers too little, would make its figures worthless. */
const assertNoOp = ({ summary }: PlanRecord): number => {
  const { keep = 0, ...others } = summary;
  const pending = Object.entries(others).filter(([, count]) => count > 0);
  if (pending.length > 0) throw new Error(`the plan after the apply is not empty: ${JSON.stringify(summary)}`);
  if (keep < ENTITIES) throw new Error(`the set has ${keep} entities, fewer than ${ENTITIES}`);
  return keep;
};

const measure = async (fixtures: string, sandbox: SandboxProcess): Promise<Row[]> => {
  const { env } = sandbox;
  const apply = await runMeasured([CLI, 'apply', fixtures, '--yes', '--format', 'json'], { env });
  const plan = await runMeasured([CLI, 'plan', fixtures, '--format', 'json'], { env });
  const report = JSON.parse(plan.stdout) as PlanRecord;
  const entities = assertNoOp(report);
  const seconds = (milliseconds: number): number => milliseconds / 1_000;
  return [
    { part: PART, figure: 'entities', value: entities, unit: '' },
    { part: PART, figure: 'requests that read', value: report.requests.reads, unit: '', aim: { most: 150 } },
    { part: PART, figure: 'time', value: seconds(plan.milliseconds), unit: 's', note: 'one whole process' },
    { part: PART, figure: 'peak memory', value: plan.peakMegabytes, unit: 'MB' },
    {
      part: 'apply, large set',
      figure: 'time',
      value: seconds(apply.milliseconds),
      unit: 's',
      note: 'one whole process',
    },
    { part: 'apply, large set', figure: 'peak memory', value: apply.peakMegabytes, unit: 'MB' },
    { part: 'apply, large set', figure: "sandbox's peak memory", value: await sandbox.peakMegabytes(), unit: 'MB' },
  ];
};

export const measureLargePlan = async (): Promise<Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'seedbed-bench-'));
  const fixtures = join(folder, 'large.json');
  await writeFile(fixtures, JSON.stringify(largeSet(FAMILIES), null, 1));
  const sandbox = await startSandboxProcess({});
  try {
    return await measure(fixtures, sandbox);
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true });
  }
};
