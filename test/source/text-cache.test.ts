import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textCache } from '../../src/source/text-cache.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seedbed-cache-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a text cache', () => {
  it('makes a folder that nobody else may look into', () => {
    const own = join(folder, 'own');
    textCache(own, 'one').keep('text', []);
    expect(statSync(own).mode & 0o777).toBe(0o700);
  });

  it('finds what was kept of a text, and nothing of another text or by another maker', () => {
    textCache(folder, 'one').keep('text', { made: [1, null, 'ü'] });
    expect(textCache(folder, 'one').find('text')).toEqual({ made: [1, null, 'ü'] });
    expect(textCache(folder, 'one').find('text ')).toBeUndefined();
    expect(textCache(folder, 'two').find('text')).toBeUndefined();
  });

  it('leaves nothing else in its folder', () => {
    textCache(folder, 'one').keep('text', 1);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.json$/)]);
  });

  it('finds nothing where what was kept is cut off', () => {
    textCache(folder, 'one').keep('text', { made: 1 });
    const [name = ''] = readdirSync(folder);
    truncateSync(join(folder, name), 5);
    expect(textCache(folder, 'one').find('text')).toBeUndefined();
  });

  it('keeps nothing where its folder cannot be, and says nothing of it', () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'a file, not a folder');
    const cache = textCache(join(file, 'cache'), 'one');
    cache.keep('text', 1);
    expect(cache.find('text')).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe('a file, not a folder');
  });

  it('drops the oldest of its own once it holds too much, and nothing that is not its own', () => {
    const large = (name: string) => {
      const path = join(folder, name);
      writeFileSync(path, '');
      truncateSync(path, 300 * 1024 * 1024);
      utimesSync(path, 0, 0);
    };
    const own = `${'0'.repeat(64)}.json`;
    large(own);
    large('holiday.mp4');
    mkdirSync(join(folder, 'photos'));
    writeFileSync(join(folder, 'photos', 'one.jpg'), 'one');
    textCache(folder, 'one').keep('text', 1);
    expect(readdirSync(folder)).not.toContain(own);
    expect(readdirSync(folder)).toContain('holiday.mp4');
    expect(readFileSync(join(folder, 'photos', 'one.jpg'), 'utf8')).toBe('one');
    expect(textCache(folder, 'one').find('text')).toBe(1);
  });
});
