/** Writes for people what a destroy will remove, and what it has left. */
import picocolors from 'picocolors';
import { printable } from '../diagnostics/printable.ts';
import type { ChangeRecord, DestroyRecord, PlanRecord, Remains } from './records.ts';
import { effortLine } from './render-apply.ts';
import type { Style } from './style.ts';
import { counted, grouped, kindWords, listed, thousands, wrapped } from './wording.ts';

/** Names of one kind that are shown unless asked for more, in lines. */
const LINES = 2;

export function renderDestroyPlan({ changes, requests }: PlanRecord, target: string, style: Style): string {
  const { bold, red, yellow } = picocolors.createColors(style.colour);
  if (changes.length === 0) return `Nothing to remove: none of it is in ${target}.`;
  const gone = changes.filter(({ action, retires }) => action === 'delete' && retires === undefined);
  const moved = new Map(
    changes.filter(({ action }) => action === 'transition').map(change => [change.address, change]),
  );
  const retired = changes.filter(({ retires }) => retires !== undefined);
  return [
    `To remove from ${target}`,
    ...kindLists(gone, `${red('-')} `, style),
    ...(moved.size > 0 ? [yellow('first set back, so that ION lets go of it')] : []),
    ...kindLists([...moved.values()], `${yellow('~')} `, style),
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

function names(group: readonly { readonly address: string }[], { columns, detail }: Style): readonly string[] {
  const keys = group.map(({ address }) => printable(address.slice(address.indexOf('/') + 1)));
  const lines = wrapped(listed(keys), columns, '      ');
  return detail === 'all' || lines.length <= LINES ? lines : [...lines.slice(0, LINES), '      …'];
}

/** What is gone, what remains and why, and that only a reset removes that. */
export function renderDestroy(record: DestroyRecord, isStopped: boolean, style: Style): string {
  const { bold } = picocolors.createColors(style.colour);
  const { remains, summary, outcomes } = record;
  const moved = outcomes.filter(({ action, status }) => action === 'transition' && status === 'done').length;
  const gone = summary.done - moved - remains.filter(({ cause }) => cause === 'retired').length;
  const head = bold(`${isStopped ? 'Stopped' : 'Done'}: ${thousands(gone)} removed ${effortLine(record)}.`);
  if (remains.length === 0) return head;
  return [
    head,
    '',
    bold(`${counted(remains.length, 'entity')} ${remains.length === 1 ? 'remains' : 'remain'}`),
    ...[...grouped(remains, ({ cause, kind }) => `${cause} ${kind}`).values()].flatMap(group =>
      remainLines(group, style),
    ),
    '',
    ...nextSteps(remains),
  ].join('\n');
}

function remainLines(group: readonly Remains[], style: Style): readonly string[] {
  const [first] = group;
  if (!first) return [];
  const text = printable(`${counted(group.length, kindWords(first.kind))}, ${reasonOf(first, group)}`);
  return [...wrapped(text.split(' '), style.columns, '  '), ...names(group, style)];
}

function reasonOf({ cause, reason }: Remains, group: readonly Remains[]): string {
  const others = group.length > 1 ? `; the other ${thousands(group.length - 1)} likewise` : '';
  const sentence = reason.replace(/\.$/, '');
  switch (cause) {
    case 'retired':
    case 'not-started':
      return reason;
    case 'refused':
      return `refused by ION: ${sentence}${others}`;
    case 'failed':
      return `failed: ${sentence}${others}`;
    case 'held':
      return 'because what refers to them remains';
  }
}

function nextSteps(remains: readonly Remains[]): readonly string[] {
  const isOpen = remains.some(({ cause }) => cause === 'failed' || cause === 'not-started');
  if (isOpen) return ['Run the same command again: it continues from what the target has.'];
  return [
    'Only a reset removes what remains: of the local sandbox by seedbed sandbox reset with the same target, of a tenant by ION.',
  ];
}
