/** Writes for people what an apply did: done, failed, skipped, not started, and what to do next. */
import picocolors from 'picocolors';
import { printable } from '../diagnostics/printable.ts';
import type { Action } from '../plan/change.ts';
import type { ApplyRecord, OutcomeRecord } from './records.ts';
import { symbol } from './render-entry.ts';
import { TO_DO } from './render-plan.ts';
import type { Style } from './style.ts';
import { counted, duration, grouped, kindWords, listed, thousands, wrapped } from './wording.ts';

const DID: Readonly<Record<Action, string>> = {
  create: 'created',
  update: 'updated',
  transition: 'moved on',
  revise: 'revised',
  replace: 'replaced',
  delete: 'removed',
  blocked: 'blocked',
  keep: 'kept',
};

/** Names behind one cause that are shown unless asked for more. */
const SHOWN = 8;

/** The four lists with their counts. Lists that are empty are left out. */
function renderOutcomes({ outcomes }: Pick<ApplyRecord, 'outcomes'>, style: Style): string {
  const of = (status: OutcomeRecord['status']) => outcomes.filter(outcome => outcome.status === status);
  const lists = [
    list('done', of('done'), doneLines, style),
    list('failed', of('failed'), failedLines, style),
    list('skipped', of('skipped'), skippedLines, style),
    list('not started', of('not-started'), countLines, style),
  ];
  return lists.filter(text => text !== '').join('\n\n');
}

type Lines = (outcomes: readonly OutcomeRecord[], style: Style) => readonly string[];

function list(title: string, outcomes: readonly OutcomeRecord[], lines: Lines, style: Style): string {
  const { bold } = picocolors.createColors(style.colour);
  if (outcomes.length === 0) return '';
  return [bold(`${title} ${thousands(outcomes.length)}`), ...lines(outcomes, style)].join('\n');
}

function doneLines(outcomes: readonly OutcomeRecord[], style: Style): readonly string[] {
  return style.detail === 'all' ? outcomes.map(outcome => nameLine(outcome, style)) : countLines(outcomes, style);
}

/** By kind, then by action: `  97 parts created`. */
function countLines(outcomes: readonly OutcomeRecord[], style: Style): readonly string[] {
  const kinds = [...grouped(outcomes, ({ kind }) => kind)];
  const width = Math.max(...kinds.map(([kind]) => kindWords(kind).length));
  return kinds.map(([kind, group]) => {
    const isDone = group[0]?.status === 'done';
    const actions = [...grouped(group, ({ action }) => action)].map(([action, same]) => {
      const words = isDone ? DID[action as Action] : TO_DO.get(action as Action);
      return `${symbol(action as Action, style.colour)} ${thousands(same.length)} ${words}`;
    });
    return `  ${kindWords(kind).padEnd(width)}  ${actions.join(', ')}`;
  });
}

function nameLine({ action, address, from, to }: OutcomeRecord, { colour }: Style): string {
  return `  ${symbol(action, colour)} ${printable(address)}${to === undefined ? '' : `  ${from} → ${to}`}`;
}

function failedLines(outcomes: readonly OutcomeRecord[], style: Style): readonly string[] {
  const { red, dim } = picocolors.createColors(style.colour);
  return outcomes.flatMap(outcome => {
    const { action, address, to, failure, place } = outcome;
    const what = action === 'transition' ? `move to ${to}` : action;
    return [
      `  ${symbol(action, style.colour)} ${printable(address)}: ${red(`could not ${what}`)}`,
      ...wrapped(printable(failure?.message ?? '').split(' '), style.columns, '      '),
      ...(place ? [dim(`      declared at ${printable(place.file)}:${place.line}:${place.column}`)] : []),
    ];
  });
}

/** Grouped by what they wait for. Something that is blocked itself is its own cause. */
function skippedLines(outcomes: readonly OutcomeRecord[], style: Style): readonly string[] {
  const causes = grouped(outcomes, ({ because }) => because ?? '');
  return [...causes].flatMap(([because, group]) => {
    const others = group.filter(({ address }) => address !== because);
    const own = group.find(({ address }) => address === because);
    const names = [...new Set(others.map(({ address }) => printable(address)))];
    const shown = style.detail === 'all' ? names : names.slice(0, SHOWN);
    const more = names.length > shown.length ? [`and ${thousands(names.length - shown.length)} more`] : [];
    return [
      `  because of ${printable(because)}: ${counted(group.length, 'change')}`,
      ...(own?.reason === undefined ? [] : wrapped(printable(own.reason).split(' '), style.columns, '      ')),
      ...wrapped(listed([...shown, ...more]), style.columns, '      '),
    ];
  });
}

/** `in 3.2 s: 1,313 writes, 19 reads, 410 requests/s`. */
export function effortLine({ requests, durationMs }: ApplyRecord): string {
  const { reads, writes, retries } = requests;
  const all = [counted(writes, 'write'), counted(reads, 'read'), ...(retries > 0 ? [counted(retries, 'retry')] : [])];
  return `in ${duration(durationMs)}, with ${all.join(', ')}`;
}

/** The last sentence: how it ended, and what to do next when it did not end well. */
function closing(record: ApplyRecord, isStopped: boolean): string {
  const { done, failed, skipped, notStarted } = record.summary;
  const effort = effortLine(record);
  const again = 'Run the same command again: it continues from what the target has.';
  if (isStopped) return `Stopped ${effort}; ${counted(notStarted, 'change')} not started.\n${again}`;
  if (failed > 0)
    return `${counted(failed, 'change')} of ${thousands(done + failed + skipped)} failed, ${effort}.\nSee to the cause. ${again}`;
  if (skipped > 0)
    return `${counted(skipped, 'change')} blocked; all else is done, ${effort}.\nThe reasons above say what would help.`;
  return `Done: ${counted(done, 'change')} ${effort}.`;
}

export function renderApply(record: ApplyRecord, isStopped: boolean, style: Style): string {
  const { bold } = picocolors.createColors(style.colour);
  const [first = '', ...rest] = closing(record, isStopped).split('\n');
  return [renderOutcomes(record, style), [bold(first), ...rest].join('\n')].filter(text => text !== '').join('\n\n');
}
