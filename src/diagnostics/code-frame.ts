/** Shows the line that a span starts on, with marks under the span. */
import { lineStart, lineText, positionAt } from '../source/position.ts';
import type { Span } from '../source/source-file.ts';
import { displayWidth, printable } from './printable.ts';

/** A line of source ready to print: `before` and `marked` are as wide as the blanks and marks under them. */
export interface CodeFrame {
  readonly line: number;
  readonly text: string;
  /** Blanks up to the span, then one mark for each column that the span takes on this line, at least one. */
  readonly marks: string;
}

const MAX_WIDTH = 110;
const ELLIPSIS = '…';

/** The frame of a span. Of a span over several lines the first is shown; a long line is cut around the span. */
export function codeFrame(span: Span, mark: '^' | '-'): CodeFrame {
  const { line, column } = positionAt(span.file, span.start);
  const text = lineText(span.file, line);
  const start = Math.min(column - 1, text.length);
  const end = Math.max(start, Math.min(span.end - lineStart(span.file, line), text.length));
  const parts = cutAround(text.slice(0, start), text.slice(start, end), text.slice(end));
  const marks = ' '.repeat(displayWidth(parts.before)) + mark.repeat(Math.max(1, displayWidth(parts.marked)));
  return { line, text: parts.before + parts.marked + parts.after, marks };
}

interface Parts {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

// Slicing before making text printable keeps a line of many megabytes cheap.
function cutAround(before: string, marked: string, after: string): Parts {
  if (before.length + marked.length + after.length <= MAX_WIDTH) {
    return { before: printable(before), marked: printable(marked), after: printable(after) };
  }
  const markedRoom = Math.min(marked.length, Math.floor(MAX_WIDTH / 2));
  const afterRoom = Math.min(after.length, Math.floor((MAX_WIDTH - markedRoom) / 3));
  const beforeRoom = MAX_WIDTH - markedRoom - afterRoom;
  const isMarkedCut = marked.length > markedRoom;
  return {
    before: before.length > beforeRoom ? ELLIPSIS + printable(before.slice(-beforeRoom)) : printable(before),
    marked: printable(marked.slice(0, markedRoom)) + (isMarkedCut ? ELLIPSIS : ''),
    after: isMarkedCut ? '' : printable(after.slice(0, afterRoom)) + (after.length > afterRoom ? ELLIPSIS : ''),
  };
}
