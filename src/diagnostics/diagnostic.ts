/** What is wrong with the fixtures: collected by every stage, never thrown, printed at the rim. */
import type { Span } from '../source/source-file.ts';

/** The closed list of codes. The last four come from comparing with a target, all others need none. */
export const DIAGNOSTIC_CODES = [
  'unreadable-file',
  'yaml-syntax',
  'duplicate-key',
  'not-a-fixture',
  'unknown-section',
  'unknown-field',
  'missing-field',
  'wrong-type',
  'bad-value',
  'duplicate-address',
  'duplicate-identity',
  'unknown-reference',
  'reference-cycle',
  'lookup-not-found',
  'ambiguous-identity',
  'unsupported-by-target',
  'blocked',
] as const;

export type DiagnosticCode = (typeof DIAGNOSTIC_CODES)[number];

/**
 * One problem. `message` is one sentence without a full stop; `label` stands under the carets and says what is wrong
 * with exactly that stretch; `help` says what to do.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly span?: Span;
  readonly label?: string;
  readonly related?: readonly { readonly message: string; readonly span: Span }[];
  readonly help?: string;
}

/** What a stage gives: the part of its result that is sound, and all that it found wrong. */
export interface Checked<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Takes a diagnostic in, where a stage finds several on its way. */
export type Report = (diagnostic: Diagnostic) => void;

/** Whether any diagnostic is an error, so that nothing may be sent. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(diagnostic => diagnostic.severity === 'error');
}
