/** What a command works on: the configuration behind its flags, and its fixture paths. */
import { relative, resolve } from 'node:path';
import { type Config, type ConfigFlags, type FixtureSettings, loadConfig } from '../config.ts';
import type { Context } from './command.ts';

/** The configuration; `target` stands in when no flag names one. Rejects with a `ConfigError`. */
export function settingsOf({ host, flags }: Context, target?: string): Promise<Config> {
  const { cwd, env } = host;
  const name = flags.target ?? target;
  const chosen: ConfigFlags = {
    ...(name !== undefined && { target: name }),
    ...(flags.concurrency !== undefined && { concurrency: flags.concurrency }),
    ...(flags.timeout !== undefined && { timeout: flags.timeout }),
  };
  return loadConfig({ cwd, env, flags: chosen });
}

/** The paths of the command line, else those of the configuration; relative to the working directory. */
export function fixturePaths({ operands, host }: Context, { root, fixtures }: FixtureSettings): readonly string[] {
  return operands.length > 0 ? operands : fixtures.map(path => fromHere(resolve(root, path), host.cwd));
}

/** An absolute path as it is shown and looked up from a directory. */
export function fromHere(absolute: string, cwd: string): string {
  return relative(cwd, absolute) || '.';
}
