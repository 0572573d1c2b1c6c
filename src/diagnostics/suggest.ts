/** Finds the name that was probably meant. */
import leven from 'leven';

/**
 * The candidate nearest to a name, or undefined when none is near enough to be a slip of the pen: equal but for case
 * and punctuation, or a third of the letters apart at most; failing that, one that the name abbreviates. Of two equally
 * near ones the first.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(name);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let abbreviated: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (candidate === name || candidate === '') continue;
    const distance = distanceOf(wanted, plain(candidate), bestDistance);
    if (distance < bestDistance && distance < wanted.length) [best, bestDistance] = [candidate, distance];
    if (isAbbreviation(wanted, plain(candidate))) abbreviated ??= candidate;
  }
  return best ?? abbreviated;
}

/** How many letters are wrong, missing or too many; two that changed places are one mistake. */
function distanceOf(name: string, other: string, most: number): number {
  return isSwapped(name, other) ? 1 : leven(name, other, { maxDistance: most });
}

/** `nmae` for `name`. */
function isSwapped(name: string, other: string): boolean {
  if (name.length !== other.length) return false;
  const at = [...name].findIndex((letter, index) => letter !== other[index]);
  if (at < 0 || name[at] !== other[at + 1] || name[at + 1] !== other[at]) return false;
  return name.slice(at + 2) === other.slice(at + 2);
}

/** `did you mean "bracket"?` when a candidate is near; undefined otherwise. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(name, candidates);
  return found === undefined ? undefined : `did you mean "${found}"?`;
}

/** A sentence about an unknown name, with the candidate that was probably meant at its end. */
export function withGuess(sentence: string, name: string, candidates: Iterable<string>): string {
  const hint = didYouMean(name, candidates);
  return hint === undefined ? sentence : `${sentence}; ${hint}`;
}

/** `desc` for `description`, `qty` for `quantity`: its first letter, and others of it in their order. */
function isAbbreviation(short: string, long: string): boolean {
  if (short.length < 3 || short.length * 3 < long.length || short[0] !== long[0]) return false;
  let at = 0;
  for (const letter of short) {
    at = long.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ .]/g, '');
}
