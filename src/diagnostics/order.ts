/** The order in which diagnostics are shown. */
import type { Diagnostic } from './diagnostic.ts';

/** By file and place; those without a place first, equal ones as they were found. */
export function inReadingOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => {
    if (!a.span || !b.span) return Number(a.span !== undefined) - Number(b.span !== undefined);
    if (a.span.file.path !== b.span.file.path) return a.span.file.path < b.span.file.path ? -1 : 1;
    return a.span.start - b.span.start;
  });
}
