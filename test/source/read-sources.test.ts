import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accessProblem } from '../../src/source/find-files.ts';
import { MAX_FILE_BYTES, readSources } from '../../src/source/read-sources.ts';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'seedbed-source-'));
});

afterEach(() => rmSync(cwd, { recursive: true }));

function write(path: string, content: string | Uint8Array = 'parts:\n'): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), content);
}

async function pathsOf(...paths: string[]): Promise<readonly string[]> {
  const { files, problems } = await readSources(paths, { cwd });
  expect(problems).toEqual([]);
  return files.map(file => file.path);
}

async function problemsOf(...paths: string[]): Promise<readonly string[]> {
  const { problems } = await readSources(paths, { cwd });
  return problems.map(problem => problem.message);
}

describe('finding files', () => {
  it('a folder means every fixture file below it, sorted by path', async () => {
    for (const path of ['f/b.yaml', 'f/a.yml', 'f/deep/er/c.json', 'f/README.md', 'g/x.yaml']) write(path);
    expect(await pathsOf('f')).toEqual(['f/a.yml', 'f/b.yaml', 'f/deep/er/c.json']);
  });

  it('dot-folders, hidden files, node_modules and the configuration are not fixtures', async () => {
    for (const path of ['.git/a.yaml', 'node_modules/p/a.yaml', '.hidden.yaml', 'seedbed.config.yaml', 'a.yaml'])
      write(path);
    expect(await pathsOf('.')).toEqual(['a.yaml']);
    expect(await pathsOf('*.yaml')).toEqual(['a.yaml']);
  });

  it('a glob gives the fixture files that match it', async () => {
    for (const path of ['a/parts.yaml', 'b/parts.yaml', 'b/runs.yaml', 'b/parts.md']) write(path);
    expect(await pathsOf('*/parts.*')).toEqual(['a/parts.yaml', 'b/parts.yaml']);
    expect(await pathsOf('{a,b}/r*.yaml')).toEqual(['b/runs.yaml']);
  });

  it('a path that exists is taken literally, though it looks like a glob', async () => {
    write('[1]/a.yaml');
    write('1/b.yaml');
    expect(await pathsOf('[1]')).toEqual(['[1]/a.yaml']);
  });

  it('a file named twice, or through a link, is read once', async () => {
    write('f/a.yaml');
    symlinkSync('a.yaml', join(cwd, 'f/b.yaml'));
    expect(await pathsOf('f/a.yaml', 'f', join(cwd, 'f'), 'f/*.yaml')).toEqual(['f/a.yaml']);
  });

  it('the order of the arguments does not matter', async () => {
    for (const path of ['b.yaml', 'a.yaml']) write(path);
    expect(await pathsOf('b.yaml', 'a.yaml')).toEqual(['a.yaml', 'b.yaml']);
  });

  it('a directory loop by symlink ends', async () => {
    write('f/sub/a.yaml');
    symlinkSync('..', join(cwd, 'f/sub/up'));
    symlinkSync('.', join(cwd, 'f/self'));
    expect(await pathsOf('f')).toEqual(['f/sub/a.yaml']);
    expect(await pathsOf('f/**/*.yaml')).toEqual(['f/sub/a.yaml']);
  });

  it('a missing path names what exists instead', async () => {
    write('fixtures/parts.yaml');
    const { problems } = await readSources(['fixtuers/parts.yaml'], { cwd });
    expect(problems).toMatchObject([
      { message: 'there is no file or folder "fixtuers/parts.yaml"', wanted: 'fixtuers', candidates: ['fixtures'] },
    ]);
  });

  it('a folder or pattern without fixture files is a problem, not silence', async () => {
    mkdirSync(join(cwd, 'empty'));
    expect(await problemsOf('empty', '*.yml')).toEqual([
      'the folder "empty" holds no fixture file',
      'the pattern "*.yml" holds no fixture file',
    ]);
  });

  it('an empty path is a problem, and not the folder itself', async () => {
    write('a.yaml');
    expect(await problemsOf('')).toEqual(['an empty path is none; "." is the folder itself']);
  });

  it('links that lead nowhere or to themselves are problems', async () => {
    symlinkSync('gone.yaml', join(cwd, 'a.yaml'));
    symlinkSync('b.yaml', join(cwd, 'b.yaml'));
    const messages = ['"a.yaml" leads to a file that does not exist', '"b.yaml" is a link that leads back to itself'];
    expect(await problemsOf('.')).toEqual(messages);
    expect(await problemsOf('a.yaml')).toEqual(['"a.yaml" is a link to "gone.yaml", which does not exist']);
  });
});

describe('reading files', () => {
  it('a byte order mark is not part of the text', async () => {
    write('a.yaml', '\uFEFFparts:\n');
    expect((await readSources(['a.yaml'], { cwd })).files).toEqual([{ path: 'a.yaml', text: 'parts:\n' }]);
  });

  it('a file over the limit is refused without being read', async () => {
    write('a.yaml');
    truncateSync(join(cwd, 'a.yaml'), 100 * 1024 * 1024);
    expect(await problemsOf('a.yaml')).toEqual([
      `"a.yaml" is too large: 100 MiB, and at most ${MAX_FILE_BYTES / 2 ** 20} MiB are read`,
    ]);
  });

  it('what is not a regular file is not waited for', async () => {
    execFileSync('mkfifo', [join(cwd, 'pipe.yaml')]);
    expect(await problemsOf('.')).toEqual(['"pipe.yaml" is not a regular file']);
  });

  it('bytes that are not UTF-8, NUL characters and UTF-16 are problems at their place', async () => {
    write('a.yaml', Buffer.from([0x61, 0x3a, 0x20, 0xff]));
    write('b.yaml', 'a: \0');
    write('c.yaml', Buffer.from('\uFEFFa: b', 'utf16le'));
    const { files, problems } = await readSources(['.'], { cwd });
    expect(files).toEqual([]);
    expect(problems.map(({ message, span }) => [message, span?.start])).toEqual([
      ['the file holds bytes that are not UTF-8', 3],
      ['the file holds a NUL character', 3],
      ['"c.yaml" is UTF-16', undefined],
    ]);
  });

  it('a refused permission says what to do', () => {
    const refusal = Object.assign(new Error('permission denied'), { code: 'EACCES' });
    expect(accessProblem('a.yaml', refusal)).toMatchObject({
      message: '"a.yaml" may not be read',
      help: 'give yourself the right to read it: chmod u+r "a.yaml"',
    });
  });
});
