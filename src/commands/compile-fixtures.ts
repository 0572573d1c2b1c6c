/** Compiles the fixtures of a command that needs them to be sound. */
import { parseCache } from '../config/parse-cache.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { toJson } from '../diagnostics/to-json.ts';
import { compile } from '../pipeline.ts';
import type { DesiredState } from '../state/entity.ts';
import type { Context } from './command.ts';
import { EXIT } from './exit-code.ts';
import { Halt } from './halt.ts';

/** Rejects with a `Halt` when anything is wrong with them; warnings go to stderr. */
export async function compileFixtures(paths: readonly string[], context: Context): Promise<DesiredState> {
  const { host } = context;
  const { value, diagnostics } = await compile(paths, { cwd: host.cwd, env: host.env, cache: parseCache(host) });
  haltOnErrors(diagnostics, context);
  return value;
}

/** Ends the command with exit code 3 when there is an error among the diagnostics; warnings go to stderr. */
export function haltOnErrors(diagnostics: readonly Diagnostic[], { logColour, log }: Context): void {
  if (diagnostics.length === 0) return;
  const text = renderDiagnostics(diagnostics, { colour: logColour });
  if (hasErrors(diagnostics)) {
    throw new Halt({
      exitCode: EXIT.invalid,
      record: { diagnostics: diagnostics.map(toJson) },
      text,
      textTo: 'stderr',
    });
  }
  log(text);
}
