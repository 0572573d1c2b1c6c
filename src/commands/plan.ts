/** `seedbed plan`: what applying would change. */
import { differs, renderPlan } from '../report/render-plan.ts';
import type { Run } from './command.ts';
import { compileFixtures } from './compile-fixtures.ts';
import { EXIT } from './exit-code.ts';
import { withTarget } from './open-target.ts';
import { planTarget } from './plan-target.ts';
import { savePlan } from './saved-plan.ts';
import { fixturePaths, settingsOf } from './settings.ts';
import { styleOf } from './style-of.ts';

export const run: Run = async context => {
  const { flags } = context;
  const config = await settingsOf(context);
  const paths = fixturePaths(context, config);
  const desired = await compileFixtures(paths, context);
  return withTarget(config, context, 'reads', async target => {
    const { record } = await planTarget(desired, target, context);
    if (flags.out !== undefined) await savePlan(flags.out, { paths, config, record }, context);
    const exitCode = flags.detailedExitcode && differs(record) ? EXIT.pending : EXIT.done;
    return context.deliver({ exitCode, record, text: renderPlan(record, target.label, styleOf(context)) });
  });
};
