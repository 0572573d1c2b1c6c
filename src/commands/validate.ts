/** `seedbed validate`: everything that is wrong with the fixtures, without any target. */
import { parseCache } from '../config/parse-cache.ts';
import { loadFixtureSettings } from '../config.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import { toJson } from '../diagnostics/to-json.ts';
import { compile } from '../pipeline.ts';
import type { ValidateRecord } from '../report/records.ts';
import { renderSound } from '../report/render-sound.ts';
import type { Context, Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { fixturePaths } from './settings.ts';

export const run: Run = async context => {
  const { host } = context;
  const { value, diagnostics } = await compile(await pathsOf(context), { cwd: host.cwd, cache: parseCache(host) });
  const entities: Record<string, number> = {};
  for (const { kind } of value.entities.values()) entities[kind] = (entities[kind] ?? 0) + 1;
  const record: ValidateRecord = { diagnostics: diagnostics.map(toJson), entities };
  const text =
    diagnostics.length === 0 ? renderSound(record, context.columns) : renderDiagnostics(diagnostics, context);
  return context.deliver({ exitCode: hasErrors(diagnostics) ? EXIT.invalid : EXIT.done, record, text });
};

/** Of the configuration only the fixtures count, so that no target is an obstacle. */
async function pathsOf(context: Context): Promise<readonly string[]> {
  const { host, operands } = context;
  return operands.length > 0 ? operands : fixturePaths(context, await loadFixtureSettings(host));
}
