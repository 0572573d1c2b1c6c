/** Writes what happens to one authored entry. */
import picocolors from 'picocolors';
import { printable } from '../diagnostics/printable.ts';
import type { Action } from '../plan/change.ts';
import type { Entry } from './plan-entries.ts';
import type { ChangeRecord } from './records.ts';
import type { Style } from './style.ts';
import { counted, grouped, kindWords, shownValue, thousands, wrapped } from './wording.ts';

/** Changes inside an entry beyond this many of one kind and action are counted. */
const MANY = 8;

const SYMBOLS: Readonly<Record<Action, string>> = {
  create: '+',
  update: '~',
  transition: '>',
  revise: '^',
  replace: '±',
  delete: '-',
  blocked: '!',
  keep: '=',
};

/** Of several changes to one thing, the first of these is the one that names what happens to it. */
const RANKS: readonly Action[] = ['blocked', 'revise', 'replace', 'create', 'delete', 'update', 'transition', 'keep'];

function leading(changes: readonly ChangeRecord[]): ChangeRecord | undefined {
  return changes.toSorted((a, b) => RANKS.indexOf(a.action) - RANKS.indexOf(b.action))[0];
}

/** The action in its colour. */
export function symbol(action: Action, colour: boolean): string {
  const { green, yellow, cyan, magenta, red, dim } = picocolors.createColors(colour);
  const paint = {
    create: green,
    update: yellow,
    transition: cyan,
    revise: magenta,
    replace: yellow,
    delete: red,
    blocked: red,
    keep: dim,
  };
  return paint[action](SYMBOLS[action]);
}

export function renderEntry(entry: Entry, style: Style): readonly string[] {
  const { address, own, inside } = entry;
  const main = leading(own);
  const isCreated = main?.action === 'create';
  const isSummed = isCreated && style.detail !== 'all' && !inside.some(({ action }) => action === 'blocked');
  const facts = [...(isSummed && inside.length > 0 ? [contents(inside, address)] : []), ...statesOf(own)];
  return [
    ...heading(symbol(main?.action ?? 'update', style.colour), printable(address), facts, style),
    ...remarks(main, '      ', style),
    ...(isCreated ? [] : editLines(own, '      ', style)),
    ...(isSummed ? [] : renderInside(entry, style)),
  ];
}

/** Sign, name and facts on one line; the facts below the name where they do not fit beside it. */
function heading(sign: string, name: string, facts: readonly string[], style: Style): readonly string[] {
  const { dim } = picocolors.createColors(style.colour);
  const beside = facts.join(' · ');
  if (facts.length === 0) return [`  ${sign} ${name}`];
  if (name.length + beside.length + '  +   '.length <= style.columns) return [`  ${sign} ${name}  ${dim(beside)}`];
  return [`  ${sign} ${name}`, ...facts.flatMap(fact => wrapped(fact.split(' '), style.columns, '      ')).map(dim)];
}

/** `12 steps, 8 step fields`: how many things of each kind change inside entries like the one at `entry`. */
export function contents(inside: readonly ChangeRecord[], entry: string): string {
  const entryKind = entry.slice(0, entry.indexOf('/'));
  const kinds = [...grouped(inside, ({ kind }) => kind)];
  const things = (changes: readonly ChangeRecord[]) => new Set(changes.map(({ address }) => address)).size;
  return kinds.map(([kind, changes]) => counted(things(changes), kindWords(kind, entryKind))).join(', ');
}

/** `DRAFT → IN_REVIEW → RELEASED`; `approval → RELEASED` where the target asks for one, and we give it. */
function statesOf(changes: readonly ChangeRecord[]): readonly string[] {
  const hops = changes.filter(({ action }) => action === 'transition');
  const first = hops[0]?.from;
  return first === undefined
    ? []
    : [[first, ...hops.flatMap(({ to = '', approved }) => (approved ? ['approval', to] : [to]))].join(' → ')];
}

function remarks(change: ChangeRecord | undefined, indent: string, style: Style): readonly string[] {
  if (change === undefined) return [];
  const { red } = picocolors.createColors(style.colour);
  const { action, reason, help, retires, place } = change;
  const said = [
    ...(action === 'blocked' ? [`blocked: ${reason}`] : reason === undefined ? [] : [`new version: ${reason}`]),
    ...(place === undefined ? [] : [`declared at ${place.file}:${place.line}:${place.column}`]),
    ...(help === undefined ? [] : [`help: ${help}`]),
    ...(retires === undefined ? [] : [`remains, ${retires}`]),
  ];
  const lines = said.flatMap(text => wrapped(printable(text).split(' '), style.columns, indent));
  return action === 'blocked' ? lines.map((line, index) => (index === 0 ? red(line) : line)) : lines;
}

function editLines(changes: readonly ChangeRecord[], indent: string, style: Style): readonly string[] {
  return changes
    .flatMap(({ edits = [] }) => edits)
    .flatMap(({ path, before, after }) => {
      const values = [
        shownValue(before, style.detail !== 'summary'),
        shownValue(after, style.detail !== 'summary'),
      ] as const;
      const line = `${indent}${printable(path)}: ${values[0]} → ${values[1]}`;
      if (line.length <= style.columns) return [line];
      return [`${indent}${printable(path)}:`, `${indent}  ${values[0]}`, `${indent}  → ${values[1]}`];
    });
}

/** Everything that happens inside; of many like things only how many. */
function renderInside({ address, inside }: Entry, style: Style): readonly string[] {
  const entryKind = address.slice(0, address.indexOf('/'));
  const things = [...grouped(inside, change => change.address).values()];
  const alike = grouped(things, changes => `${leading(changes)?.action} ${changes[0]?.kind}`);
  return [...alike.values()].flatMap(group => {
    const main = leading(group[0] ?? []);
    if (!main) return [];
    const noun = kindWords(main.kind, entryKind);
    const sign = symbol(main.action, style.colour);
    if (group.length > MANY && isCounted(main, style))
      return [`      ${sign} ${counted(group.length, noun)}${sameReason(group)}`];
    return group.flatMap(changes => renderThing(changes, address, noun, style));
  });
}

function isCounted({ edits = [] }: ChangeRecord, { detail }: Style): boolean {
  return detail === 'summary' || (detail === 'edits' && edits.length === 0);
}

function sameReason(group: readonly (readonly ChangeRecord[])[]): string {
  const reasons = new Set(group.map(changes => leading(changes)?.reason));
  const [reason] = reasons;
  return reason === undefined
    ? ''
    : `: ${printable(reason)}${reasons.size > 1 ? `, and ${thousands(reasons.size - 1)} other reasons` : ''}`;
}

function renderThing(changes: readonly ChangeRecord[], entry: string, noun: string, style: Style): readonly string[] {
  const main = leading(changes);
  if (!main) return [];
  const key = main.address.slice(main.address.indexOf('/') + 1);
  const entryKey = `${entry.slice(entry.indexOf('/') + 1)}.`;
  const name = printable(key.startsWith(entryKey) ? key.slice(entryKey.length) : key);
  const states = statesOf(changes);
  const heading = `      ${symbol(main.action, style.colour)} ${noun} ${name}${states.length > 0 ? `  ${states[0]}` : ''}`;
  const edits = main.action === 'create' ? [] : editLines(changes, '          ', style);
  return [heading, ...remarks(main, '          ', style), ...edits];
}
