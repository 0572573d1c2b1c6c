/** How a command's texts are to look. */
import type { Style } from '../report/style.ts';
import type { Context } from './command.ts';

export function styleOf({ colour, columns, flags }: Context): Style {
  return { colour, columns, detail: flags.verbose ? 'all' : 'summary' };
}
