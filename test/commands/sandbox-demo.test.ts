import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { emptyFolder, runCli, startCli } from './run-cli.ts';
import { ask, countParts, serve } from './serve-sandbox.ts';

const ROVER = fileURLToPath(new URL('../../fixtures/rover', import.meta.url));

describe('sandbox start --state demo', () => {
  it('serves the rover as its fixtures declare it, and goes back there', { timeout: 120_000 }, async () => {
    const cwd = await emptyFolder();
    const { started, child, ended } = await serve(['--state', 'demo'], cwd);
    const isAsDeclared = async () => (await runCli(['verify', ROVER], { cwd })).code === 0;
    expect(await isAsDeclared()).toBe(true);
    const { text } = await ask(started, 'mutation { createPart(input: { partNumber: "MINE" }) { part { id } } }');
    expect(JSON.parse(text)).toMatchObject({ data: { createPart: { part: { id: expect.anything() } } } });
    await runCli(['sandbox', 'restore', 'blank'], { cwd });
    expect(await isAsDeclared()).toBe(false);
    await runCli(['sandbox', 'reset'], { cwd });
    expect(await isAsDeclared()).toBe(true);
    expect(await countParts(started, 'MINE')).toBe(0);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  it('is refused without any work where a server runs already', async () => {
    const cwd = await emptyFolder();
    await serve([], cwd);
    const { code, stdout, stderr } = await runCli(['sandbox', 'start', '--state', 'demo'], { cwd });
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toMatch(/^error: A sandbox already serves /);
  });

  it('leaves nothing behind when it is interrupted', { timeout: 60_000 }, async () => {
    const cwd = await emptyFolder();
    const { child, ended, says } = startCli(['sandbox', 'start', '--state', 'demo'], { cwd });
    await says('applying ');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect((await runCli(['sandbox', 'status', '--format', 'json'], { cwd })).stdout).toContain('"absent"');
  });
});
