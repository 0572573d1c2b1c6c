/** Runs the built program as its users do, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';

/** Built before the tests run. */
export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once the output so far contains the text; rejects when the program ends without it. */
  readonly says: (text: string) => Promise<void>;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What the machine that runs the tests is set to must not choose the target, nor may anything be left on it. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(ION_|NO_COLOR|NODE_OPTIONS)/.test(name));
  return { ...Object.fromEntries(kept), SEEDBED_CACHE: 'off' };
}

export function startCli(args: readonly string[], { cwd, env = {} }: CliOptions): Running {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ code, ...output }));
  });
  const has = (text: string) => output.stdout.includes(text) || output.stderr.includes(text);
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => has(text) && resolve();
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.on('close', () => reject(new Error(`it ended without saying "${text}": ${output.stdout}${output.stderr}`)));
      look();
    });
  return { child, ended, says };
}

export function runCli(args: readonly string[], options: CliOptions): Promise<Ended> {
  return startCli(args, options).ended;
}

/** The environment in which a running sandbox is the target. */
export function targeting({ url, tokenUrl, clientId, clientSecret }: Sandbox): Record<string, string> {
  return {
    ION_BASE_URL: url,
    ION_AUTH_SERVER: new URL(tokenUrl).origin,
    ION_CLIENT_ID: clientId,
    ION_CLIENT_SECRET: clientSecret,
  };
}

/** To be done after the test, the latest first. */
export function afterwards(ending: () => Promise<unknown>): void {
  onTestFinished(async () => void (await ending()));
}

/** An empty folder that goes after the test. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'seedbed-cli-'));
  afterwards(() => rm(folder, { recursive: true }));
  return folder;
}
