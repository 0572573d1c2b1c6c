import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyBracketLine, writeParts } from './fixture-files.ts';
import { emptyFolder, runCli } from './run-cli.ts';

describe('destroy', () => {
  it('removes what is declared and nothing else', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    await runCli(['apply', 'parts.yaml', '--yes'], { cwd });
    await writeFile(join(cwd, 'one.yaml'), 'parts: { screw: { partNumber: SCREW-1 } }\n');
    const { code, stdout } = await runCli(['destroy', 'one.yaml', '--yes'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('Done: 1 removed');
    const plan = JSON.parse((await runCli(['plan', 'parts.yaml', '--format', 'json'], { cwd })).stdout);
    expect(plan.summary).toMatchObject({ create: 1, keep: 1 });
  });

  it('says what ION does not let go of, and leaves a state from which apply works again', async () => {
    const cwd = await emptyFolder();
    await copyBracketLine(cwd);
    await runCli(['apply', '--yes'], { cwd });
    const destroyed = await runCli(['destroy', '--yes', '--format', 'json'], { cwd });
    const { remains, summary } = JSON.parse(destroyed.stdout);
    expect(remains).toContainEqual({
      address: 'run/build-asm-12',
      kind: 'run',
      cause: 'retired',
      reason: 'archived: ION never deletes a run',
    });
    expect(summary.done).toBeGreaterThan(0);
    expect(summary.done + summary.failed + summary.skipped).toBeGreaterThan(remains.length);
    expect(destroyed.code).toBe(0);
    const again = await runCli(['apply', '--yes', '--verify'], { cwd });
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('Verified: 29 entities as declared');
  });

  it('has nothing to do where nothing is', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const { code, stdout } = await runCli(['destroy', 'parts.yaml', '--yes'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe('Nothing to remove: none of it is in the sandbox in .seedbed.\n');
  });
});
