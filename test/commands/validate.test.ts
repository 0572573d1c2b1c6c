import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { copyBracketLine } from './fixture-files.ts';
import { afterwards, emptyFolder, runCli, startCli } from './run-cli.ts';

describe('validate', () => {
  let cwd: string;

  beforeEach(async () => {
    cwd = await emptyFolder();
    await copyBracketLine(cwd);
  });

  it('counts what sound fixtures declare', async () => {
    const { code, stdout, stderr } = await runCli(['validate'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^No problems in 29 entities:\n {2}1 unit, 4 parts, 1 bom/);
  });

  it('says the same of files that it has seen before, and points into them', async () => {
    const env = { SEEDBED_CACHE: 'cache' };
    const first = await runCli(['validate', 'fixtures'], { cwd, env });
    expect(await readdir(join(cwd, 'cache'))).not.toEqual([]);
    expect(await runCli(['validate', 'fixtures'], { cwd, env })).toEqual(first);
    await writeFile(join(cwd, 'more.yaml'), 'parts:\n  other: { partNumber: BRKT-ASSY-001, revision: A }\n');
    const paths = ['validate', 'fixtures', 'more.yaml'];
    const seen = await runCli(paths, { cwd, env });
    expect(seen.code).toBe(3);
    expect(seen).toEqual(await runCli(paths, { cwd }));
  });

  it.runIf(process.platform === 'linux')('ends where no folder can be made for what is kept', async () => {
    const { child, ended } = startCli(['validate'], { cwd, env: { SEEDBED_CACHE: '/proc/none/cache' } });
    afterwards(async () => child.kill('SIGKILL'));
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('says so where nothing is declared', async () => {
    await writeFile(join(cwd, 'nothing.yaml'), '# to be written\n');
    expect(await runCli(['validate', 'nothing.yaml'], { cwd })).toMatchObject({
      code: 0,
      stdout: 'No problems, and nothing is declared.\n',
    });
  });

  it('points at a misspelt key, and suggests the right one', async () => {
    await writeFile(join(cwd, 'wrong.yaml'), 'parts:\n  a: { partNumber: A, trackingTyp: SERIAL }\n');
    const { code, stdout } = await runCli(['validate', 'wrong.yaml'], { cwd });
    expect(code).toBe(3);
    expect(stdout).toContain('error[unknown-field]');
    expect(stdout).toContain('wrong.yaml:2:23');
    expect(stdout).toContain('trackingType');
  });

  it('gives the diagnostics as one JSON document', async () => {
    await writeFile(join(cwd, 'wrong.yaml'), 'boms:\n  a: { part: nobody }\n');
    const { code, stdout } = await runCli(['validate', 'wrong.yaml', '--format', 'json'], { cwd });
    expect(code).toBe(3);
    const [diagnostic] = JSON.parse(stdout).diagnostics;
    expect(diagnostic).toMatchObject({ code: 'unknown-reference', severity: 'error', file: 'wrong.yaml', line: 2 });
    expect(Object.keys(diagnostic).sort()).toEqual(
      ['code', 'column', 'endColumn', 'endLine', 'file', 'help', 'line', 'message', 'related', 'severity'].sort(),
    );
  });

  it('names a path that is not there', async () => {
    const { code, stdout } = await runCli(['validate', 'fixtuers'], { cwd });
    expect(code).toBe(3);
    expect(stdout).toContain('error[unreadable-file]');
    expect(stdout).toContain('fixtures');
  });

  it('needs no variable of the target', async () => {
    const target = `{ url: https://x.example, token: "$\{NOWHERE}" }`;
    const config = `fixtures: fixtures
target: staging
targets: { staging: ${target} }
`;
    await writeFile(join(cwd, 'seedbed.config.yaml'), config);
    expect(await runCli(['validate'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });

  it('reads what fixtures the configuration names even where no target can be chosen', async () => {
    const config = 'fixtures: fixtures/parts.yaml\ntargets: { sandbox: { url: nowhere }, other: { sandbox: 7 } }\n';
    await writeFile(join(cwd, 'seedbed.config.yaml'), config);
    expect((await runCli(['validate'], { cwd })).stdout).toMatch(/^No problems in /);
    await writeFile(join(cwd, 'seedbed.config.yaml'), 'fixture: x\n');
    expect(await runCli(['validate'], { cwd })).toMatchObject({ code: 2 });
  });
});
