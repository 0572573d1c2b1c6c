import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeParts } from './fixture-files.ts';
import { emptyFolder, runCli } from './run-cli.ts';
import { serve } from './serve-sandbox.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await emptyFolder();
  await writeParts(cwd, 'Steel');
});

const run = (...args: string[]) => runCli(args, { cwd });
const apply = () => run('apply', 'parts.yaml', '--yes');
const isAsDeclared = async () => (await run('verify', 'parts.yaml')).code === 0;

describe('a snapshot', () => {
  it.each([
    ['of a running server', true],
    ['of a directory that nobody serves', false],
  ])('%s comes back as it was saved', async (_what, isServed) => {
    if (isServed) await serve([], cwd);
    await apply();
    const saved = await run('sandbox', 'snapshot', 'seeded');
    expect(saved).toEqual({
      code: 0,
      stdout: 'The state of the sandbox in .seedbed is saved; seedbed sandbox restore seeded brings it back.\n',
      stderr: '',
    });
    await run('sandbox', 'reset');
    expect(await isAsDeclared()).toBe(false);
    expect((await run('sandbox', 'restore', 'seeded')).stdout).toBe(
      'The sandbox in .seedbed has the state of seeded.\n',
    );
    expect(await isAsDeclared()).toBe(true);
  });

  it('is restored from a path below where the command runs, which need not be where the server runs', async () => {
    await apply();
    await run('sandbox', 'snapshot', 'seeded');
    const elsewhere = await emptyFolder();
    await copyFile(join(cwd, '.seedbed/snapshots/seeded.db'), join(elsewhere, 'kept.db'));
    await serve(['--state', 'blank'], cwd);
    expect(await isAsDeclared()).toBe(false);
    const data = join(cwd, '.seedbed');
    expect(await runCli(['sandbox', 'restore', './kept.db', '--data', data], { cwd: elsewhere })).toMatchObject({
      code: 0,
    });
    expect(await isAsDeclared()).toBe(true);
  });

  it('is told of with the flags that lead back to its sandbox', async () => {
    await writeFile(join(cwd, 'seedbed.config.yaml'), 'targets: { line: { sandbox: other, tenant: line-1 } }\n');
    expect((await run('sandbox', 'list', '--data', 'other')).stdout).toContain('snapshot NAME --data other makes one.');
    expect((await run('sandbox', 'list', '--data', "Jo's")).stdout).toContain(`NAME --data 'Jo'\\''s' makes one.`);
    await run('apply', 'parts.yaml', '--yes', '--target', 'line');
    expect((await run('sandbox', 'snapshot', 'one', '--target', 'line')).stdout).toContain(
      'seedbed sandbox restore one --target line --tenant line-1 brings it back.',
    );
    await run('sandbox', 'reset', '--target', 'line');
    const back = await run('sandbox', 'restore', 'one', '--target', 'line', '--tenant', 'line-1');
    expect(back.stdout).toBe('The tenant line-1 of the sandbox in other has the state of one.\n');
    expect((await run('verify', 'parts.yaml', '--target', 'line')).code).toBe(0);
  });

  it('is what a sandbox begins with and goes back to that was started from it', async () => {
    await apply();
    await run('sandbox', 'snapshot', 'seeded');
    await run('sandbox', 'reset');
    await serve(['--from', 'seeded'], cwd);
    expect(await isAsDeclared()).toBe(true);
    await run('sandbox', 'restore', 'blank');
    expect(await isAsDeclared()).toBe(false);
    await run('sandbox', 'reset');
    expect(await isAsDeclared()).toBe(true);
  });
});

describe('a command about snapshots that cannot be', () => {
  const REFUSED = [
    [['snapshot', 'a b'], 2, 'A snapshot cannot be called "a b"'],
    [['restore', 'nothing'], 2, 'There is no snapshot'],
    [['restore', 'parts.yaml'], 2, 'There is no snapshot'],
    [['restore', './parts.yaml'], 2, 'parts.yaml'],
    [['snapshot'], 2, "missing required argument 'name'"],
    [['snapshot', 'a', 'b'], 2, 'too many arguments'],
    [['start', '--from', 'nothing'], 2, 'There is no snapshot'],
    [['start', '--from', 'x', '--state', 'blank'], 2, '--state and --from both say where to begin'],
    [['snapshot', 'a', '--data', 'elsewhere'], 5, 'There is no sandbox in'],
  ] as const;

  it('is refused with a sentence, and changes nothing', async () => {
    await apply();
    for (const [args, code, message] of REFUSED) {
      const { stderr, ...ended } = await run('sandbox', ...args);
      expect(ended, args.join(' ')).toEqual({ code, stdout: '' });
      expect(stderr).toContain(message);
    }
    expect(await isAsDeclared()).toBe(true);
  });
});

describe('sandbox list', () => {
  it('tells the name, date and size of each snapshot', async () => {
    await apply();
    await run('sandbox', 'snapshot', 'one');
    await run('sandbox', 'snapshot', 'another');
    const { stdout } = await run('sandbox', 'list');
    expect(stdout).toMatch(
      /^Snapshots of the sandbox in \.seedbed\n\n {2}another {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}\S+ [kM]B\n {2}one {6}\S+ \S+ UTC {2}\S+ [kM]B\n$/,
    );
    const { snapshots } = JSON.parse((await run('sandbox', 'list', '--format', 'json')).stdout);
    expect(snapshots).toMatchObject([
      { name: 'another', path: join(cwd, '.seedbed/snapshots/another.db') },
      { name: 'one', bytes: expect.any(Number), saved: expect.stringMatching(/Z$/) },
    ]);
  });

  it('says how to make the first one', async () => {
    const empty = {
      code: 0,
      stdout: 'There are no snapshots of the sandbox in .seedbed yet; seedbed sandbox snapshot NAME makes one.\n',
    };
    expect(await run('sandbox', 'list')).toMatchObject(empty);
    await apply();
    expect(await run('sandbox', 'list')).toMatchObject(empty);
  });
});
