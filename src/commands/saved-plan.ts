/** Saves a plan to a file, and finds out whether the target has moved since. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { planDelta, renderDelta } from '../report/plan-delta.ts';
import type { ChangeRecord, PlanRecord } from '../report/records.ts';
import type { Context } from './command.ts';
import { EXIT } from './exit-code.ts';
import { Halt, usageError } from './halt.ts';
import { fromHere } from './settings.ts';
import { styleOf } from './style-of.ts';

const FORMAT = 'seedbed-plan-1';

/** `fixtures` are relative to the folder of the configuration; `fingerprint` is that of target, fixtures and changes. */
export interface SavedPlan {
  readonly format: typeof FORMAT;
  readonly target: string;
  readonly fixtures: readonly string[];
  readonly fingerprint: string;
  readonly changes: readonly ChangeRecord[];
}

interface Saving {
  readonly paths: readonly string[];
  readonly config: Config;
  readonly record: PlanRecord;
}

/** Rejects with a `Halt` when the file cannot be written, or holds something else. */
export async function savePlan(file: string, { paths, config, record }: Saving, { host }: Context): Promise<void> {
  const fixtures = paths.map(path => fromHere(resolve(host.cwd, path), config.root));
  const content = { target: config.target.name, fixtures, changes: record.changes };
  const saved: SavedPlan = { format: FORMAT, ...content, fingerprint: await fingerprintOf(content) };
  const path = resolve(host.cwd, file);
  if (await isSomethingElse(path))
    throw usageError(`${file} is there already and no saved plan`, 'save to another file');
  try {
    await writeFile(path, `${JSON.stringify(saved, null, 2)}\n`);
  } catch (error) {
    throw usageError(`the plan cannot be saved to ${file} (${codeOf(error)})`);
  }
}

/** Whether a file holds anything but a saved plan, such as the fixtures. What cannot be read is seen when it is written. */
async function isSomethingElse(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile() || info.size === 0) return false;
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text !== undefined && !isSavedPlan(parsed(text));
}

/** Rejects with a `Halt` for a file that is missing, damaged, or no saved plan at all. */
export async function readSavedPlan(file: string, { host }: Context): Promise<SavedPlan> {
  const plan = parsed(await textOf(resolve(host.cwd, file), file));
  if (!isSavedPlan(plan)) throw usageError(`${file} is not a saved plan`, 'seedbed plan --out FILE makes one');
  if (plan.fingerprint !== (await fingerprintOf(plan))) {
    throw usageError(`${file} was changed after it was saved`, 'make a new one with seedbed plan --out FILE');
  }
  return plan;
}

/** The saved fixture paths, as they are reached from the working directory. */
export function savedPaths({ fixtures }: SavedPlan, { root }: Config, { host }: Context): readonly string[] {
  return fixtures.map(path => fromHere(resolve(root, path), host.cwd));
}

/** Throws a `Halt` with what differs unless planning again has led to the saved changes. */
export function refuseIfMoved(saved: SavedPlan, now: PlanRecord, context: Context): void {
  const delta = planDelta(saved.changes, now.changes);
  if (delta.length === 0) return;
  const message = 'the target or the fixtures have changed since the plan was saved';
  const help = 'look at the difference, then save a new plan and apply that';
  const text = `error: ${message}\n\n${renderDelta(delta, { ...styleOf(context), colour: context.logColour })}\n\nhelp: ${help}`;
  const record = { error: { code: 'plan-outdated', message, help }, delta };
  throw new Halt({ exitCode: EXIT.refused, record, text, textTo: 'stderr' });
}

async function textOf(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw usageError(`the saved plan ${shown} cannot be read (${codeOf(error)})`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSavedPlan(value: unknown): value is SavedPlan {
  if (typeof value !== 'object' || value === null) return false;
  const { format, target, fixtures, changes, fingerprint } = value as Partial<SavedPlan>;
  const hasTexts = format === FORMAT && typeof target === 'string' && typeof fingerprint === 'string';
  return hasTexts && Array.isArray(fixtures) && Array.isArray(changes);
}

/** SHA-256 over what was planned, as hexadecimal digits. */
async function fingerprintOf({
  target,
  fixtures,
  changes,
}: Omit<SavedPlan, 'format' | 'fingerprint'>): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify({ target, fixtures, changes }));
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
