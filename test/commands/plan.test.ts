import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.ts';
import { copyBracketLine, writeParts, writeRun } from './fixture-files.ts';
import { afterwards, emptyFolder, runCli, targeting } from './run-cli.ts';

describe('plan', () => {
  it('shows what would change, and leaves neither the target nor the disk changed', async () => {
    const cwd = await emptyFolder();
    await copyBracketLine(cwd);
    const { code, stdout, stderr } = await runCli(['plan'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      '  + bom/bracket-assembly  2 items, 1 designator, 1 substitute · DRAFT → IN_REVIEW → RELEASED',
    );
    expect(stdout).toMatch(
      /Plan: 24 to create, 1 to update, 7 to move on; 4 that ION itself makes with them\.\nApplying takes 32 requests; planning took \d+\./,
    );
    expect(await readdir(cwd)).toEqual(['fixtures']);
  });

  it('gives changes, counts and requests as one JSON document', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const { stdout, stderr } = await runCli(['plan', 'parts.yaml', '--format', 'json'], { cwd });
    const record = JSON.parse(stdout);
    expect(stderr).toBe('');
    expect(record.changes).toMatchObject([
      { address: 'part/bracket', kind: 'part', action: 'create', section: 'parts' },
      { address: 'part/screw', kind: 'part', action: 'create', section: 'parts' },
    ]);
    expect(record.summary).toEqual({
      create: 2,
      update: 0,
      transition: 0,
      revise: 0,
      replace: 0,
      delete: 0,
      keep: 0,
      blocked: 0,
    });
    expect(record.requests).toEqual({ reads: expect.any(Number), writes: 2 });
  });

  it('ends with 4 when something is pending and that is asked for, and sends no mutation', async () => {
    const sandbox = await startSandbox();
    afterwards(sandbox.close);
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const options = { cwd, env: targeting(sandbox) };
    expect((await runCli(['plan', 'parts.yaml'], options)).code).toBe(0);
    expect((await runCli(['plan', 'parts.yaml', '--detailed-exitcode'], options)).code).toBe(4);
    expect((await runCli(['apply', 'parts.yaml', '--yes'], options)).code).toBe(0);
    const { mutations } = sandbox.requests();
    expect(mutations).toBe(2);
    expect((await runCli(['plan', 'parts.yaml', '--detailed-exitcode'], options)).code).toBe(0);
    expect(sandbox.requests().mutations).toBe(mutations);
  });

  it('shows an update as before and after', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    await runCli(['apply', 'parts.yaml', '--yes'], { cwd });
    await writeParts(cwd, 'Brass');
    const { stdout } = await runCli(['plan', 'parts.yaml'], { cwd });
    expect(stdout).toContain(
      'parts\n  ~ part/bracket\n      description: "Steel" → "Brass"\n\nPlan: 1 to update; 1 unchanged.',
    );
  });

  it('sends nothing when the fixtures are wrong', async () => {
    const sandbox = await startSandbox();
    afterwards(sandbox.close);
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'parts.yaml'), 'parts: { a: { partNumbr: A } }\n');
    const { code, stdout, stderr } = await runCli(['plan', 'parts.yaml'], { cwd, env: targeting(sandbox) });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('did you mean "partNumber"?');
    expect(sandbox.requests().requests).toBe(0);
  });

  it('points at a lookup that the target does not answer', async () => {
    const cwd = await emptyFolder();
    await writeFile(
      join(cwd, 'stock.yaml'),
      'parts: { a: { partNumber: A } }\ninventory: { b: { part: a, quantity: 1, location: { lookup: { name: Nowhere } } } }\n',
    );
    const { code, stdout } = await runCli(['plan', 'stock.yaml', '--format', 'json'], { cwd });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      diagnostics: [{ code: 'lookup-not-found', file: 'stock.yaml', line: 2 }],
    });
  });
});

describe('verify', () => {
  it('ends with 4 and the drift, field by field, until all is as declared', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const missing = await runCli(['verify', 'parts.yaml'], { cwd });
    expect(missing).toMatchObject({ code: 4, stderr: '' });
    expect(missing.stdout).toContain(
      'Drift: the target is not as declared: 2 to create.\nTo put it right: seedbed apply, with the same paths and target\n',
    );
    await runCli(['apply', 'parts.yaml', '--yes'], { cwd });
    expect((await runCli(['verify', 'parts.yaml'], { cwd })).stdout).toMatch(/^Verified: 2 entities as declared/);
    await writeParts(cwd, 'Brass');
    const { code, stdout } = await runCli(['verify', 'parts.yaml', '--format', 'json'], { cwd });
    expect(code).toBe(4);
    const drift = JSON.parse(stdout).changes.filter((change: { action: string }) => change.action !== 'keep');
    expect(drift).toMatchObject([
      { address: 'part/bracket', action: 'update', edits: [{ path: 'description', before: 'Steel', after: 'Brass' }] },
    ]);
  });

  it('advises no apply where that could change nothing', async () => {
    const cwd = await emptyFolder();
    await writeRun(cwd, 'COMPLETE');
    const applied = await runCli(['apply', 'run.yaml', '--yes'], { cwd });
    expect(applied).toMatchObject({ code: 0, stderr: expect.stringMatching(/^applying \d+ changes\n$/) });
    await writeRun(cwd, 'TODO');
    const { code, stdout } = await runCli(['verify', 'run.yaml'], { cwd });
    expect(code).toBe(4);
    expect(stdout).toMatch(/not as declared: 1 blocked; .*\nThe reasons above say what would help\.\n$/);
    expect((await runCli(['apply', 'run.yaml', '--yes'], { cwd })).stderr).toBe('applying 1 change\n');
    const { changes } = JSON.parse((await runCli(['plan', 'run.yaml', '--format', 'json'], { cwd })).stdout);
    const place = { file: 'run.yaml', line: 7, column: 69, endLine: 7, endColumn: 73 };
    expect(changes.filter((change: object) => 'place' in change)).toMatchObject([{ action: 'blocked', place }]);
  });
});
