/** The stages, composed: what every command is a part of. */
import type { Checked, Diagnostic } from './diagnostics/diagnostic.ts';
import { hasErrors } from './diagnostics/diagnostic.ts';
import { check } from './fixture/check.ts';
import { sameIdentities } from './fixture/duplicates.ts';
import { addressesOf, expand } from './fixture/expand.ts';
import { locateFiles, withContents } from './fixture/files.ts';
import { findCycles } from './fixture/find-cycles.ts';
import { applyRules, unexplained } from './fixture/finding.ts';
import { keep, recall } from './fixture/kept.ts';
import { normalise, withRichText } from './fixture/normalise.ts';
import { parse } from './fixture/parse.ts';
import { readFixtures } from './fixture/read-fixtures.ts';
import { resolve } from './fixture/resolve.ts';
import { type Environment, readSecrets } from './fixture/secrets.ts';
import { kindOf } from './kinds/kinds.ts';
import { gatedKinds, withApprovals } from './plan/approvals.ts';
import type { Plan } from './plan/change.ts';
import { planChanges } from './plan/plan-changes.ts';
import { withoutAliases } from './remote/aliases.ts';
import { readAsking } from './remote/asking.ts';
import { checkDialect, type Dialect, readDialect } from './remote/dialect.ts';
import { observe } from './remote/observe.ts';
import { observeFiles } from './remote/observe-files.ts';
import { Recognised } from './remote/recognised.ts';
import type { Transport } from './remote/transport.ts';
import type { SourceFile } from './source/source-file.ts';
import type { TextCache } from './source/text-cache.ts';
import type { DesiredState } from './state/entity.ts';

export interface CompileOptions {
  /** Where relative paths start. */
  readonly cwd: string;
  /** Without it, secrets stay the names that stand for them. */
  readonly env?: Environment;
  /** Keeps what was parsed and checked of a text for the next time. */
  readonly cache?: TextCache | undefined;
}

/** Files, folders and globs to desired state. Sends nothing. */
export async function compile(paths: readonly string[], options: CompileOptions): Promise<Checked<DesiredState>> {
  const sources = await readFixtures(paths, options);
  const compiled = await compileSources(sources.value, options);
  return { value: compiled.value, diagnostics: [...sources.diagnostics, ...compiled.diagnostics] };
}

/** Texts to desired state: parse, check, expand, normalise, resolve, rules. Their paths are relative to `cwd`. */
export async function compileSources(
  files: readonly SourceFile[],
  { cwd = '.', env, cache }: Partial<CompileOptions> = {},
): Promise<Checked<DesiredState>> {
  const kept = recall(files, cache);
  const parsed = parse(files, { kept });
  const checked = await check(parsed, kept);
  const read = [...parsed.diagnostics, ...checked.diagnostics];
  keep(files, { ...checked, diagnostics: read }, kept, cache);
  const entities = normalise(expand(checked.value));
  const located = locateFiles(entities, cwd);
  const secrets = readSecrets(located.value, env);
  const faulty = { addresses: addressesOf(checked.faulty), entities: expand(checked.faulty) };
  const resolved = resolve(secrets.value, faulty);
  const state = resolved.value;
  const written = [...read, ...located.diagnostics, ...secrets.diagnostics];
  const meant = [...unexplained(resolved.diagnostics, written), ...applyRules(state), ...findCycles(state)];
  return { value: state, diagnostics: [...written, ...meant] };
}

/** A plan, and what it was made from: all that applying it takes. */
export interface Planning {
  readonly desired: DesiredState;
  readonly actual: Recognised;
  readonly dialect: Dialect;
  readonly plan: Plan;
}

/** Desired state and target to plan: observe, compare. Reads only. With errors the plan is empty. */
export async function makePlan(declared: DesiredState, transport: Transport): Promise<Checked<Planning>> {
  const { value: whole, diagnostics: unreadable } = await withContents(await withRichText(declared));
  const kinds = new Set([...whole.entities.values()].map(entity => kindOf(entity.kind)));
  const dialect = await readDialect(transport, kinds);
  const unsupported = checkDialect(whole, dialect);
  if (hasErrors([...unreadable, ...unsupported])) return refused(whole, dialect, [...unreadable, ...unsupported]);
  const observed = await observe(whole, transport, dialect);
  const actual = observed.value;
  const desired = withoutAliases(whole, actual.aliases);
  // What refers to one object in two ways can turn out to be one itself.
  const found = [...observed.diagnostics, ...(desired === whole ? [] : sameIdentities(desired))];
  if (hasErrors(found)) return refused(desired, dialect, found);
  const diagnostics = [...found, ...(await observeFiles(desired, actual))];
  const plan = planChanges(desired, actual);
  const asking = await readAsking(gatedKinds(plan), transport, dialect);
  return { value: { desired, actual, dialect, plan: withApprovals(plan, asking) }, diagnostics };
}

function refused(desired: DesiredState, dialect: Dialect, diagnostics: readonly Diagnostic[]): Checked<Planning> {
  return { value: { desired, actual: new Recognised(), dialect, plan: { changes: [] } }, diagnostics };
}
