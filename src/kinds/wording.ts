/** Turns lists into words. */

const SHOWN = 8;

/** `a, b and c`, or `a, b or c`; of a long list the beginning, and how many more there are. */
export function inWords(names: readonly string[], joint: 'and' | 'or'): string {
  const shown = names.length > SHOWN ? [...names.slice(0, SHOWN - 1), `${names.length - SHOWN + 1} more`] : names;
  const [last = '', ...others] = shown.toReversed();
  return others.length === 0 ? last : `${others.reverse().join(', ')} ${joint} ${last}`;
}

/** `a → b → a`; of a long way round the beginning and the end. */
export function wayRound(names: readonly string[]): string {
  const way = [...names, ...names.slice(0, 1)];
  const middle = way.length > 2 * SHOWN ? [...way.slice(0, SHOWN), '…', ...way.slice(1 - SHOWN)] : way;
  return middle.join(' → ');
}

/** A value as it is cited in a message; of a long one the beginning. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** A name as it is cited in a message. */
export function quoted(name: string): string {
  return `"${name}"`;
}
