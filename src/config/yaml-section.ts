/** A YAML mapping with the place of everything in it, so that each complaint can point. */
import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type YAMLMap } from 'yaml';
import { withGuess } from '../diagnostics/suggest.ts';
import { ConfigError } from './config-error.ts';
import type { Expand } from './expand.ts';

/** One value. The readers throw a `ConfigError` for a value of another type, which they describe but never quote. */
export interface Field {
  readonly place: string;
  /** A text; a number too, as it is written, so that a key of digits only needs no quotes. */
  text(expand: Expand): string;
  /** One text, or a list of texts. */
  texts(expand: Expand): readonly string[];
  /** A number or a text. */
  scalar(expand: Expand): number | string;
  /** `true` or `false`, also as the text that a variable gave. */
  flag(expand: Expand): boolean;
  section(): Section;
  /** Whether `text` can read it. */
  readonly isText: boolean;
}

export interface Section {
  readonly place: string;
  keys(): readonly string[];
  get(key: string): Field | undefined;
  /** Throws one `ConfigError` for all keys that are not among the given ones. */
  refuseUnknown(known: readonly string[]): void;
}

/** How nodes of one file are found and named. */
export interface FileContext {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly shownPath: string;
}

/** A section of a mapping node; `undefined` stands for an empty file. */
export function sectionOf(map: YAMLMap | undefined, context: FileContext, place: string): Section {
  const pairs = (map?.items ?? []) as readonly { key: Node; value: Node | null }[];
  const keyOf = (pair: (typeof pairs)[number]) => (isScalar(pair.key) ? String(pair.key.value) : '');
  return {
    place,
    keys: () => pairs.map(keyOf),
    get(key) {
      const pair = pairs.find(candidate => keyOf(candidate) === key);
      return pair === undefined ? undefined : fieldOf(pair.value, context, placeOf(pair.value ?? pair.key, context));
    },
    refuseUnknown(known) {
      const problems = pairs
        .filter(pair => !known.includes(keyOf(pair)))
        .map(pair => withGuess(`${placeOf(pair.key, context)}: unknown key "${keyOf(pair)}"`, keyOf(pair), known));
      if (problems.length > 0) throw new ConfigError(problems);
    },
  };
}

function placeOf(node: Node, { lines, shownPath }: FileContext): string {
  const { line, col } = lines.linePos(node.range?.[0] ?? 0);
  return `${shownPath}:${line}:${col}`;
}

function fieldOf(written: Node | null, context: FileContext, place: string): Field {
  const node = isAlias(written) ? written.resolve(context.document) : written;
  if (node === undefined) throw new ConfigError([`${place}: no anchor of that name stands before this alias`]);
  const value = isScalar(node) ? node.value : undefined;
  const wrong = (wanted: string) => new ConfigError([`${place}: expected ${wanted}, found ${nameOf(node)}`]);
  const text = (expand: Expand) => {
    if (typeof value === 'number' && isScalar(node)) return node.source ?? String(value);
    if (typeof value !== 'string') throw wrong('text');
    if (value === '') throw new ConfigError([`${place}: expected text, found an empty one`]);
    return expand(value, place);
  };
  return {
    place,
    isText: typeof value === 'string' || typeof value === 'number',
    text,
    texts(expand) {
      if (!isSeq(node)) return [text(expand)];
      return node.items.map(item => fieldOf(item as Node, context, placeOf(item as Node, context)).text(expand));
    },
    scalar: expand => {
      if (typeof value === 'number') return value;
      if (typeof value !== 'string') throw wrong('a number or text');
      return expand(value, place);
    },
    flag: expand => {
      const given = typeof value === 'string' ? expand(value, place) : value;
      if (given === true || given === 'true') return true;
      if (given === false || given === 'false') return false;
      throw wrong('true or false');
    },
    section: () => {
      if (!isMap(node)) throw wrong('a mapping');
      return sectionOf(node, context, place);
    },
  };
}

function nameOf(node: Node | null): string {
  if (isMap(node)) return 'a mapping';
  if (isSeq(node)) return 'a list';
  if (!isScalar(node) || node.value === null) return 'nothing';
  return (
    { string: 'text', number: 'a number', boolean: 'true or false' }[typeof node.value as string] ?? 'something else'
  );
}
