/** How long the program takes to start, to check the rover, and a sandbox to answer, against Node that does nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { median, type Row } from './result.ts';
import { CLI, type MeasuredRun, medianTimes, type ProgramCall, ROOT, runMeasured } from './run-process.ts';

type Program = 'node' | 'version' | 'yaml' | 'validate' | 'again' | 'sandbox';

const ROUNDS = 15;
const USAGE_ROUNDS = 5;

const ROVER = join(ROOT, 'fixtures', 'rover');
const SCRATCH = mkdtempSync(join(tmpdir(), 'seedbed-bench-'));
const CACHE = join(SCRATCH, 'cache');
const BARE_PARSE = join(SCRATCH, 'bare-parse.mjs');

const PROGRAMS: Readonly<Record<Program, ProgramCall>> = {
  node: { args: ['-e', '0'] },
  version: { args: [CLI, '--version'] },
  yaml: { args: [BARE_PARSE, ROVER] },
  validate: { args: [CLI, 'validate', ROVER], env: { SEEDBED_CACHE: 'off' } },
  again: { args: [CLI, 'validate', ROVER], env: { SEEDBED_CACHE: CACHE } },
  sandbox: { args: [join(ROOT, 'bench', 'first-query.mjs')] },
};

/** What is aimed at: the time of the whole process, or what it takes beyond Node's own. */
const FIGURES: { program: Program; part: string; aim?: number; of?: 'time' }[] = [
  { program: 'version', part: 'seedbed --version', aim: 25 },
  { program: 'yaml', part: 'yaml alone, the files of the rover' },
  { program: 'validate', part: 'seedbed validate rover, nothing kept', aim: 200 },
  { program: 'again', part: 'seedbed validate rover, unchanged files', aim: 200 },
  { program: 'sandbox', part: 'sandbox, first answered query', aim: 350, of: 'time' },
];

const NOTE = `median of ${ROUNDS} whole processes`;

interface Usage {
  readonly cpu: number;
  readonly peak: number;
}

const usageOf = async (program: Program): Promise<Usage> => {
  const runs: MeasuredRun[] = [];
  for (let round = 0; round < USAGE_ROUNDS; round++)
    runs.push(await runMeasured(PROGRAMS[program].args, PROGRAMS[program]));
  return {
    cpu: median(runs.map(run => run.cpuMilliseconds)),
    peak: median(runs.map(run => run.peakMegabytes)),
  };
};

export const measureStartUp = async (): Promise<Row[]> => {
  try {
    return await measureAll();
  } finally {
    rmSync(SCRATCH, { recursive: true });
  }
};

/** Bundled as the program is, so that the two differ in what they do and not in how they are loaded. */
const bundleBareParse = () =>
  build({
    entryPoints: [join(ROOT, 'bench', 'bare-parse.mjs')],
    outfile: BARE_PARSE,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') },
  });

const measureAll = async (): Promise<Row[]> => {
  await bundleBareParse();
  // So that there is something to find.
  await runMeasured(PROGRAMS.again.args, PROGRAMS.again);
  const time = await medianTimes(PROGRAMS, ROUNDS);
  const bare = time('node');
  const bareUsage = await usageOf('node');
  const rows: Row[] = [
    { part: 'node -e 0', figure: 'time', value: bare, unit: 'ms', note: NOTE },
    { part: 'node -e 0', figure: 'peak memory', value: bareUsage.peak, unit: 'MB' },
  ];
  for (const { program, part, aim, of } of FIGURES) {
    const aims = aim !== undefined && { aim: { most: aim } };
    const { cpu, peak } = await usageOf(program);
    rows.push(
      { part, figure: 'time', value: time(program), unit: 'ms', note: NOTE, ...(of && aims) },
      { part, figure: 'over bare node', value: time(program) - bare, unit: 'ms', ...(!of && aims) },
      { part, figure: 'ratio to bare node', value: time(program) / bare, unit: 'x' },
      { part, figure: 'CPU time over bare node', value: cpu - bareUsage.cpu, unit: 'ms', note: 'all threads' },
      { part, figure: 'peak memory', value: peak, unit: 'MB' },
    );
  }
  return rows;
};
