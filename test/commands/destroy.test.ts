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

  it('names an issue among what remains, and takes away what was inside it', async () => {
    const cwd = await emptyFolder();
    const issue = 'issues: { gap: { title: Gap, labels: [urgent] } }\nlabels: { urgent: { value: urgent } }\n';
    await writeFile(join(cwd, 'gap.yaml'), issue);
    await runCli(['apply', 'gap.yaml', '--yes'], { cwd });
    const first = await runCli(['destroy', 'gap.yaml', '--yes', '--format', 'json'], { cwd });
    const kept = { address: 'issue/gap', kind: 'issue', cause: 'retired', reason: 'kept: ION never deletes an issue' };
    expect(JSON.parse(first.stdout)).toMatchObject({ remains: [kept], summary: { failed: 0 } });
    const { code, stdout } = await runCli(['destroy', 'gap.yaml', '--yes'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('stays, kept: ION never deletes an issue');
    expect(stdout).toContain('Destroy: 0 to delete, 1 to retire, in 0 requests.');
    expect(stdout).toContain('1 entity remains');
  });

  it('removes what looks an object up before that object', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'cell.yaml'), 'locations: { cell: { name: Cell 1 } }\n');
    const shelf = 'locations: { shelf: { name: Shelf, parent: { lookup: { name: Cell 1 } } } }\n';
    await writeFile(join(cwd, 'shelf.yaml'), shelf);
    await runCli(['apply', 'cell.yaml', '--yes'], { cwd });
    await runCli(['apply', 'shelf.yaml', '--yes'], { cwd });
    const { code, stdout } = await runCli(['destroy', 'cell.yaml', 'shelf.yaml', '--yes', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ remains: [], summary: { done: 2, failed: 0 } });
    expect(code).toBe(0);
  });

  it('has nothing to do where nothing is', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const { code, stdout } = await runCli(['destroy', 'parts.yaml', '--yes'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe('Nothing to remove: none of it is in the sandbox in .seedbed.\n');
  });
});
