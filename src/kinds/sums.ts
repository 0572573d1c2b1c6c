/** Sums of fractions, which adding leaves a little off. */

/** Whether a sum is more than a limit, by more than adding fractions can be off. */
export function isMore(sum: number, limit: number): boolean {
  return sum - limit > 1e-9 * Math.max(1, Math.abs(limit));
}

/** A sum for people: without the dust that adding fractions leaves. */
export function shownSum(sum: number): string {
  return String(Number(sum.toPrecision(12)));
}
