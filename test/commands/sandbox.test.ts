import { describe, expect, it } from 'vitest';
import { writeParts } from './fixture-files.ts';
import { afterwards, emptyFolder, type Running, runCli, startCli } from './run-cli.ts';

async function serve(args: readonly string[], cwd: string): Promise<Running> {
  const running = startCli(['sandbox', 'start', ...args], { cwd });
  afterwards(async () => {
    running.child.kill('SIGKILL');
    await running.ended;
  });
  await running.says('clientSecret');
  return running;
}

describe('sandbox start', () => {
  it('prints where it is and how to get in, serves other commands, and stops cleanly', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const running = await serve(['--format', 'json'], cwd);
    expect((await runCli(['apply', 'parts.yaml', '--yes'], { cwd })).code).toBe(0);
    const { stdout } = await runCli(['sandbox', 'status', '--format', 'json'], { cwd });
    const status = JSON.parse(stdout);
    expect(status).toMatchObject({ state: 'running', pid: running.child.pid, requests: { mutations: 2 } });
    running.child.kill('SIGTERM');
    const ended = await running.ended;
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      url: status.url,
      clientId: 'sandbox',
      clientSecret: 'sandbox-secret',
    });
    expect((await runCli(['verify', 'parts.yaml'], { cwd })).code).toBe(0);
  });

  it('tells that the directory is served already', async () => {
    const cwd = await emptyFolder();
    await serve(['--format', 'json'], cwd);
    const { code, stderr } = await runCli(['sandbox', 'start'], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain('already serves');
  });
});

describe('sandbox reset', () => {
  it('empties the sandbox, whether it runs or not, so that the same command builds the same again', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const apply = async () =>
      JSON.parse((await runCli(['apply', 'parts.yaml', '--yes', '--format', 'json'], { cwd })).stdout);
    expect((await apply()).summary).toMatchObject({ done: 2 });
    expect((await runCli(['sandbox', 'reset'], { cwd })).code).toBe(0);
    expect((await apply()).summary).toMatchObject({ done: 2 });
    await serve(['--format', 'json'], cwd);
    expect((await runCli(['sandbox', 'reset'], { cwd })).code).toBe(0);
    expect((await apply()).summary).toMatchObject({ done: 2 });
  });

  it('has nothing to do where there is no sandbox yet', async () => {
    const cwd = await emptyFolder();
    expect(await runCli(['sandbox', 'reset'], { cwd })).toEqual({
      code: 0,
      stdout: 'Nothing to reset: there is no sandbox in .seedbed yet.\n',
      stderr: '',
    });
  });
});
