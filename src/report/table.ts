/** Lays out rows of short texts in columns. */

/** Columns two spaces apart; those in `right` are aligned at their right. Lines have no spaces at their ends. */
export function tableLines(rows: readonly (readonly string[])[], right: readonly number[] = []): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  const cellOf = (cell: string, index: number): string => {
    const width = widths[index] ?? 0;
    return right.includes(index) ? cell.padStart(width) : cell.padEnd(width);
  };
  return rows.map(row => row.map(cellOf).join('  ').trimEnd());
}
