/** `seedbed destroy`: removes what is declared, as far as the target lets go of it. */
import { planDestroy } from '../plan/plan-destroy.ts';
import type { DestroyRecord } from '../report/records.ts';
import { remainsOf } from '../report/remains.ts';
import { renderDestroy, renderDestroyPlan } from '../report/render-destroy.ts';
import { applyChanges } from './apply-changes.ts';
import type { Context, Reply, Run } from './command.ts';
import { compileFixtures } from './compile-fixtures.ts';
import { consents, declined, requireConsent } from './consent.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { guardTarget } from './guard-target.ts';
import { type OpenTarget, withTarget } from './open-target.ts';
import { type Planned, planTarget } from './plan-target.ts';
import { fixturePaths, settingsOf } from './settings.ts';
import { styleOf } from './style-of.ts';

export const run: Run = async context => {
  requireConsent(context);
  const config = await settingsOf(context);
  const confirmOwner = guardTarget(config.target);
  const desired = await compileFixtures(fixturePaths(context, config), context);
  return withTarget(config, context, 'writes', async target => {
    const planned = await planTarget(desired, target, context, planning =>
      planDestroy(planning.desired, planning.actual),
    );
    await confirmOwner(planned.transport);
    context.say(renderDestroyPlan(planned.record, target.label, styleOf(context)));
    const isAgreed = await consents('\nRemove these?', planned.record, context);
    return context.deliver(isAgreed ? await carryOut(planned, target, context) : declined(planned.record, context));
  });
};

async function carryOut(planned: Planned, target: OpenTarget, context: Context): Promise<Reply> {
  const applied = await applyChanges({ planned, target, context, tellsFailures: false });
  const record: DestroyRecord = { ...applied, remains: remainsOf(applied.outcomes) };
  const isStopped = context.host.interruption().aborted;
  const isEmpty = record.outcomes.length === 0;
  return {
    exitCode: exitCodeOf(record, isStopped),
    record,
    text: isEmpty ? '' : `\n${renderDestroy(record, isStopped, styleOf(context))}`,
  };
}

/** What ION by its rules does not let go of is no failure of the command. */
function exitCodeOf({ remains }: DestroyRecord, isStopped: boolean): ExitCode {
  if (isStopped) return EXIT.interrupted;
  return remains.some(({ cause }) => cause === 'failed') ? EXIT.failed : EXIT.done;
}
