/** Marks of ours in texts of the target: the identity of what ION gives nothing else to be known by. */
import type { Kind } from '../kinds/kind.ts';
import { perObject } from '../state/per-object.ts';
import type { Fields, Value } from '../state/value.ts';

const MARK = / ?\[seedbed:([^\]]*)\]$/;

/** A mark as it stands in a text: `[seedbed:spring-order]`. */
export function markText(mark: Value): string {
  return `[seedbed:${mark}]`;
}

/** A field that holds a mark, and the field in whose text the mark stands. */
export interface Mark {
  readonly name: string;
  readonly text: string;
}

export const marksOf = perObject(({ fields }: Kind): readonly Mark[] =>
  Object.entries(fields).flatMap(([name, { markIn }]) => (markIn === undefined ? [] : [{ name, text: markIn }])),
);

function textAndMark(value: Value): { readonly text: Value; readonly mark: Value } {
  const found = typeof value === 'string' ? MARK.exec(value) : null;
  if (!found) return { text: value, mark: null };
  return { text: String(value).slice(0, found.index) || null, mark: found[1] ?? null };
}

/** The fields of a row, with each text parted from its mark. */
export function withoutMarks(kind: Kind, fields: Fields): Fields {
  const parted = marksOf(kind).flatMap(({ name, text: field }): [string, Value][] => {
    const { text, mark } = textAndMark(fields[field] ?? null);
    return [
      [field, text],
      [name, mark],
    ];
  });
  return { ...fields, ...Object.fromEntries(parted) };
}

/** The texts that are to be written, each with its mark; with `isNew` also those that nobody declared. */
export function markedTexts(kind: Kind, fields: Fields, isNew: boolean): Fields {
  const texts = marksOf(kind)
    .filter(({ text }) => isNew || text in fields)
    .map(({ name, text }) => {
      const parts = [fields[text] ?? null, markText(fields[name] ?? null)];
      return [text, parts.filter(part => part !== null).join(' ')] as const;
    });
  return Object.fromEntries(texts);
}
