/** Finds the fixture files that paths, folders and globs name. */
import { readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { attempt } from './attempt.ts';
import type { Span } from './source-file.ts';

/** Why a path gave no text. `candidates` are names that do exist where it was looked for, for a suggestion. */
export interface ReadProblem {
  readonly path: string;
  readonly message: string;
  readonly help?: string;
  readonly span?: Span;
  readonly wanted?: string;
  readonly candidates?: readonly string[];
}

/** A file to read: `path` for people, `absolute` for the file system. */
export interface FoundFile {
  readonly path: string;
  readonly absolute: string;
}

/** What was found, each real file once and sorted by path, and what could not be found. */
export interface Found {
  readonly files: readonly FoundFile[];
  readonly problems: readonly ReadProblem[];
}

const EXTENSIONS = new Set(['.yaml', '.yml', '.json']);
const CONFIG_NAME = /^seedbed\.config\.(ya?ml|json)$/;
const CANDIDATE_LIMIT = 1000;

/**
 * Looks up every path relative to `cwd`. A path that exists is taken literally, also when it looks like a glob. Folders
 * and globs give `.yaml`, `.yml` and `.json` files only; dot-folders, `node_modules` and `seedbed.config.yaml` are left out.
 */
export async function findFiles(paths: readonly string[], cwd: string): Promise<Found> {
  const problems: ReadProblem[] = [];
  const absolutes: string[] = [];
  for (const path of paths) for (const found of await expandPath(path, cwd, problems)) absolutes.push(found);
  return { files: uniqueFiles(absolutes, cwd), problems };
}

async function expandPath(path: string, cwd: string, problems: ReadProblem[]): Promise<readonly string[]> {
  // A variable that was not set, as a rule: it must not come to mean all that there is.
  if (path === '') {
    problems.push({ path, message: 'an empty path is none; "." is the folder itself' });
    return [];
  }
  const absolute = resolve(cwd, path);
  const shown = shownPath(absolute, cwd);
  const found = attempt(() => statSync(absolute));
  if (!(found instanceof Error)) {
    if (!found.isDirectory()) return [absolute];
    const inside = filesBelow(absolute, cwd, problems);
    if (inside.length === 0) problems.push(emptyProblem(shown, 'the folder'));
    return inside;
  }
  const matches = isMissing(found) ? await expandGlob(path, cwd, problems) : undefined;
  if (matches !== undefined) return matches;
  problems.push(isMissing(found) ? missingProblem(absolute, cwd) : accessProblem(shown, found));
  return [];
}

/** Undefined when the path is no pattern. */
async function expandGlob(
  pattern: string,
  cwd: string,
  problems: ReadProblem[],
): Promise<readonly string[] | undefined> {
  // Most paths are none, and loading this takes a tenth of the time that starting does.
  const { glob, isDynamicPattern } = await import('tinyglobby');
  if (!isDynamicPattern(pattern)) return undefined;
  const matches = await glob(pattern.split(sep).join('/'), {
    cwd,
    absolute: true,
    expandDirectories: false,
    // A directory loop by symlink would be walked again and again.
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**'],
  });
  const files = matches.filter(isFixtureName).map(match => resolve(match));
  if (files.length === 0) problems.push(emptyProblem(pattern, 'the pattern'));
  return files;
}

function filesBelow(folder: string, cwd: string, problems: ReadProblem[]): readonly string[] {
  const files: string[] = [];
  const visited = new Set<string>();
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const real = realpathSync(next);
    if (visited.has(real)) continue;
    visited.add(real);
    const entries = attempt(() => readdirSync(next, { withFileTypes: true }));
    if (entries instanceof Error) {
      problems.push(accessProblem(shownPath(next, cwd), entries));
      continue;
    }
    for (const entry of entries) {
      const absolute = join(next, entry.name);
      const isFolder = entry.isSymbolicLink() ? leadsToFolder(absolute) : entry.isDirectory();
      if (isFolder && !entry.name.startsWith('.') && entry.name !== 'node_modules') waiting.push(absolute);
      else if (!isFolder && isFixtureName(absolute)) files.push(absolute);
    }
  }
  return files;
}

function leadsToFolder(link: string): boolean {
  const target = attempt(() => statSync(link));
  return !(target instanceof Error) && target.isDirectory();
}

function uniqueFiles(absolutes: readonly string[], cwd: string): readonly FoundFile[] {
  const files = [...new Set(absolutes)].map(absolute => ({ path: shownPath(absolute, cwd), absolute }));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const byRealPath = new Map<string, FoundFile>();
  for (const file of files) {
    const real = attempt(() => realpathSync(file.absolute));
    const id = real instanceof Error ? file.absolute : real;
    if (!byRealPath.has(id)) byRealPath.set(id, file);
  }
  return [...byRealPath.values()];
}

function isFixtureName(path: string): boolean {
  const name = basename(path);
  return EXTENSIONS.has(extname(name).toLowerCase()) && !name.startsWith('.') && !CONFIG_NAME.test(name);
}

function shownPath(absolute: string, cwd: string): string {
  const fromHere = relative(cwd, absolute) || '.';
  return (fromHere.length < absolute.length ? fromHere : absolute).split(sep).join('/');
}

function missingProblem(absolute: string, cwd: string): ReadProblem {
  const path = shownPath(absolute, cwd);
  const link = attempt(() => readlinkSync(absolute));
  if (!(link instanceof Error)) {
    return {
      path,
      message: `"${path}" is a link to "${link}", which does not exist`,
      help: 'mend the link or remove it',
    };
  }
  let missing = absolute;
  let names = attempt(() => readdirSync(dirname(missing)));
  while (names instanceof Error && dirname(missing) !== missing) {
    missing = dirname(missing);
    names = attempt(() => readdirSync(dirname(missing)));
  }
  const folder = dirname(missing);
  const inFolder = (name: string) => shownPath(join(folder, name), cwd);
  const candidates = names instanceof Error ? [] : names.slice(0, CANDIDATE_LIMIT).map(inFolder);
  return { path, message: `there is no file or folder "${path}"`, wanted: shownPath(missing, cwd), candidates };
}

function emptyProblem(path: string, what: string): ReadProblem {
  const message = `${what} "${path}" holds no fixture file`;
  return { path, message, help: 'fixture files end in .yaml, .yml or .json' };
}

/** What the file system's refusal means, and what to do about it. */
export function accessProblem(path: string, error: Error): ReadProblem {
  const code = 'code' in error ? String(error.code) : error.message;
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      path,
      message: `"${path}" may not be read`,
      help: `give yourself the right to read it: chmod u+r "${path}"`,
    };
  }
  if (code === 'ELOOP') {
    return { path, message: `"${path}" is a link that leads back to itself`, help: 'mend the link or remove it' };
  }
  if (code === 'ENOENT') {
    return { path, message: `"${path}" leads to a file that does not exist`, help: 'mend the link or remove it' };
  }
  return { path, message: `"${path}" cannot be read (${code})` };
}

function isMissing(error: Error): boolean {
  return 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
