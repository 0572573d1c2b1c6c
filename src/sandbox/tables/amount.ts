// Sums and differences of quantities. Binary fractions are a little off (0.3 less 0.1 is not 0.2), which nobody who counts means:
// they are taken to billionths (ours).

/** A quantity without what adding has put it off. */
export const amount = (quantity: number): number => Number(quantity.toFixed(9));

/** SQL for the same. */
export const amountSql = (quantity: string): string => `ROUND(${quantity}, 9)`;
