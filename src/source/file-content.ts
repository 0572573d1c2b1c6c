/** Files that fixtures name and that are uploaded as they are: found, fingerprinted and opened, never held in memory. */
import { createHash } from 'node:crypto';
import { createReadStream, openAsBlob, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { asError } from './attempt.ts';
import { accessProblem, type ReadProblem } from './find-files.ts';

/** Where a file stands that a fixture file names, relative to that fixture file. */
export function besideFixture(authored: string, fixture: string, cwd: string): string {
  return resolve(cwd, dirname(fixture), authored);
}

/** Why nothing can be read there; undefined when it is a file. */
export function contentProblem(path: string, shown: string): ReadProblem | undefined {
  try {
    return statSync(path).isFile() ? undefined : { path: shown, message: `"${shown}" is not a regular file` };
  } catch (reason) {
    const error = asError(reason);
    const isMissing = 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    if (!isMissing) return accessProblem(shown, error);
    return { path: shown, message: `there is no file "${shown}"`, help: 'paths are relative to the fixture file' };
  }
}

/** What a file holds, as `sha256:…`. Rejects with the file system's error. */
export async function fingerprint(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return `sha256:${hash.digest('hex')}`;
}

/** A file to be sent, read while it is sent. Rejects with the file system's error. */
export function openContent(path: string): Promise<Blob> {
  return openAsBlob(path);
}
