/** Compiles fixtures that a test writes down, the way the program does. */
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { compileSources } from '../../src/pipeline.ts';
import type { DesiredState } from '../../src/state/entity.ts';

/** What one file with this text comes to. */
export async function compileText(text: string): Promise<{ state: DesiredState; diagnostics: readonly Diagnostic[] }> {
  const { value, diagnostics } = await compileSources([{ path: 'fixtures.yaml', text }]);
  return { state: value, diagnostics };
}

/** `code: message` of everything that is wrong with a text. */
export async function problemsOf(text: string): Promise<readonly string[]> {
  const { diagnostics } = await compileText(text);
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}
