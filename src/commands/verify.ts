/** `seedbed verify`: whether the target is as declared. */
import { differs } from '../report/render-plan.ts';
import { renderVerification } from '../report/render-verification.ts';
import type { Run } from './command.ts';
import { compileFixtures } from './compile-fixtures.ts';
import { EXIT } from './exit-code.ts';
import { withTarget } from './open-target.ts';
import { planTarget } from './plan-target.ts';
import { fixturePaths, settingsOf } from './settings.ts';
import { styleOf } from './style-of.ts';

export const run: Run = async context => {
  const config = await settingsOf(context);
  const desired = await compileFixtures(fixturePaths(context, config), context);
  return withTarget(config, context, 'reads', async target => {
    const { record } = await planTarget(desired, target, context);
    const exitCode = differs(record) ? EXIT.pending : EXIT.done;
    return context.deliver({ exitCode, record, text: renderVerification(record, styleOf(context)) });
  });
};
