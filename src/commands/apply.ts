/** `seedbed apply`: makes the target as declared. */
import type { ApplyRecord, PlanRecord } from '../report/records.ts';
import { renderApply } from '../report/render-apply.ts';
import { differs, renderPlan } from '../report/render-plan.ts';
import { renderVerification } from '../report/render-verification.ts';
import type { DesiredState } from '../state/entity.ts';
import { applyChanges } from './apply-changes.ts';
import { chooseFixtures } from './choose-fixtures.ts';
import type { Context, Reply, Run } from './command.ts';
import { compileFixtures } from './compile-fixtures.ts';
import { consents, requireConsent } from './consent.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { guardTarget } from './guard-target.ts';
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
    if (!(await isAgreed(planned.record, context))) return context.deliver(declined(planned, context));
    return context.deliver(await carryOut(desired, planned, target, context));
  });
};

/** Without anything to send there is nothing to ask. */
async function isAgreed({ requests }: PlanRecord, context: Context): Promise<boolean> {
  return requests.writes === 0 || (await consents('\nApply these changes?', context));
}

/** A no leaves everything pending; so does Ctrl-C at the question. */
function declined(planned: Planned, { host }: Context): Reply {
  const exitCode = host.interruption().aborted ? EXIT.interrupted : EXIT.pending;
  return { exitCode, record: planned.record, text: 'Nothing was changed.' };
}

async function carryOut(desired: DesiredState, planned: Planned, target: OpenTarget, context: Context): Promise<Reply> {
  const applied = await applyChanges({ planned, target, context, tellsFailures: true });
  const isStopped = context.host.interruption().aborted;
  const verification =
    context.flags.verify && !isStopped ? (await planTarget(desired, target, context)).record : undefined;
  const record: ApplyRecord = { ...applied, ...(verification && { verification }) };
  return { exitCode: exitCodeOf(record, isStopped), record, text: textOf(record, isStopped, planned.record, context) };
}

/** What the plan has said already, that nothing differs, is not said again. */
function textOf(record: ApplyRecord, isStopped: boolean, plan: PlanRecord, context: Context): string {
  const style = styleOf(context);
  const parts = differs(plan) || isStopped ? ['', renderApply(record, isStopped, style)] : [];
  return [...parts, ...(record.verification ? ['', renderVerification(record.verification, style)] : [])].join('\n');
}

function exitCodeOf({ summary, verification }: ApplyRecord, isStopped: boolean): ExitCode {
  if (isStopped) return EXIT.interrupted;
  if (summary.failed + summary.skipped + summary.notStarted > 0) return EXIT.failed;
  return verification && differs(verification) ? EXIT.pending : EXIT.done;
}
