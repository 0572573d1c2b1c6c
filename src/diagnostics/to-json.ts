/** Writes a diagnostic as the JSON record that `--format json` prints. */
import { positionAt } from '../source/position.ts';
import type { Span } from '../source/source-file.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Where something stands; lines and columns count from 1, the end is exclusive. */
export interface JsonPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Members that do not apply are null, so that every record has the same shape. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
  readonly help: string | null;
  readonly related: readonly ({ readonly message: string } & JsonPlace)[];
}

const NOWHERE = { file: null, line: null, column: null, endLine: null, endColumn: null };

/** The record of one diagnostic. */
export function toJson(diagnostic: Diagnostic): JsonDiagnostic {
  const { code, severity, message, span, help, related = [] } = diagnostic;
  return {
    code,
    severity,
    message,
    ...(span ? placeOf(span) : NOWHERE),
    help: help ?? null,
    related: related.map(other => ({ message: other.message, ...placeOf(other.span) })),
  };
}

/** Where a span is, for people and their tools. */
export function placeOf(span: Span): JsonPlace {
  const start = positionAt(span.file, span.start);
  const end = positionAt(span.file, span.end);
  return { file: span.file.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}
