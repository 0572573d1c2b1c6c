/** Turns offsets into lines and columns, for the moment when a span is shown to people or written as JSON. */
import type { SourceFile } from './source-file.ts';

/** Both count from 1; a column is one UTF-16 unit. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsByFile = new WeakMap<SourceFile, readonly number[]>();

/** Where an offset stands in its file; an offset beyond the end stands at the end. */
export function positionAt(file: SourceFile, offset: number): Position {
  const starts = lineStarts(file);
  const bounded = Math.max(0, Math.min(offset, file.text.length));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= bounded) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: bounded - (starts[low] ?? 0) + 1 };
}

/** The text of a line (counted from 1) without its line break; empty for a line that the file does not have. */
export function lineText(file: SourceFile, line: number): string {
  const starts = lineStarts(file);
  const start = starts[line - 1];
  if (start === undefined) return '';
  const end = starts[line] ?? file.text.length + 1;
  return file.text.slice(start, end - 1).replace(/\r$/, '');
}

/** The offset at which a line (counted from 1) begins. */
export function lineStart(file: SourceFile, line: number): number {
  return lineStarts(file)[line - 1] ?? file.text.length;
}

function lineStarts(file: SourceFile): readonly number[] {
  const known = lineStartsByFile.get(file);
  if (known) return known;
  const starts = [0];
  for (let at = file.text.indexOf('\n'); at !== -1; at = file.text.indexOf('\n', at + 1)) starts.push(at + 1);
  lineStartsByFile.set(file, starts);
  return starts;
}
