/** Writes a plan for people: by section, each authored entry with what changes inside it. */
import picocolors from 'picocolors';
import type { Action } from '../plan/change.ts';
import { type Entry, entriesOf } from './plan-entries.ts';
import type { ChangeRecord, PlanRecord } from './records.ts';
import { contents, renderEntry } from './render-entry.ts';
import type { Style } from './style.ts';
import { counted, grouped, listed, thousands, wrapped } from './wording.ts';

/** Fewer simple creates than this are shown one a line. */
const FEW = 6;
/** Lines of names of simple creates, and entries that are created, that a section shows unless asked for more. */
const LINES = 3;
const ENTRIES = 12;

/** The changes by section; an empty string when nothing is to be done. */
export function renderChanges(changes: readonly ChangeRecord[], style: Style): string {
  const pending = changes.filter(({ action }) => action !== 'keep');
  const sections = grouped(entriesOf(pending), ({ section }) => section);
  return [...sections].map(([section, entries]) => renderSection(section, entries, style)).join('\n\n');
}

function renderSection(section: string, entries: readonly Entry[], style: Style): string {
  const { bold } = picocolors.createColors(style.colour);
  const simple = entries.filter(isSimple);
  const isSummed = style.detail !== 'all' && simple.length > FEW;
  const rest = isSummed ? entries.filter(entry => !isSimple(entry)) : entries;
  const lines = [bold(section), ...(isSummed ? renderNames(simple, style) : []), ...renderEntries(rest, style)];
  return lines.join('\n');
}

/** A create that passes through no states and has next to nothing inside: its name says it all. */
function isSimple({ own, inside }: Entry): boolean {
  const isPlain = inside.length <= 2 && [...own, ...inside].every(({ action }) => action === 'create');
  return isPlain && own.length === 1;
}

function renderNames(entries: readonly Entry[], { columns, colour }: Style): readonly string[] {
  const { green, dim } = picocolors.createColors(colour);
  const names = entries.map(({ address }) => address.slice(address.indexOf('/') + 1));
  const lines = wrapped(listed(names), columns, '      ');
  const shown = lines.slice(0, LINES);
  const left = names.length - shown.join(' ').trim().split(/\s+/).length;
  const more = left > 0 ? [dim(`      … and ${thousands(left)} more; --verbose lists them`)] : [];
  const inside = contents(
    entries.flatMap(entry => entry.inside),
    entries[0]?.address ?? '',
  );
  return [
    `  ${green('+')} ${thousands(names.length)} to create${inside === '' ? '' : `, with ${inside}`}:`,
    ...shown,
    ...more,
  ];
}

/** Creates beyond a screenful are only counted; everything else is worth its line. */
function renderEntries(entries: readonly Entry[], style: Style): readonly string[] {
  const { dim } = picocolors.createColors(style.colour);
  const creates = entries.filter(isCreate);
  const shown = new Set(style.detail === 'all' ? creates : creates.slice(0, ENTRIES));
  const left = creates.length - shown.size;
  const lines = entries
    .filter(entry => !isCreate(entry) || shown.has(entry))
    .flatMap(entry => renderEntry(entry, style));
  return left > 0 ? [...lines, dim(`    … and ${thousands(left)} more to create; --verbose lists them`)] : lines;
}

function isCreate({ own, inside }: Entry): boolean {
  return own[0]?.action === 'create' && ![...own, ...inside].some(({ action }) => action === 'blocked');
}

/** What is still to be done, in words. */
export const TO_DO: ReadonlyMap<Action, string> = new Map([
  ['create', 'to create'],
  ['update', 'to update'],
  ['transition', 'to move on'],
  ['revise', 'to revise'],
  ['replace', 'to replace'],
  ['delete', 'to remove'],
  ['blocked', 'blocked'],
]);

/** `24 to create, 7 to move on, 1 blocked; 4 unchanged`, leaving out what there is none of. */
export function summaryLine({ summary, changes }: PlanRecord): string {
  const pending = [...TO_DO].flatMap(([action, words]) =>
    summary[action] > 0 ? [`${thousands(summary[action])} ${words}`] : [],
  );
  const spawned = changes.filter(change => change.spawned !== undefined).length;
  const unchanged = summary.keep - spawned;
  return [
    pending.join(', ') || 'nothing to do',
    ...(spawned > 0 ? [`${thousands(spawned)} that ION itself makes with them`] : []),
    ...(unchanged > 0 ? [`${thousands(unchanged)} unchanged`] : []),
  ].join('; ');
}

/** Whether anything differs, be it that we can change it or that it is blocked. */
export function differs({ summary }: PlanRecord): boolean {
  return [...TO_DO.keys()].some(action => summary[action] > 0);
}

/** The whole plan: changes, counts, requests. `target` is what the heading calls the target. */
export function renderPlan(record: PlanRecord, target: string, style: Style): string {
  const { bold } = picocolors.createColors(style.colour);
  const { reads, writes } = record.requests;
  if (!differs(record)) {
    return `No changes: ${counted(record.summary.keep, 'entity')} in ${target} as declared (${counted(reads, 'request')}).`;
  }
  return [
    `Plan for ${target}`,
    renderChanges(record.changes, style),
    `${bold(`Plan: ${summaryLine(record)}.`)}\nApplying takes ${counted(writes, 'request')}; planning took ${thousands(reads)}.`,
  ].join('\n\n');
}
