/** File, environment and flags, to one frozen `Config`: what is read, what it is applied to, and how fast. */
import { dirname, join, relative } from 'node:path';
import { ConfigError } from './config/config-error.ts';
import { findConfigFile, readConfigFile } from './config/config-file.ts';
import { readDuration } from './config/duration.ts';
import { type Expand, expander } from './config/expand.ts';
import type { SandboxTarget, Target } from './config/target.ts';
import { CONFIG_KEYS, targetEntry } from './config/target-entry.ts';
import { targetFromEnvironment } from './config/target-from-environment.ts';
import type { Field, Section } from './config/yaml-section.ts';
import { withGuess } from './diagnostics/suggest.ts';

export { ConfigError } from './config/config-error.ts';
export type { SandboxTarget, Target } from './config/target.ts';

/** Where fixtures are to be found. */
export interface FixtureSettings {
  /** Absolute: the folder of the configuration file, or the working directory without one. */
  readonly root: string;
  /** Files, folders and globs as written, relative to `root`. */
  readonly fixtures: readonly string[];
}

export interface Config extends FixtureSettings {
  readonly target: Target;
  /** The most requests under way at once. */
  readonly concurrency: number;
  /** For one request, in milliseconds. */
  readonly timeoutMs: number;
}

/** What the command line may say; `timeout` in seconds or with a unit, `concurrency` as a whole number. */
export interface ConfigFlags {
  readonly target?: string;
  readonly concurrency?: number | string;
  readonly timeout?: number | string;
}

export interface ConfigSources {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: ConfigFlags;
}

/** As many workers as clients of ION use in production for writing [TS: 10-15, and 20 for reading]. */
const DEFAULT_CONCURRENCY = 16;
const MOST_CONCURRENCY = 256;
/** Longer than the 30 s after which ION itself gives up with a 502 [MAN], so that its answer comes first. */
const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Finds `seedbed.config.yaml` upwards from `cwd`, reads it, and settles every value: flag, then target entry, then file,
 * then default. Without a file, `ION_*` variables name the target, else it is the embedded sandbox in `.seedbed/`.
 * Only the chosen target is looked into, so that variables of others need not be set. Rejects with a `ConfigError`
 * that names the place of each problem and never a value from the environment.
 */
export async function loadConfig({ cwd, env, flags }: ConfigSources): Promise<Config> {
  const { file, root } = await openFile(cwd);
  const expand = expander(env);
  const chosen = chooseTarget(file, { root, env, expand, name: flags.target });
  const { target } = chosen;
  return deepFreeze({
    root,
    fixtures: fixturesIn(file, expand),
    target,
    concurrency:
      first([flags.concurrency, chosen.section?.get('concurrency'), file?.get('concurrency')], expand, concurrencyOf) ??
      DEFAULT_CONCURRENCY,
    timeoutMs:
      first([flags.timeout, chosen.section?.get('timeout'), file?.get('timeout')], expand, readDuration) ??
      DEFAULT_TIMEOUT_MS,
  });
}

/** The fixtures alone: what the file says of targets need not be right. Rejects with a `ConfigError`, like `loadConfig`. */
export async function loadFixtureSettings({ cwd, env }: Omit<ConfigSources, 'flags'>): Promise<FixtureSettings> {
  const { file, root } = await openFile(cwd);
  return { root, fixtures: fixturesIn(file, expander(env)) };
}

/** The nearest file, which must have only settings that there are, and the folder that its paths begin at. */
async function openFile(cwd: string): Promise<{ readonly file: Section | undefined; readonly root: string }> {
  const path = await findConfigFile(cwd);
  if (path === undefined) return { file: undefined, root: cwd };
  const file = await readConfigFile(path, relative(cwd, path) || path);
  file.refuseUnknown(CONFIG_KEYS);
  return { file, root: dirname(path) };
}

function fixturesIn(file: Section | undefined, expand: Expand): readonly string[] {
  const written = file?.get('fixtures');
  const paths = written?.texts(expand) ?? ['fixtures'];
  if (paths.length === 0) throw new ConfigError([`${written?.place}: no fixtures are named`]);
  return paths;
}

interface Choice {
  readonly root: string;
  readonly env: ConfigSources['env'];
  readonly expand: Expand;
  readonly name: string | undefined;
}

interface Chosen {
  readonly target: Target;
  readonly section?: Section;
}

/** The flag, else `target:`, else the only entry of `targets:`, else the environment, else the embedded sandbox. */
function chooseTarget(file: Section | undefined, choice: Choice): Chosen {
  const targets = file?.get('targets')?.section();
  const names = targets?.keys() ?? [];
  const written = file?.get('target');
  const name = choice.name ?? written?.text(choice.expand) ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined && names.length > 0) refuseToGuess(file, names);
  const section = name === undefined ? undefined : targets?.get(name)?.section();
  if (name !== undefined && section !== undefined) return { section, target: targetEntry(name, section, choice) };
  const target = unlistedTarget(name, choice);
  if (target === undefined) throw unknownTarget(name ?? '', names, choice.name === undefined ? written : undefined);
  return { target };
}

/** What can be named without an entry: `environment` and `sandbox`; without a name, the first of them that there is. */
function unlistedTarget(name: string | undefined, { env, root }: Choice): Target | undefined {
  const embedded: SandboxTarget = { name: 'sandbox', kind: 'sandbox', dir: join(root, '.seedbed') };
  if (name === undefined) return targetFromEnvironment(env) ?? embedded;
  if (name === 'environment') return targetFromEnvironment(env);
  return name === 'sandbox' ? embedded : undefined;
}

function refuseToGuess(file: Section | undefined, names: readonly string[]): never {
  throw new ConfigError([
    `${file?.get('targets')?.place ?? ''}: which target? Add "target:" to the file or choose one with --target: ${names.join(', ')}`,
  ]);
}

function unknownTarget(name: string, names: readonly string[], written: Field | undefined): ConfigError {
  const where = written === undefined ? '--target' : written.place;
  if (name === 'environment')
    return new ConfigError([`${where}: no target in the environment: ION_BASE_URL is not set`]);
  const known = names.includes('sandbox') ? names : [...names, 'sandbox'];
  const sentence = withGuess(`${where}: there is no target "${name}"`, name, known);
  return new ConfigError([`${sentence}; there is ${known.join(', ')}`]);
}

/** The first value that is given, read by `read`, which answers with a sentence when it cannot. */
function first(
  values: readonly (Field | number | string | undefined)[],
  expand: Expand,
  read: (value: number | string) => number | { readonly problem: string },
): number | undefined {
  const value = values.find(candidate => candidate !== undefined);
  if (value === undefined) return undefined;
  const isFlag = typeof value === 'number' || typeof value === 'string';
  const number = read(isFlag ? value : value.scalar(expand));
  if (typeof number === 'number') return number;
  throw new ConfigError([`${isFlag ? 'command line' : value.place}: ${number.problem}`]);
}

function concurrencyOf(value: number | string): number | { problem: string } {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= MOST_CONCURRENCY) return number;
  return { problem: `concurrency is a whole number from 1 to ${MOST_CONCURRENCY}` };
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}
