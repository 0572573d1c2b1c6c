/** Writes for people whether a target is as declared, and if not what differs, field by field. */
import picocolors from 'picocolors';
import type { PlanRecord } from './records.ts';
import { differs, renderChanges, summaryLine } from './render-plan.ts';
import type { Style } from './style.ts';
import { counted } from './wording.ts';

export function renderVerification(record: PlanRecord, style: Style): string {
  const { bold, green } = picocolors.createColors(style.colour);
  const { summary, requests } = record;
  if (!differs(record)) {
    return `${green('Verified')}: ${counted(summary.keep, 'entity')} as declared (${counted(requests.reads, 'request')}).`;
  }
  const changes = renderChanges(record.changes, style.detail === 'all' ? style : { ...style, detail: 'edits' });
  const help =
    requests.writes > 0
      ? 'To put it right: seedbed apply, with the same paths and target'
      : 'The reasons above say what would help.';
  return `${changes}\n\n${bold(`Drift: the target is not as declared: ${summaryLine(record)}.`)}\n${help}`;
}
