/** Ends a sentence about an unknown name with the name that was probably meant. */
import { didYouMean } from '../diagnostics/suggest.ts';

/** `; did you mean "x"?`, or nothing when no candidate is near. */
export function nearest(name: string, candidates: readonly string[]): string {
  const hint = didYouMean(name, candidates);
  return hint === undefined ? '' : `; ${hint}`;
}
