import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DIAGNOSTIC_CODES, type Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { compile } from '../../src/pipeline.ts';

const CASES = fileURLToPath(new URL('cases', import.meta.url));

/** What a case folder is diagnosed with. Its arguments are the lines of `paths.txt`; the folder itself without one. */
async function diagnose(folder: string): Promise<readonly Diagnostic[]> {
  const list = join(folder, 'paths.txt');
  const paths = existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : ['.'];
  return (await compile(paths, { cwd: folder })).diagnostics;
}

const cases = readdirSync(CASES).flatMap(code => readdirSync(join(CASES, code)).map(name => [code, name] as const));

describe('diagnostics', () => {
  it.each(cases)('%s: %s reads exactly as expected', async (code, name) => {
    const folder = join(CASES, code, name);
    const diagnostics = await diagnose(folder);
    expect(diagnostics.map(diagnostic => diagnostic.code)).toContain(code);
    const text = `${renderDiagnostics(diagnostics, { colour: false })}\n`;
    await expect(text).toMatchFileSnapshot(join(folder, 'expected.txt'));
  });

  it('every case folder is named after a code of the closed list', () => {
    expect(DIAGNOSTIC_CODES).toEqual(expect.arrayContaining(cases.map(([code]) => code)));
  });
});
