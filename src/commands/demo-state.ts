/** Makes the state of the demo: the packaged rover, applied to a sandbox in memory like any other fixtures. */
import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderApply } from '../report/render-apply.ts';
import { type Sandbox, SandboxError, startSandbox } from '../sandbox/index.ts';
import { makeFolder } from '../sandbox/make-folder.ts';
import { reasonOf } from '../sandbox/sandbox-error.ts';
import { applyChanges } from './apply-changes.ts';
import type { Context } from './command.ts';
import { compileFixtures } from './compile-fixtures.ts';
import { EXIT } from './exit-code.ts';
import { Halt } from './halt.ts';
import { type Limits, type OpenTarget, withSandbox } from './open-target.ts';
import { planTarget } from './plan-target.ts';
import type { Chance } from './start-options.ts';
import { styleOf } from './style-of.ts';

/** The package's fixtures, as seen from a chunk below dist, from dist itself, and from the sources. */
const PLACES = ['../../fixtures/rover', '../fixtures/rover'];

/**
 * Writes the demo's snapshot into a directory, beside the snapshots that have names, and gives its path. Rejects with a
 * `Halt` when it was interrupted or not all of it could be applied.
 */
export async function makeDemo(directory: string, chance: Chance, context: Context): Promise<string> {
  context.log('Making the demo: the rover of fixtures/rover.');
  const sandbox = await startSandbox(chance);
  try {
    await withSandbox(sandbox, 'the demo', limitsFor(chance), context, target => applyRover(target, context));
    return await saveTo(directory, sandbox);
  } finally {
    await sandbox.close();
  }
}

/** With a seed one request after the other, so that the same objects get the same ids and etags every time. */
function limitsFor({ seed }: Chance): Limits {
  return { concurrency: seed === undefined ? 16 : 1, timeoutMs: 60_000 };
}

async function applyRover(target: OpenTarget, context: Context): Promise<void> {
  const desired = await compileFixtures([roverFolder()], context);
  const planned = await planTarget(desired, target, context);
  const record = await applyChanges({ planned, target, context, tellsFailures: true });
  const isStopped = context.host.interruption().aborted;
  const { failed, skipped, notStarted } = record.summary;
  if (failed + skipped + notStarted === 0 && !isStopped) return;
  const text = renderApply(record, isStopped, { ...styleOf(context), colour: context.logColour });
  throw new Halt({ exitCode: isStopped ? EXIT.interrupted : EXIT.failed, record, text, textTo: 'stderr' });
}

function roverFolder(): string {
  const folders = PLACES.map(place => fileURLToPath(new URL(place, import.meta.url)));
  const found = folders.find(path => existsSync(path));
  if (found === undefined) throw new Error(`the package has no fixtures/rover in ${folders.join(' or ')}`);
  return found;
}

async function saveTo(directory: string, sandbox: Sandbox): Promise<string> {
  await sandbox.snapshot('demo');
  const path = join(directory, 'demo.db');
  try {
    makeFolder(directory);
    for (const snapshot of sandbox.listSnapshots()) await copyFile(snapshot.path, path);
  } catch (cause) {
    const sentence = `The data directory ${directory} cannot be written to (${reasonOf(cause)}): use another.`;
    throw new SandboxError('bad-data-directory', sentence, { cause });
  }
  return path;
}
