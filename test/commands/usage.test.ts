import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLI, emptyFolder, runCli } from './run-cli.ts';

describe('the command line', () => {
  it('prints the version of the package', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runCli(['--version'], { cwd: await emptyFolder() })).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('tells what it can do when it is called without anything', async () => {
    const { code, stdout } = await runCli([], { cwd: await emptyFolder() });
    expect(code).toBe(0);
    for (const name of ['validate', 'plan', 'apply', 'verify', 'destroy', 'sandbox start'])
      expect(stdout).toContain(`  ${name} `);
  });

  it('shows the options and examples of a command', async () => {
    const { code, stdout } = await runCli(['apply', '--help'], { cwd: await emptyFolder() });
    expect(code).toBe(0);
    expect(stdout).toContain('--plan <file>');
    expect(stdout).toContain('Examples:\n  seedbed apply fixtures/rover');
  });

  it('lists the commands of a group', async () => {
    const { code, stdout } = await runCli(['sandbox', 'fault', '--help'], { cwd: await emptyFolder() });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: seedbed sandbox fault <command> \[options\]\n\n {2}sandbox fault add /);
    expect(stdout).not.toContain('sandbox start');
  });

  it.each([
    [['pln'], 'there is no command "pln"; did you mean "plan"?'],
    [['sandbox', 'statu'], 'there is no command "sandbox statu"; did you mean "status"?'],
    [['sandbox'], 'seedbed sandbox needs one of: start, status, reset, snapshot, restore, list, fault, coverage'],
    [['sandbox', 'fault'], 'seedbed sandbox fault needs one of: add, list, clear'],
    [['sandbox', 'fault', 'ad'], 'there is no command "sandbox fault ad"; did you mean "add"?'],
    [['--target', 'x', 'plan'], 'the command comes first'],
    [['plan', '--detailed-exitcod'], "unknown option '--detailed-exitcod'; did you mean --detailed-exitcode?"],
    [['apply', '--dry-run'], "unknown option '--dry-run'"],
    [['plan', '--out'], "option '--out <file>' argument missing"],
    [['plan', '--out', ''], '--out was given an empty value'],
    [['sandbox', 'start', '--data='], '--data was given an empty value'],
    [['sandbox', 'start', '--tenant', 'a', '--tenant', ''], '--tenant was given an empty value'],
    [['plan', '--format', 'yaml'], '--format is json or text, not "yaml"'],
    [['plan', '--concurrency', '0'], 'concurrency is a whole number from 1 to 256'],
    [['plan', '--target', 'sandbx'], 'there is no target "sandbx"; did you mean "sandbox"?'],
    [['sandbox', 'start', '--port', '70000'], '--port is a whole number from 0 to 65535'],
    [['sandbox', 'start', '--latency', '-1'], '--latency is a whole number from 0 to 3600000'],
    [['sandbox', 'start', '--clock', 'noon'], '--clock is a date, or a time with its offset'],
    [['sandbox', 'start', '--clock', '2026-13-01'], '--clock is a date, or a time with its offset'],
    [['sandbox', 'start', '--state', 'full'], '--state is blank or demo, not "full"'],
    [
      ['sandbox', 'start', '--rule', 'directRelease'],
      '--rule is one of directRelease=true|false, buildRequirementsAt=',
    ],
    [['sandbox', 'start', '--rule', 'x=1'], 'not "x=1"'],
    [['sandbox', 'start', '--errors', '200'], '--errors is http-200 or http-status, not "200"'],
    [['sandbox', 'start', '--deliver-to', 'http://127.0.0.1:9000/hook'], '--deliver-to is a host'],
    [['sandbox', 'start', '--tenant', 'a b'], 'A tenant cannot be called "a b"'],
    [['sandbox', 'coverage', '--tenant', 'a'], "unknown option '--tenant'"],
    [['sandbox', 'status', '--timeout', '5'], "unknown option '--timeout'"],
    [['validate', '--target', 'sandbox'], "unknown option '--target'"],
    [['sandbox', 'status', 'extra'], 'too many arguments'],
  ])('refuses %j and says what is wrong', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: await emptyFolder() });
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('tells a mistake as one JSON document where JSON is asked for', async () => {
    const { code, stdout } = await runCli(['plan', '--nope', '--format', 'json'], { cwd: await emptyFolder() });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage', message: "unknown option '--nope'" } });
  });

  it.runIf(process.platform === 'linux')('tells that the working directory is gone', async () => {
    const cwd = await emptyFolder();
    await mkdir(join(cwd, 'gone'));
    const command = 'cd gone && rmdir "$PWD" && exec "$0" "$1" validate';
    const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath, CLI], { cwd, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^error: the working directory does not exist any more\nhelp: /),
    });
  });

  it('tells every mistake in the configuration with its place', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'seedbed.config.yaml'), 'fixture: x\n');
    const { code, stderr } = await runCli(['plan'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('error: seedbed.config.yaml:1:1');
  });
});
