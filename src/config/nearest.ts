/** Guesses which name was meant. */
import { closestMatch } from 'leven';

/** `; did you mean "x"?`, or nothing when no candidate is close. */
export function nearest(name: string, candidates: readonly string[]): string {
  const maxDistance = Math.max(2, Math.floor(name.length / 3));
  const byCase = candidates.find(candidate => candidate.toLowerCase() === name.toLowerCase());
  const match = byCase ?? closestMatch(name, candidates, { maxDistance });
  return match === undefined ? '' : `; did you mean "${match}"?`;
}
