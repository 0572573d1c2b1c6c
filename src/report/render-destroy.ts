/** Writes for people what a destroy will remove, and what it has left. */
import picocolors from 'picocolors';
import { printable } from '../diagnostics/printable.ts';
import type { ChangeRecord, DestroyRecord, PlanRecord, Remains } from './records.ts';
import { effortLine } from './render-apply.ts';
import type { Style } from './style.ts';
import { counted, grouped, kindWords, thousands, wrapped } from './wording.ts';

/** Names of one kind that are shown unless asked for more, in lines. */
const LINES = 2;

export function renderDestroyPlan({ changes, requests }: PlanRecord, target: string, style: Style): string {
  const { bold, red, yellow } = picocolors.createColors(style.colour);
  if (changes.length === 0) return `Nothing to remove: none of it is in ${target}.`;
  const gone = changes.filter(({ retires }) => retires === undefined);
  const retired = changes.filter(({ retires }) => retires !== undefined);
  return [
    `To remove from ${target}`,
    ...kindLists(gone, `${red('-')} `, style),
    ...[...grouped(retired, ({ retires }) => retires ?? '')].flatMap(([why, group]) => [
      yellow(`stays, ${why}`),
      ...kindLists(group, `${yellow('~')} `, style),
    ]),
    bold(
      `Destroy: ${thousands(gone.length)} to delete, ${thousands(retired.length)} to retire, in ${counted(requests.writes, 'request')}.`,
    ),
  ].join('\n');
}

function kindLists(
  changes: readonly Pick<ChangeRecord, 'kind' | 'address'>[],
  sign: string,
  style: Style,
): readonly string[] {
  return [...grouped(changes, ({ kind }) => kind)].flatMap(([kind, group]) => [
    `  ${sign}${counted(group.length, kindWords(kind))}`,
    ...names(group, style),
  ]);
}

function names(group: readonly { readonly address: string }[], { columns, verbose }: Style): readonly string[] {
  const keys = group.map(({ address }) => printable(address.slice(address.indexOf('/') + 1)));
  const lines = wrapped(
    keys.map((key, index) => (index < keys.length - 1 ? `${key},` : key)),
    columns,
    '      ',
  );
  return verbose || lines.length <= LINES ? lines : [...lines.slice(0, LINES), '      …'];
}

/** What is gone, what remains and why, and that only a reset removes that. */
export function renderDestroy(record: DestroyRecord, isStopped: boolean, style: Style): string {
  const { bold } = picocolors.createColors(style.colour);
  const { remains, summary } = record;
  const gone = summary.done - remains.filter(isRetired(record)).length;
  const head = bold(`${isStopped ? 'Stopped' : 'Done'}: ${thousands(gone)} removed ${effortLine(record)}.`);
  if (remains.length === 0) return head;
  return [
    head,
    bold(`${counted(remains.length, 'entity')} ${remains.length === 1 ? 'remains' : 'remain'}:`),
    ...[...grouped(remains, ({ reason }) => reason)].flatMap(([reason, group]) => [
      ...wrapped(printable(reason).split(' '), style.columns, '  '),
      ...kindLists(group, '', style),
    ]),
    'Only a reset of the sandbox removes what remains: seedbed sandbox reset, or for a tenant of ION its support.',
  ].join('\n');
}

function isRetired({ outcomes }: DestroyRecord): (remains: Remains) => boolean {
  const retired = new Set(
    outcomes.filter(({ status, retires }) => status === 'done' && retires !== undefined).map(({ address }) => address),
  );
  return ({ address }) => retired.has(address);
}
