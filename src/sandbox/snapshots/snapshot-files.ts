// Where snapshots lie and what they are called.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { SandboxError } from '../sandbox-error.ts';

/** A saved state. */
export interface Snapshot {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** When it was saved, as ISO 8601, by the system's clock. */
  readonly saved: string;
}

/** The state that every sandbox can be restored to; it is no file. */
export const BLANK = 'blank';

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
const ENDING = '.db';

/** Throws `bad-name` for what could not be a file's name, and for `blank`. */
export const checkSnapshotName = (name: string): void => {
  if (typeof name === 'string' && NAME.test(name) && name !== BLANK) return;
  const rule = `letters, digits, ".", "_" and "-", at most 64, and not "${BLANK}"`;
  throw new SandboxError('bad-name', `A snapshot cannot be called ${JSON.stringify(name)}: ${rule}.`);
};

/** The snapshots of one tenant. */
export interface SnapshotFolder {
  /** The file of a name, or a path as it is when it has a separator; the file need not exist. */
  pathOf(nameOrPath: string): string;
  /** As `pathOf`, in a folder that is made if need be. */
  pathToWrite(name: string): string;
  list(): Snapshot[];
  /** Deletes a temporary folder. */
  dispose(): void;
}

const isPath = (text: string): boolean => isAbsolute(text) || text.includes('/') || text.includes(sep);

const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new SandboxError('bad-data-directory', `The snapshots in ${folder} cannot be read.`, { cause });
  }
};

const namesIn = (folder: string): string[] =>
  existsSync(folder)
    ? filesIn(folder)
        .filter(file => file.endsWith(ENDING))
        .map(file => basename(file, ENDING))
        .sort()
    : [];

/** The error for a file that is not there; it names those that are. */
export const noSnapshot = (path: string): SandboxError => {
  const names = namesIn(dirname(path));
  const there = names.length > 0 ? `Its folder has ${names.join(', ')}.` : 'Its folder has none.';
  return new SandboxError('no-snapshot', `There is no snapshot ${path}. ${there}`);
};

const describe = (folder: string, name: string): Snapshot => {
  const path = join(folder, `${name}${ENDING}`);
  const { size, mtime } = statSync(path);
  return { name, path, bytes: size, saved: mtime.toISOString() };
};

/** In `directory/snapshots`, or in a temporary folder, made when first written to, for a sandbox in memory. */
export const openSnapshotFolder = (directory: string | undefined): SnapshotFolder => {
  let temporary: string | undefined;
  const folder = (): string | undefined => (directory === undefined ? temporary : join(directory, 'snapshots'));

  const made = (): string => {
    if (directory === undefined) temporary ??= mkdtempSync(join(tmpdir(), 'seedbed-snapshots-'));
    const path = folder() ?? '';
    makeFolder(path);
    return path;
  };

  return {
    pathOf: nameOrPath => {
      if (isPath(nameOrPath)) return resolve(nameOrPath);
      checkSnapshotName(nameOrPath);
      return join(folder() ?? '(in memory)', `${nameOrPath}${ENDING}`);
    },
    pathToWrite: name => {
      checkSnapshotName(name);
      return join(made(), `${name}${ENDING}`);
    },
    list: () => {
      const path = folder();
      return path === undefined ? [] : namesIn(path).map(name => describe(path, name));
    },
    dispose: () => {
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    },
  };
};
