/** Keeps what was made of a text, so that the same text need not be worked through again: JSON files in one folder. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { attempt } from './attempt.ts';

export interface TextCache {
  /** What was kept for the text, as JSON gives it back; undefined when nothing was, or nothing legible. */
  readonly find: (text: string) => unknown;
  /** Keeps it for the next time. Where the folder cannot be written there is no next time, and nothing else is lost. */
  readonly keep: (text: string, made: unknown) => void;
}

/** What the folder may hold before the oldest of it is dropped. */
const MOST_BYTES = 256 * 1024 * 1024;

/** What this cache calls its files. The folder may be anybody's: everything else in it is left alone. */
const OWN_NAME = /^[0-9a-f]{64}\.json$/;

/**
 * `maker` names the program and its version: what another made of the same text is not found. A cache that cannot be read
 * or written is no cache, and no error.
 */
export function textCache(folder: string, maker: string): TextCache {
  const pathOf = (text: string): string =>
    join(folder, `${createHash('sha256').update(maker).update('\0').update(text).digest('hex')}.json`);
  let isPruned = false;
  return {
    find: text => {
      const kept = attempt((): unknown => JSON.parse(readFileSync(pathOf(text), 'utf8')));
      return kept instanceof Error ? undefined : kept;
    },
    keep: (text, made) => {
      attempt(() => {
        makeFolder(folder);
        writeWhole(folder, pathOf(text), JSON.stringify(made));
        if (!isPruned) prune(folder);
        isPruned = true;
      });
    },
  };
}

/**
 * With those above it. Not by `recursive`: where a folder that is there says of a new one in it that there is no such
 * thing, as /proc and a folder of automounted homes do, Node (seen with 20 and 24) tries again for ever.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  const refused = attempt(() => mkdirSync(folder, { mode: 0o700 }));
  // Another process may have been faster.
  if (refused instanceof Error && !existsSync(folder)) throw refused;
}

/** Another process finds the whole file or none. */
function writeWhole(folder: string, path: string, text: string): void {
  const workshop = mkdtempSync(join(folder, 'new-'));
  try {
    const draft = join(workshop, 'draft');
    writeFileSync(draft, text);
    renameSync(draft, path);
  } finally {
    rmSync(workshop, { recursive: true });
  }
}

function prune(folder: string): void {
  const files = readdirSync(folder)
    .filter(name => OWN_NAME.test(name))
    .map(name => join(folder, name))
    .map(path => ({ path, info: statSync(path) }))
    .sort((a, b) => b.info.mtimeMs - a.info.mtimeMs);
  let bytes = 0;
  for (const { path, info } of files) {
    bytes += info.size;
    if (bytes > MOST_BYTES) rmSync(path, { force: true });
  }
}
