/**
 * Measures what the project promises about speed, as ratios within one run, and prints and saves a table.
 * Usage: npm run bench -- [--only PART]... [--out FILE]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureApplyRover } from './apply-rover.ts';
import { measureLargePlan } from './large-plan.ts';
import { type Row, reachesAim, renderTable } from './result.ts';
import { ROOT } from './run-process.ts';
import { measureSandbox } from './sandbox.ts';
import { measureStartUp } from './start-up.ts';

const PARTS: Readonly<Record<string, () => Promise<Row[]>>> = {
  'start-up': measureStartUp,
  sandbox: measureSandbox,
  'apply-rover': measureApplyRover,
  'large-plan': measureLargePlan,
};

interface PartResult {
  readonly part: string;
  readonly rows: readonly Row[];
  readonly failure?: string;
}

const runPart = async (part: string): Promise<PartResult> => {
  const measure = PARTS[part];
  if (measure === undefined) throw new Error(`no part "${part}"; there are ${Object.keys(PARTS).join(', ')}`);
  console.error(`measuring ${part} ...`);
  try {
    return { part, rows: await measure() };
  } catch (error) {
    return { part, rows: [], failure: error instanceof Error ? error.message : String(error) };
  }
};

const save = async (file: string, date: Date, results: readonly PartResult[]): Promise<void> => {
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, load: loadBefore };
  const rows = results.flatMap(result => result.rows.map(row => ({ ...row, reached: reachesAim(row) })));
  const failures = results.filter(result => result.failure !== undefined);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ date: date.toISOString(), machine, rows, failures }, null, 2)}\n`);
};

/** The work of others on this machine, in cores, during the last minute; always 0 on Windows. */
const loadBefore = loadavg()[0] ?? 0;

const { values } = parseArgs({
  options: { out: { type: 'string' }, only: { type: 'string', multiple: true } },
});
if (loadBefore > cpus().length / 2) {
  console.error(
    `the machine is busy (load ${loadBefore.toFixed(1)} on ${cpus().length} cores): times will be too long`,
  );
}
const date = new Date();
const results: PartResult[] = [];
for (const part of values.only ?? Object.keys(PARTS)) results.push(await runPart(part));
const file = resolve(values.out ?? join(ROOT, 'bench', 'results', `${date.toISOString().replace(/[:.]/g, '-')}.json`));
await save(file, date, results);
console.log(renderTable(results.flatMap(result => result.rows)));
for (const { part, failure } of results) {
  if (failure !== undefined) console.error(`\n${part} could not be measured: ${failure}`);
}
console.error(`\nsaved in ${file}`);
process.exitCode = results.some(result => result.failure !== undefined) ? 1 : 0;
