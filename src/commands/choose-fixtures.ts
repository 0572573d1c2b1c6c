/** What an apply is about: fixtures and target from flags and configuration, or those of a saved plan. */
import type { Config } from '../config.ts';
import type { Context } from './command.ts';
import { usageError } from './halt.ts';
import { readSavedPlan, type SavedPlan, savedPaths } from './saved-plan.ts';
import { fixturePaths, settingsOf } from './settings.ts';

export interface Chosen {
  readonly config: Config;
  readonly paths: readonly string[];
  readonly saved?: SavedPlan;
}

/** Rejects with a `Halt` when the command line contradicts the saved plan. */
export async function chooseFixtures(context: Context): Promise<Chosen> {
  const { plan: file, target } = context.flags;
  if (file === undefined) {
    const config = await settingsOf(context);
    return { config, paths: fixturePaths(context, config) };
  }
  if (context.operands.length > 0) throw usageError('a saved plan names its own fixtures; leave the paths out');
  const saved = await readSavedPlan(file, context);
  if (target !== undefined && target !== saved.target) {
    throw usageError(`the plan was made for the target "${saved.target}", not "${target}"`);
  }
  const config = await settingsOf(context, saved.target);
  return { config, paths: savedPaths(saved, config, context), saved };
}
