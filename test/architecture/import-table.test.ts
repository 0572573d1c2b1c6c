import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { afterEach, describe, expect, it } from 'vitest';
import { type AmbientUse, ambientUses } from './ambient-uses.ts';
import { readImportGraph } from './import-graph.ts';
import { importProblems } from './import-problems.ts';
import { IMPORT_TABLE, RIM } from './import-table.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const sourceFiles = (): string[] => globSync('**/*.ts', { cwd: join(ROOT, 'src') }).sort();

const placesOf = (path: string): string[] =>
  Object.keys(RIM).filter(place => place === path || (place.endsWith('/') && path.startsWith(place)));

const usesOf = async (path: string): Promise<AmbientUse[]> =>
  ambientUses(await readFile(join(ROOT, 'src', path), 'utf8'));

const forbiddenUses = async (path: string): Promise<string[]> => {
  const allowed = placesOf(path).flatMap(place => RIM[place] ?? []);
  const uses = (await usesOf(path)).filter(({ ambient }) => !allowed.includes(ambient));
  return uses.map(({ ambient, line }) => `${path}:${line} uses ${ambient}`);
};

describe('the source tree', () => {
  it('keeps to the import table and has no cycles', async () => {
    const graph = await readImportGraph(ROOT);
    // An analyser that cannot read TypeScript finds no file and no fault.
    expect(graph.files.filter(path => path.endsWith('.ts')).sort()).toEqual(sourceFiles());
    expect(graph.imports.length).toBeGreaterThan(graph.files.length / 2);
    expect(importProblems(graph, IMPORT_TABLE)).toEqual([]);
  });

  it('asks the process, the clock and chance only at the rim', async () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(20);
    expect((await Promise.all(files.map(forbiddenUses))).flat()).toEqual([]);
  });

  it('uses all that the rim allows', async () => {
    const used = new Set<string>();
    for (const path of sourceFiles()) {
      for (const { ambient } of await usesOf(path)) for (const place of placesOf(path)) used.add(`${place} ${ambient}`);
    }
    const allowed = Object.entries(RIM).flatMap(([place, ambients]) => ambients.map(ambient => `${place} ${ambient}`));
    expect(allowed.filter(use => !used.has(use))).toEqual([]);
  });
});

describe('the import table', () => {
  it('leads back to no part where it started', () => {
    const reaches = (from: string, goal: string, seen: Set<string>): boolean =>
      [...(IMPORT_TABLE.parts[from] ?? []), ...(IMPORT_TABLE.typesOnly[from] ?? [])].some(
        part => part === goal || (!seen.has(part) && reaches(part, goal, seen.add(part))),
      );
    expect(Object.keys(IMPORT_TABLE.parts).filter(part => reaches(part, part, new Set()))).toEqual([]);
  });
});

describe('the check of imports', () => {
  const folders: string[] = [];

  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  const problemsOf = async (files: Record<string, string>): Promise<string[]> => {
    const root = await mkdtemp(join(tmpdir(), 'seedbed-imports-'));
    folders.push(root);
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, 'src', path)), { recursive: true });
      await writeFile(join(root, 'src', path), text);
    }
    return importProblems(await readImportGraph(root), IMPORT_TABLE);
  };

  it.each([
    [
      'an import of a part that is not allowed',
      {
        'plan/plan.ts': "import { b } from '../remote/b.ts';\nexport const a = b;",
        'remote/b.ts': 'export const b = 1;',
      },
      'plan/plan.ts imports remote/b.ts, but plan may not import remote',
    ],
    [
      'an import of types from a part that is not allowed',
      { 'kinds/a.ts': "import type { B } from '../plan/b.ts';\nexport type A = B;", 'plan/b.ts': 'export type B = 1;' },
      'kinds/a.ts imports plan/b.ts, but kinds may not import plan',
    ],
    [
      'a value where only types are allowed',
      { 'report/a.ts': "import { b } from '../plan/b.ts';\nexport const a = b;", 'plan/b.ts': 'export const b = 1;' },
      'report/a.ts imports plan/b.ts, but report may not import plan',
    ],
    [
      'the sandbox importing the engine',
      { 'sandbox/a.ts': "export { b } from '../kinds/b.ts';", 'kinds/b.ts': 'export const b = 1;' },
      'sandbox/a.ts imports kinds/b.ts, but sandbox may not import kinds',
    ],
    [
      'the engine importing the sandbox while it runs',
      { 'apply/a.ts': "export const a = () => import('../sandbox/b.ts');", 'sandbox/b.ts': 'export const b = 1;' },
      'apply/a.ts imports sandbox/b.ts, but apply may not import sandbox',
    ],
    [
      "another part's package",
      { 'plan/a.ts': "import 'toposort';" },
      'plan/a.ts imports the package toposort of state',
    ],
    [
      'a package of nobody',
      { 'plan/a.ts': "import 'lodash/fp';" },
      'plan/a.ts imports the package lodash, which nobody owns',
    ],
    ["one of Node's modules in a pure part", { 'plan/a.ts': "import 'node:fs';" }, 'plan/a.ts imports node:fs'],
    ['a file that is not there', { 'plan/a.ts': "import './b.ts';" }, 'plan/a.ts imports ./b.ts, which is not a file'],
    ['an unknown part', { 'extra/a.ts': 'export const a = 1;' }, 'the table does not know the part extra'],
    [
      'a cycle at run time',
      {
        'plan/a.ts': "import { b } from './b.ts';\nexport const a = () => b;",
        'plan/b.ts': "import { a } from './a.ts';\nexport const b = () => a;",
      },
      'cycle: src/plan/b.ts > src/plan/a.ts',
    ],
  ])('finds %s', async (_what, files, problem) => {
    expect(await problemsOf(files as Record<string, string>)).toContain(problem);
  });

  it('accepts a cycle of types, and types where only types are allowed', async () => {
    const files = {
      'plan/a.ts': "import type { B } from './b.ts';\nexport type A = B | 1;",
      'plan/b.ts': "import type { A } from './a.ts';\nexport type B = A | 2;",
      'report/c.ts': "import type { A } from '../plan/a.ts';\nexport type C = A;",
    };
    expect(await problemsOf(files)).toEqual([]);
  });
});

describe('the search for ambient values', () => {
  it.each([
    ['process.exit()', 'process'],
    ['const now = Date.now;', 'clock'],
    ['const now = new Date();', 'clock'],
    ['performance.now();', 'clock'],
    ['const dice = Math.random;', 'randomness'],
    ["import { randomUUID } from 'node:crypto';", 'randomness'],
    ['crypto.getRandomValues(bytes);', 'randomness'],
  ])('finds %s', (text, ambient) => {
    expect(ambientUses(`\n${text}`)).toContainEqual({ ambient, line: 2 });
  });

  it('passes over comments, strings, properties and given dates', () => {
    const text =
      "// process\nconst a = 'process'; const b = { process: 1 }; b.process; b.randomBytes(1); new Date(0); new Date(a);";
    expect(ambientUses(text)).toEqual([]);
  });
});
