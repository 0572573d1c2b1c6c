import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSandbox, takeSandboxTurn } from '../../src/sandbox/index.ts';
import { copyBracketLine, writeManyParts, writeParts, writeRun } from './fixture-files.ts';
import { afterwards, emptyFolder, runCli, startCli, targeting } from './run-cli.ts';

async function openSandbox(options: { latencyMs?: number } = {}) {
  const sandbox = await startSandbox(options);
  afterwards(sandbox.close);
  return sandbox;
}

describe('apply', () => {
  it('makes the target as declared, and sends no mutation the second time', async () => {
    const sandbox = await openSandbox();
    const cwd = await emptyFolder();
    await copyBracketLine(cwd);
    const options = { cwd, env: targeting(sandbox) };
    const first = await runCli(['apply', '--yes', '--verify'], options);
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/Done: 32 changes in .+\n\nVerified: 29 entities as declared/);
    const { mutations } = sandbox.requests();
    const second = await runCli(['apply', '--yes'], options);
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toMatch(/^No changes: 29 entities in environment \(http:\/\/127\.0\.0\.1:\d+\) as declared/);
    expect(sandbox.requests().mutations).toBe(mutations);
  });

  it('prints one JSON document on stdout and nothing else', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const { code, stdout } = await runCli(['apply', 'parts.yaml', '--yes', '--verify', '--format', 'json'], { cwd });
    expect(code).toBe(0);
    const record = JSON.parse(stdout);
    expect(record.outcomes).toMatchObject([
      { address: 'part/bracket', action: 'create', status: 'done', id: expect.any(Number) },
      { address: 'part/screw', action: 'create', status: 'done', id: expect.any(Number) },
    ]);
    expect(record.summary).toEqual({ done: 2, failed: 0, skipped: 0, notStarted: 0, keep: 0 });
    expect(record.requests).toMatchObject({ writes: 2, retries: 0 });
    expect(record.verification.summary).toMatchObject({ keep: 2, create: 0 });
  });

  it('does not go on without a yes where there is nobody to ask', async () => {
    const sandbox = await openSandbox();
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const options = { cwd, env: targeting(sandbox) };
    const asked = await runCli(['apply', 'parts.yaml'], options);
    expect(asked).toMatchObject({ code: 2, stdout: '' });
    expect(asked.stderr).toContain('--yes');
    expect((await runCli(['apply', 'parts.yaml', '--format', 'json'], options)).code).toBe(2);
    expect(sandbox.requests().requests).toBe(0);
  });

  it('ends with 1 when a change is blocked, and says what would help', async () => {
    const cwd = await emptyFolder();
    await writeRun(cwd, 'COMPLETE');
    expect((await runCli(['apply', 'run.yaml', '--yes'], { cwd })).code).toBe(0);
    await writeRun(cwd, 'TODO');
    const { code, stdout } = await runCli(['apply', 'run.yaml', '--yes'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('blocked: it is COMPLETE, and ION offers no way from there to TODO');
    expect(stdout).toContain('declared at run.yaml:7:69\n');
    expect(stdout).toContain('help: declare COMPLETE');
    expect(stdout).toContain('because of run-step/first.look');
  });

  it('tells what failed with its cause and place, what was skipped for it, and goes on from there the next time', async () => {
    const cwd = await emptyFolder();
    await copyBracketLine(cwd);
    const slow = await openSandbox({ latencyMs: 40 });
    const running = startCli(['apply', '--yes', '--format', 'json', '--concurrency', '1'], {
      cwd,
      env: targeting(slow),
    });
    await running.says('applying 32 changes');
    await slow.close();
    const { code, stdout } = await running.ended;
    expect(code).toBe(1);
    const { outcomes, summary } = JSON.parse(stdout);
    const failed = outcomes.filter((outcome: { status: string }) => outcome.status === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]).toMatchObject({
      failure: { message: expect.any(String) },
      place: { file: expect.stringMatching(/^fixtures\//), line: expect.any(Number) },
    });
    const skipped = outcomes.find((outcome: { status: string }) => outcome.status === 'skipped');
    expect(failed.map(({ address }: { address: string }) => address)).toContain(skipped.because);
    expect(summary.done + summary.failed + summary.skipped + summary.notStarted).toBe(32);
  });
});

describe('several applies at once on one directory', () => {
  it('go one after the other, so that what all of them missed is made once', async () => {
    const cwd = await emptyFolder();
    await copyBracketLine(cwd);
    const running = [1, 2, 3].map(() => startCli(['apply', '--yes', '--format', 'json'], { cwd }));
    const ended = await Promise.all(running.map(each => each.ended));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    const done = ended.map(({ stdout }) => JSON.parse(stdout).summary.done as number);
    expect(done.sort((one, other) => other - one)).toEqual([32, 0, 0]);
  });

  it('say that they wait, and can be stopped while they do', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const endTurn = takeSandboxTurn(join(cwd, '.seedbed'));
    const waiting = startCli(['apply', 'parts.yaml', '--yes'], { cwd });
    await waiting.says('waiting: another command is changing the sandbox in .seedbed');
    waiting.child.kill('SIGINT');
    expect((await waiting.ended).code).toBe(130);
    endTurn?.();
    expect((await runCli(['apply', 'parts.yaml', '--yes'], { cwd })).code).toBe(0);
  });
});

describe('an interrupted apply', () => {
  it('stops in the same way when its terminal goes away, however often that is said', async () => {
    const sandbox = await openSandbox({ latencyMs: 100 });
    const cwd = await emptyFolder();
    await writeManyParts(cwd, 60);
    const options = { cwd, env: targeting(sandbox) };
    const running = startCli(['apply', 'parts.yaml', '--yes', '--format', 'json', '--concurrency', '2'], options);
    await running.says('applying 60 changes');
    running.child.kill('SIGHUP');
    await running.says(STOPPING);
    running.child.kill('SIGHUP');
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout).summary.done).toBe(sandbox.requests().mutations);
  });

  it('starts nothing new, finishes what runs, tells what was not started, and continues when run again', async () => {
    const sandbox = await openSandbox({ latencyMs: 100 });
    const cwd = await emptyFolder();
    await writeManyParts(cwd, 60);
    const options = { cwd, env: targeting(sandbox) };
    const running = startCli(['apply', 'parts.yaml', '--yes', '--format', 'json', '--concurrency', '2'], options);
    await running.says('applying 60 changes');
    running.child.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('stopping');
    const { summary } = JSON.parse(stdout);
    expect(summary.notStarted).toBeGreaterThan(0);
    expect(summary).toMatchObject({ failed: 0, skipped: 0, done: 60 - summary.notStarted });
    expect(sandbox.requests().mutations).toBe(summary.done);
    const again = JSON.parse((await runCli(['apply', 'parts.yaml', '--yes', '--format', 'json'], options)).stdout);
    expect(again.summary).toMatchObject({ done: summary.notStarted, keep: summary.done });
  });

  it('ends at once when it is interrupted twice', async () => {
    const silent = createServer();
    const asked = once(silent, 'request');
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    afterwards(async () => void silent.closeAllConnections());
    afterwards(async () => void silent.close());
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const { port } = silent.address() as AddressInfo;
    const env = { ION_BASE_URL: `http://127.0.0.1:${port}`, ION_TOKEN: 'any' };
    const running = startCli(['plan', 'parts.yaml'], { cwd, env });
    await asked;
    running.child.kill('SIGINT');
    await running.says(STOPPING);
    running.child.kill('SIGTERM');
    // After the first signal alone it would wait for an answer that never comes.
    expect(await running.ended).toEqual({ code: 130, stdout: '', stderr: STOPPING });
  });
});

const STOPPING = 'stopping: what is under way is finished; Ctrl-C once more ends at once\n';
