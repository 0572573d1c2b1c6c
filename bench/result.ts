/** What a benchmark gives: rows of figures, and the table that a person reads. */

export interface Row {
  readonly part: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What the figure should reach: at most, or at least. */
  readonly aim?: { readonly most: number } | { readonly least: number };
  /** How the figure came about, where its name does not say it. */
  readonly note?: string;
}

/** Whether a row reaches its aim; undefined when it has none. */
export const reachesAim = ({ value, aim }: Row): boolean | undefined => {
  if (aim === undefined) return undefined;
  return 'most' in aim ? value <= aim.most : value >= aim.least;
};

const number = (value: number): string => {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
};

const aimText = (row: Row): string => {
  if (row.aim === undefined) return '';
  const bound = 'most' in row.aim ? `<= ${number(row.aim.most)}` : `>= ${number(row.aim.least)}`;
  return `${bound} ${reachesAim(row) ? 'yes' : 'NO'}`;
};

const cells = (row: Row): string[] => [row.part, row.figure, number(row.value), row.unit, aimText(row), row.note ?? ''];

const HEAD = ['part', 'figure', 'value', 'unit', 'aim', 'note'];
const RIGHT = 2;

/** The rows as text in columns. */
export const renderTable = (rows: readonly Row[]): string => {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map(line => (line[column] ?? '').length)));
  const pad = (cell: string, column: number): string =>
    column === RIGHT ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return lines.map(line => line.map(pad).join('  ').trimEnd()).join('\n');
};

/** The middle of the values; of an even number, the mean of the two in the middle. Throws when there are none. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error('no values to take the median of');
  return (low + high) / 2;
};
