/** Writes diagnostics for people: a heading, the place, a code frame, what to do. */
import picocolors from 'picocolors';
import { positionAt } from '../source/position.ts';
import type { Span } from '../source/source-file.ts';
import { codeFrame } from './code-frame.ts';
import type { Diagnostic } from './diagnostic.ts';
import { inReadingOrder } from './order.ts';
import { printable } from './printable.ts';

type Colours = ReturnType<typeof picocolors.createColors>;
type Paint = (text: string) => string;

/** All diagnostics in reading order with a closing count; an empty string when there are none. Ends without a line break. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: { readonly colour: boolean }): string {
  if (diagnostics.length === 0) return '';
  const colours = picocolors.createColors(options.colour);
  const blocks = inReadingOrder(diagnostics).map(diagnostic => renderOne(diagnostic, colours));
  return [...blocks, countProblems(diagnostics)].join('\n\n');
}

/** `3 errors, 1 warning`, leaving out what there is none of. */
export function countProblems(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter(each => each.severity === severity).length;
  const plural = (number: number, noun: string) => (number === 1 ? `1 ${noun}` : `${number} ${noun}s`);
  const parts = (['error', 'warning'] as const).map(severity => [count(severity), severity] as const);
  return parts.flatMap(([number, noun]) => (number > 0 ? [plural(number, noun)] : [])).join(', ');
}

function renderOne(diagnostic: Diagnostic, colours: Colours): string {
  const paint = diagnostic.severity === 'error' ? colours.red : colours.yellow;
  const { span, label = '', related = [], help } = diagnostic;
  const sheet = { colours, gutter: gutterWidth([...(span ? [span] : []), ...related.map(each => each.span)]) };
  const lines = [headline(diagnostic, colours, paint)];
  if (span) lines.push(...frame(sheet, '-->', span, '^', label, paint));
  for (const other of related) lines.push(...frame(sheet, ':::', other.span, '-', other.message, colours.blue));
  if (help && span) lines.push(margin(sheet, '|'));
  if (help) lines.push(`${margin(sheet, '=')} help: ${printable(help)}`);
  return lines.join('\n');
}

/** What all lines of one diagnostic share. `gutter` is the number of columns left of the bar. */
interface Sheet {
  readonly gutter: number;
  readonly colours: Colours;
}

function headline({ severity, code, message }: Diagnostic, colours: Colours, paint: Paint): string {
  return `${colours.bold(paint(`${severity}[${code}]`))}${colours.bold(`: ${printable(message)}`)}`;
}

function frame(sheet: Sheet, arrow: string, span: Span, mark: '^' | '-', label: string, paint: Paint): string[] {
  const { line, text, marks } = codeFrame(span, mark);
  return [
    `${' '.repeat(sheet.gutter - 1)}${sheet.colours.blue(arrow)} ${place(span)}`,
    margin(sheet, '|'),
    `${sheet.colours.blue(`${`${line} `.padStart(sheet.gutter)}|`)} ${text}`.trimEnd(),
    `${margin(sheet, '|')} ${paint(label === '' ? marks : `${marks} ${printable(label)}`)}`,
  ];
}

function margin({ gutter, colours }: Sheet, sign: '|' | '='): string {
  return ' '.repeat(gutter) + colours.blue(sign);
}

function gutterWidth(spans: readonly Span[]): number {
  const last = spans.reduce((most, { file, start }) => Math.max(most, positionAt(file, start).line), 1);
  return String(last).length + 2;
}

function place(span: Span): string {
  const { line, column } = positionAt(span.file, span.start);
  return `${printable(span.file.path)}:${line}:${column}`;
}
