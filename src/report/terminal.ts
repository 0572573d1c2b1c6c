/** What can be expected of a stream that is a terminal. */

type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Not where NO_COLOR asks for none (https://no-color.org), nor on a terminal that would show the codes themselves. */
export function showsColour({ isTTY }: Stream, { NO_COLOR = '', TERM }: Environment): boolean {
  // A stream that is no terminal has no `isTTY` at all.
  return Boolean(isTTY) && NO_COLOR === '' && TERM !== 'dumb';
}

/** Whether lines on it can be replaced by others. One that does not know its width (it says 0) breaks lines anywhere. */
export function canRedraw({ isTTY, columns }: Stream, { TERM }: Environment): boolean {
  return Boolean(isTTY) && columns > 0 && TERM !== 'dumb';
}
