/** `seedbed apply`: makes the target as declared. */
import type { ApplyRecord } from '../report/records.ts';
import { renderApply } from '../report/render-apply.ts';
import { differs, renderPlan } from '../report/render-plan.ts';
import { renderVerification } from '../report/render-verification.ts';
import type { DesiredState } from '../state/entity.ts';
import { applyChanges } from './apply-changes.ts';
import { chooseFixtures } from './choose-fixtures.ts';
import type { Context, Reply, Run } from './command.ts';
import { compileFixtures } from './compile-fixtures.ts';
import { consents, declined, requireConsent } from './consent.ts';
import { replyTo } from './error-reply.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { guardTarget } from './guard-target.ts';
import { Halt } from './halt.ts';
import { type OpenTarget, withTarget } from './open-target.ts';
import { type Planned, planTarget } from './plan-target.ts';
import { refuseIfMoved } from './saved-plan.ts';
import { styleOf } from './style-of.ts';

export const run: Run = async context => {
  requireConsent(context);
  const { config, paths, saved } = await chooseFixtures(context);
  const confirmOwner = guardTarget(config.target);
  const desired = await compileFixtures(paths, context);
  return withTarget(config, context, 'writes', async target => {
    const planned = await planTarget(desired, target, context);
    if (saved) refuseIfMoved(saved, planned.record, context);
    await confirmOwner(planned.transport);
    context.say(renderPlan(planned.record, target.label, styleOf(context)));
    const isAgreed = await consents('\nApply these changes?', planned.record, context);
    return context.deliver(
      isAgreed ? await carryOut(desired, planned, target, context) : declined(planned.record, context),
    );
  });
};

async function carryOut(desired: DesiredState, planned: Planned, target: OpenTarget, context: Context): Promise<Reply> {
  const applied = await applyChanges({ planned, target, context, tellsFailures: true });
  const isStopped = context.host.interruption().aborted;
  // The plan has said already that nothing differs.
  if (differs(planned.record) || isStopped) context.say(`\n${renderApply(applied, isStopped, styleOf(context))}`);
  const record = context.flags.verify && !isStopped ? await verified(applied, desired, target, context) : applied;
  const { verification } = record;
  const text = verification ? `\n${renderVerification(verification, styleOf(context))}` : '';
  return { exitCode: exitCodeOf(record, isStopped), record, text };
}

/** What was applied is told in any case, also when the target cannot be read again. */
async function verified(
  applied: ApplyRecord,
  desired: DesiredState,
  target: OpenTarget,
  context: Context,
): Promise<ApplyRecord> {
  try {
    return { ...applied, verification: (await planTarget(desired, target, context)).record };
  } catch (error) {
    const reply = error instanceof Halt ? error.reply : replyTo(error, context.host.version);
    throw new Halt({ ...reply, record: { ...applied, ...reply.record } });
  }
}

function exitCodeOf({ summary, verification }: ApplyRecord, isStopped: boolean): ExitCode {
  if (isStopped) return EXIT.interrupted;
  if (summary.failed + summary.skipped + summary.notStarted > 0) return EXIT.failed;
  return verification && differs(verification) ? EXIT.pending : EXIT.done;
}
