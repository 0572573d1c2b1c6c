import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeParts } from './fixture-files.ts';
import { emptyFolder, runCli } from './run-cli.ts';
import { ask, countParts, type Started, serve } from './serve-sandbox.ts';

const LOST = '{"name":"lost","operation":"createPart","count":1,"effect":{"type":"reset","when":"after"}}';

let cwd: string;
let started: Started;

beforeEach(async () => {
  cwd = await emptyFolder();
  ({ started } = await serve([], cwd));
});

const fault = (...args: string[]) => runCli(['sandbox', 'fault', ...args], { cwd });
const names = async () =>
  JSON.parse((await fault('list', '--format', 'json')).stdout).faults.map(({ name }: { name: string }) => name);

describe('a fault', () => {
  it('meets what the rule says, as often as it says, and is counted', async () => {
    expect((await fault('add', LOST)).stdout).toContain(
      '\n  lost\n      reset, when "after"\n      for operation "createPart", count 1\n      met 0 requests, took effect in 0\n',
    );
    await writeParts(cwd, 'Steel');
    const applied = await runCli(['apply', 'parts.yaml', '--yes', '--verify'], { cwd });
    expect(applied.code).toBe(0);
    const { stdout } = await fault('list');
    expect(stdout).toMatch(/^Faults of the sandbox in \.seedbed\n/);
    expect(stdout).toContain('met 2 requests, took effect in 1');
    expect(await countParts(started)).toBe(2);
  });

  it('goes alone by its name, and with all others without one', async () => {
    const rules = ['a', 'b', 'c'].map(name => ({ name, operation: 'parts', effect: { type: 'answer', status: 503 } }));
    await writeFile(join(cwd, 'faults.json'), JSON.stringify(rules));
    expect((await fault('add', 'faults.json')).code).toBe(0);
    expect((await ask(started, '{ parts { __typename } }')).status).toBe(503);
    expect((await fault('clear', 'b')).stdout).toBe('1 fault removed.\n');
    expect(await names()).toEqual(['a', 'c']);
    expect(JSON.parse((await fault('clear', '--format', 'json')).stdout)).toMatchObject({ cleared: ['a', 'c'] });
    expect((await fault('list')).stdout).toBe('No fault stands.\n');
    expect((await fault('clear')).stdout).toBe('There was no fault to remove.\n');
    expect((await ask(started, '{ parts { __typename } }')).status).toBe(200);
  });

  it('is not added when another of the same list is refused', async () => {
    await writeFile(join(cwd, 'faults.json'), `[${LOST}, { "effect": { "type": "reset", "wen": "after" } }]`);
    const { code, stderr } = await fault('add', 'faults.json');
    expect(code).toBe(2);
    expect(stderr).toContain('unknown field effect.wen');
    expect(await names()).toEqual([]);
  });

  it.each([
    [['add', '{"effect":'], 'the rule is no JSON'],
    [['add', 'nowhere.json'], 'neither JSON nor a file that can be read: nowhere.json (ENOENT)'],
    [['add', '{"effect":{"type":"rest"}}'], 'unknown effect.type "rest"; known are latency'],
    [['add'], "missing required argument 'rule'"],
    [['clear', 'lst'], 'there is no fault "lst"; did you mean "lost"?'],
  ])('command %j is refused with a sentence', async (args, message) => {
    await fault('add', LOST);
    const { stderr, ...ended } = await fault(...args);
    expect(ended).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(await names()).toEqual(['lost']);
  });
});

describe('without a running server', () => {
  it.each([[['add', LOST]], [['list']], [['clear']]])('%j ends with 5', async args => {
    const { code, stdout } = await runCli(['sandbox', 'fault', ...args, '--format', 'json'], {
      cwd: await emptyFolder(),
    });
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'bad-data-directory' } });
  });

  it('faults are said to be a matter of a running one', async () => {
    const folder = await emptyFolder();
    await writeParts(folder, 'Steel');
    await runCli(['apply', 'parts.yaml', '--yes'], { cwd: folder });
    const { code, stderr } = await runCli(['sandbox', 'fault', 'list'], { cwd: folder });
    expect(code).toBe(5);
    expect(stderr).toContain('No sandbox runs on');
  });
});
