import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLI, emptyFolder, runCli } from './run-cli.ts';

const PARTS = Array.from({ length: 200 }, (_, index) => `  p${index}: { partNumber: P-${index} }\n`);

async function withParts(): Promise<string> {
  const cwd = await emptyFolder();
  await writeFile(join(cwd, 'parts.yaml'), `parts:\n${PARTS.join('')}`);
  return cwd;
}

/** Runs it with both outputs closed by their reader after the first of them, as `2>&1 | head -1` does. */
function applyUnheard(cwd: string): Promise<number | null> {
  const child = spawn(process.execPath, [CLI, 'apply', 'parts.yaml', '--yes'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.once('data', () => {
    child.stdout.destroy();
    child.stderr.destroy();
  });
  return new Promise(resolve => child.once('close', resolve));
}

describe('an apply', () => {
  it('is carried out to its end when nobody listens any more', async () => {
    const cwd = await withParts();
    expect(await applyUnheard(cwd)).toBe(0);
    expect((await runCli(['verify', 'parts.yaml'], { cwd })).code).toBe(0);
  });

  it.runIf(process.platform === 'linux')(
    'is carried out to its end, and is no success, when its answer is lost',
    async () => {
      const cwd = await withParts();
      const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
      const child = spawn(process.execPath, [CLI, 'apply', 'parts.yaml', '--yes'], { cwd, stdio: [...stdio] });
      let said = '';
      child.stderr?.on('data', text => (said += text));
      expect(await new Promise(resolve => child.once('close', resolve))).toBe(1);
      expect(said.match(/^error: .*/gm)).toEqual(['error: the output cannot be written (ENOSPC)']);
      expect((await runCli(['verify', 'parts.yaml'], { cwd })).code).toBe(0);
    },
  );
});
