/** Which directory the commands of the local sandbox mean, and which tenant in it a target names. */
import { resolve } from 'node:path';
import { type Config, ConfigError, type SandboxTarget } from '../config.ts';
import type { Context } from './command.ts';
import { usageError } from './halt.ts';
import { settingsOf } from './settings.ts';

/**
 * The absolute directory of `--data`, else that of the target, else of the target "sandbox", which there always is. A
 * target that is remote, or whose variables are not set, is no obstacle to working on the local one.
 */
export async function sandboxDirectory(context: Context): Promise<Pick<SandboxTarget, 'dir' | 'tenant'>> {
  const { flags, host } = context;
  if (flags.data !== undefined) return { dir: resolve(host.cwd, flags.data) };
  const chosen = await ofTarget(context);
  if (chosen?.kind === 'sandbox') return chosen;
  if (flags.target !== undefined) throw notLocal(flags.target);
  const { target } = await settingsOf(context, 'sandbox');
  if (target.kind !== 'sandbox') throw notLocal(target.name);
  return target;
}

async function ofTarget(context: Context): Promise<Config['target'] | undefined> {
  try {
    return (await settingsOf(context)).target;
  } catch (error) {
    // What is wrong with the file as a whole shows again when the target "sandbox" is looked for.
    if (error instanceof ConfigError && context.flags.target === undefined) return undefined;
    throw error;
  }
}

function notLocal(name: string): Error {
  return usageError(`the target "${name}" is not a local sandbox`, 'name its directory with --data');
}
