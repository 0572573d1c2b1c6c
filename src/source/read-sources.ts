/** Reads the texts of the fixture files; whatever the disk holds ends as a text or as a problem with a way out. */
import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { attempt } from './attempt.ts';
import { accessProblem, type FoundFile, findFiles, type ReadProblem } from './find-files.ts';
import type { SourceFile } from './source-file.ts';

export type { ReadProblem } from './find-files.ts';

/** Files larger than this are refused unread; 32 MiB hold about 100,000 entries. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** The texts that could be read, sorted by path, and why the others could not. */
export interface Sources {
  readonly files: readonly SourceFile[];
  readonly problems: readonly ReadProblem[];
}

/** Reads files, folders and globs, relative to `cwd`. Never rejects for what the disk holds. */
export async function readSources(paths: readonly string[], options: { readonly cwd: string }): Promise<Sources> {
  const found = await findFiles(paths, options.cwd);
  const files: SourceFile[] = [];
  const problems = [...found.problems];
  for (const file of found.files) {
    const result = readSource(file);
    if ('text' in result) files.push(result);
    else problems.push(result);
  }
  return { files, problems };
}

// Without promises: each would take longer than what it waits for.
function readSource({ path, absolute }: FoundFile): SourceFile | ReadProblem {
  const info = attempt(() => statSync(absolute));
  if (info instanceof Error) return accessProblem(path, info);
  if (!info.isFile()) return { path, message: `"${path}" is not a regular file` };
  if (info.size > MAX_FILE_BYTES) return tooLarge(path, info.size);
  const bytes = attempt(() => readFileSync(absolute));
  return bytes instanceof Error ? accessProblem(path, bytes) : decode(path, bytes);
}

/** The text of a file's bytes, without a byte order mark; a problem when they are not UTF-8 text. */
function decode(path: string, bytes: Uint8Array): SourceFile | ReadProblem {
  const file = { path, text: new TextDecoder('utf-8').decode(bytes) };
  if (isUtf16(bytes)) return { path, message: `"${path}" is UTF-16`, help: 'save the file as UTF-8' };
  if (!isUtf8(bytes)) return notText(file, '\uFFFD', 'bytes that are not UTF-8', 'save the file as UTF-8');
  if (file.text.includes('\0'))
    return notText(file, '\0', 'a NUL character', 'is this a text file? remove the character');
  return file;
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function notText(file: SourceFile, character: string, what: string, help: string): ReadProblem {
  const start = Math.max(0, file.text.indexOf(character));
  return { path: file.path, message: `the file holds ${what}`, help, span: { file, start, end: start + 1 } };
}

function tooLarge(path: string, size: number): ReadProblem {
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MiB`;
  const message = `"${path}" is too large: ${megabytes(size)}, and at most ${megabytes(MAX_FILE_BYTES)} are read`;
  return { path, message, help: 'split it into several files; their order does not matter' };
}
