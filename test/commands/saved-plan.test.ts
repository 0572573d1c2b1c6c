import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeParts, writeRun } from './fixture-files.ts';
import { emptyFolder, runCli } from './run-cli.ts';

describe('a saved plan', () => {
  let cwd: string;

  beforeEach(async () => {
    cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    expect((await runCli(['plan', 'parts.yaml', '--out', 'saved.plan'], { cwd })).code).toBe(0);
  });

  it('is applied while planning again leads to the same', async () => {
    const { code, stdout } = await runCli(['apply', '--plan', 'saved.plan', '--yes'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('Done: 2 changes');
  });

  it('is refused, with the difference, when the target has moved since', async () => {
    await runCli(['apply', 'parts.yaml', '--yes'], { cwd });
    const { code, stdout, stderr } = await runCli(['apply', '--plan', 'saved.plan', '--yes'], { cwd });
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(stderr).toContain('planned then, not now:\n  + part/bracket\n  + part/screw');
  });

  it('stands when what is blocked has only moved in its file', async () => {
    await writeRun(cwd, 'COMPLETE');
    await runCli(['apply', 'run.yaml', '--yes'], { cwd });
    await writeRun(cwd, 'TODO');
    await runCli(['plan', 'run.yaml', '--out', 'blocked.plan'], { cwd });
    const path = join(cwd, 'run.yaml');
    await writeFile(path, `# One step back.\n${await readFile(path, 'utf8')}`);
    const { code, stdout } = await runCli(['apply', '--plan', 'blocked.plan', '--yes'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('declared at run.yaml:8:69\n');
  });

  it('is refused, with the difference as JSON, when the fixtures have changed since', async () => {
    await writeFile(join(cwd, 'parts.yaml'), 'parts: { screw: { partNumber: SCREW-1 }, nut: { partNumber: NUT-1 } }\n');
    const { code, stdout } = await runCli(['apply', '--plan', 'saved.plan', '--yes', '--format', 'json'], { cwd });
    expect(code).toBe(6);
    const { error, delta } = JSON.parse(stdout);
    expect(error.code).toBe('plan-outdated');
    expect(delta).toMatchObject([
      { address: 'part/bracket', saved: { action: 'create' } },
      { address: 'part/nut', now: { action: 'create' } },
    ]);
  });

  it.each([
    ['a file that is not there', 'other.plan', undefined, 'cannot be read (ENOENT)'],
    ['something else', 'saved.plan', () => '{"format":"other"}', 'is not a saved plan'],
    ['half a file', 'saved.plan', (text: string) => text.slice(0, text.length / 2), 'is not a saved plan'],
    [
      'an edited file',
      'saved.plan',
      (text: string) => text.replace('part/screw', 'part/nail'),
      'was changed after it was saved',
    ],
  ])('cannot be %s', async (_what, file, edit, message) => {
    const path = join(cwd, 'saved.plan');
    if (edit) await writeFile(path, edit(await readFile(path, 'utf8')));
    const { code, stderr } = await runCli(['apply', '--plan', file, '--yes'], { cwd });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('takes the place of another, and of nothing else', async () => {
    expect((await runCli(['plan', 'parts.yaml', '--out', 'saved.plan'], { cwd })).code).toBe(0);
    const fixtures = await readFile(join(cwd, 'parts.yaml'), 'utf8');
    const { code, stderr } = await runCli(['plan', 'parts.yaml', '--out', 'parts.yaml'], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: parts.yaml is there already and no saved plan\nhelp: save to another file\n',
    });
    expect(await readFile(join(cwd, 'parts.yaml'), 'utf8')).toBe(fixtures);
  });

  it('stands for its own fixtures and target', async () => {
    expect(await runCli(['apply', 'parts.yaml', '--plan', 'saved.plan', '--yes'], { cwd })).toMatchObject({ code: 2 });
    await writeFile(
      join(cwd, 'seedbed.config.yaml'),
      'targets: { sandbox: { sandbox: .seedbed }, other: { sandbox: .other } }\n',
    );
    const { code, stderr } = await runCli(['apply', '--plan', 'saved.plan', '--target', 'other', '--yes'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('made for the target "sandbox", not "other"');
  });

  it('cannot be saved to a place that is not there', async () => {
    const { code, stderr } = await runCli(['plan', 'parts.yaml', '--out', 'nowhere/saved.plan'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be saved to nowhere/saved.plan (ENOENT)');
  });
});
