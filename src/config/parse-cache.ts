/** Where what was parsed of fixtures is kept between commands. */
import { join, resolve } from 'node:path';
import { type TextCache, textCache } from '../source/text-cache.ts';

/** To be raised when the same text is parsed to something else by the same version. */
const FORMAT = 1;

type Environment = Readonly<Record<string, string | undefined>>;

export interface CacheSources {
  readonly cwd: string;
  readonly env: Environment;
  /** The program's: another version finds nothing of this one's. */
  readonly version: string;
}

/** In the user's cache folder, or in the one that `SEEDBED_CACHE` names; undefined where that says `off`, or without any. */
export function parseCache({ cwd, env, version }: CacheSources): TextCache | undefined {
  const chosen = env['SEEDBED_CACHE'] || userFolder(env);
  if (chosen === undefined || chosen === 'off') return undefined;
  return textCache(resolve(cwd, chosen), `seedbed ${version}, format ${FORMAT}`);
}

/** As the XDG base directory specification has it, or Windows. */
function userFolder(env: Environment): string | undefined {
  const caches = env['XDG_CACHE_HOME'] || env['LOCALAPPDATA'] || (env['HOME'] && join(env['HOME'], '.cache'));
  return caches ? join(caches, 'seedbed') : undefined;
}
