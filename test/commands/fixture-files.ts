/** Small fixtures for tests of commands, as texts to write. */
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url));

/** The example baseline, copied into a folder so that it can be edited there. */
export async function copyBracketLine(folder: string): Promise<void> {
  await cp(join(FIXTURES, 'bracket-line'), join(folder, 'fixtures'), { recursive: true });
}

export function writeParts(folder: string, description: string): Promise<void> {
  const text = `parts:\n  bracket: { partNumber: BRKT-1, description: ${description} }\n  screw: { partNumber: SCREW-1 }\n`;
  return writeFile(join(folder, 'parts.yaml'), text);
}

/** Enough independent parts to keep an apply busy for a while. */
export function writeManyParts(folder: string, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, index) => `  part-${index}: { partNumber: MANY-${index} }`);
  return writeFile(join(folder, 'parts.yaml'), `parts:\n${lines.join('\n')}\n`);
}

/** A run of one step that stands at a status. */
export function writeRun(folder: string, status: string): Promise<void> {
  return writeFile(
    join(folder, 'run.yaml'),
    `procedures:
  check:
    title: Check
    status: RELEASED
    steps: { look: { title: Look } }
runs:
  first: { title: First, procedure: check, steps: { look: { status: ${status} } } }
`,
  );
}
