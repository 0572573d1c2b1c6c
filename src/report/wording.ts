/** Small pieces of text that all reports share: numbers, names, values, wrapped lines. */
import { printable } from '../diagnostics/printable.ts';
import type { Value } from '../state/value.ts';

/** `1,313`. */
export function thousands(number: number): string {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 part`, `97 parts`, `2 inventories`, `3 entries`. */
export function counted(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${thousands(number)} ${/[^aeo]y$/.test(noun) ? noun.replace(/y$/, 'ies') : `${noun}s`}`;
}

/** `420 ms`, `3.2 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A kind as words; inside an entry without the name of that entry's kind: `bom-item` of a BOM is an `item`. */
export function kindWords(kind: string, entryKind?: string): string {
  const short = entryKind !== undefined && kind.startsWith(`${entryKind}-`) ? kind.slice(entryKind.length + 1) : kind;
  return short.replaceAll('-', ' ');
}

const LONGEST_VALUE = 60;

/** A value on one line; long ones are cut unless `isWhole`. */
export function shownValue(value: Value, isWhole: boolean): string {
  if (value === null) return '(none)';
  const text = printable(JSON.stringify(value));
  return isWhole || text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

/** Words with commas, which `wrapped` breaks only between them. */
export function listed(words: readonly string[]): readonly string[] {
  return words.map((word, index) => (index < words.length - 1 ? `${word},` : word));
}

/** Words on lines of at most `columns`, each line after `indent`. */
export function wrapped(words: readonly string[], columns: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push(indent + line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, indent + line];
}

/** Things that are equal under `key`, together, in the order of the first of each. */
export function grouped<T>(things: Iterable<T>, key: (thing: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const group = groups.get(key(thing));
    if (group) group.push(thing);
    else groups.set(key(thing), [thing]);
  }
  return groups;
}
