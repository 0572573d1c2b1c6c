/** Compiles fixtures that a test writes down, the way the program does. */
import { compileSources } from '../../src/pipeline.ts';

/** `code: message` of everything that is wrong with one file of this text. */
export async function problemsOf(text: string): Promise<readonly string[]> {
  const { diagnostics } = await compileSources([{ path: 'fixtures.yaml', text }]);
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}
