/** Finds and reads `seedbed.config.yaml`. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isMap, LineCounter, parseDocument } from 'yaml';
import { ConfigError } from './config-error.ts';
import { type Section, sectionOf } from './yaml-section.ts';

const FILE_NAME = 'seedbed.config.yaml';
/** Settings are a page of text; whatever is larger is something else. */
const MOST_BYTES = 1_000_000;

/** The nearest file in `folder` or above it, as a path below the same root. */
export async function findConfigFile(folder: string): Promise<string | undefined> {
  const path = join(folder, FILE_NAME);
  if (await isFile(path)) return path;
  const parent = dirname(folder);
  return parent === folder ? undefined : findConfigFile(parent);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new ConfigError([`${path}: cannot be looked at (${code})`]);
  }
}

/** An empty file is a file without settings. */
export async function readConfigFile(path: string, shownPath: string): Promise<Section> {
  const text = await readText(path, shownPath);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map(error => {
    const { line, col } = lines.linePos(error.pos[0]);
    const isSecond = error.code === 'MULTIPLE_DOCS';
    return `${shownPath}:${line}:${col}: ${isSecond ? 'settings are one document, and here begins a second' : error.message}`;
  });
  if (problems.length > 0) throw new ConfigError(problems);
  const { contents } = document;
  if (contents !== null && !isMap(contents))
    throw new ConfigError([`${shownPath}:1:1: expected a mapping of settings`]);
  return sectionOf(contents ?? undefined, { document, lines, shownPath }, `${shownPath}:1:1`);
}

async function readText(path: string, shownPath: string): Promise<string> {
  try {
    if ((await stat(path)).size > MOST_BYTES) throw new ConfigError([`${shownPath}: too large for a file of settings`]);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([`${shownPath}: cannot be read (${(error as NodeJS.ErrnoException).code})`]);
  }
}
