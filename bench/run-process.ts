/** Runs one program to its end and tells how long it took and how much memory it held. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './result.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The bundled program, which must have been built. */
export const CLI = join(ROOT, 'dist', 'cli.js');

const PRELOAD = join(ROOT, 'bench', 'report-usage.cjs');

export interface Run {
  readonly stdout: string;
  readonly milliseconds: number;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A folder outside of the project by default, so that no configuration file is found. */
  readonly cwd?: string;
}

const OURS = /^(ION_|SEEDBED_|NODE_OPTIONS$|NODE_V8_COVERAGE$)/;

/** What the machine's own settings may not change: target and cache come from the benchmark alone. */
const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name))),
  SEEDBED_CACHE: 'off',
});

/** Runs `node` with these arguments. Rejects with what it wrote to stderr when it does not end with 0. */
const runNode = (args: readonly string[], { env = {}, cwd = tmpdir() }: RunOptions = {}): Promise<Run> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...cleanEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', text => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', text => (output.stderr += text));
    child.on('error', reject);
    child.on('close', code => {
      const milliseconds = performance.now() - started;
      if (code === 0) resolve({ stdout: output.stdout, milliseconds });
      else
        reject(
          new Error(`node ${args.join(' ')} ended with ${code}: ${(output.stderr + output.stdout).slice(-2_000)}`),
        );
    });
  });

export interface ProgramCall extends RunOptions {
  readonly args: readonly string[];
}

/** The median time of each program, in milliseconds: all in turn, then all again, so that a slow minute is shared. */
export const medianTimes = async (programs: Readonly<Record<string, ProgramCall>>, rounds: number) => {
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, { args, ...options }] of Object.entries(programs)) {
      const { milliseconds } = await runNode(args, options);
      times.set(name, [...(times.get(name) ?? []), milliseconds]);
    }
  }
  return (name: string): number => median(times.get(name) ?? []);
};

export interface MeasuredRun extends Run {
  /** The most memory that the process held at one time, in MB. */
  readonly peakMegabytes: number;
  /** User and system time of all its threads, in milliseconds: what a busy machine changes least. */
  readonly cpuMilliseconds: number;
}

interface Usage {
  readonly maxRSS: number;
  readonly cpu: number;
}

/** Like `runNode`, with what the process used; the preload that reports it costs a few milliseconds. */
export const runMeasured = async (args: readonly string[], options: RunOptions = {}): Promise<MeasuredRun> => {
  const folder = mkdtempSync(join(tmpdir(), 'seedbed-bench-'));
  const report = join(folder, 'usage.json');
  try {
    const env = { ...options.env, SEEDBED_BENCH_USAGE: report };
    const run = await runNode(['--require', PRELOAD, ...args], { ...options, env });
    const { maxRSS, cpu } = JSON.parse(readFileSync(report, 'utf8')) as Usage;
    return { ...run, peakMegabytes: maxRSS / 1024, cpuMilliseconds: cpu / 1000 };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
