import { describe, expect, it } from 'vitest';
import { canRedraw, showsColour } from '../../src/report/terminal.ts';

const terminal = { isTTY: true, columns: 80 };
const file = { isTTY: undefined as unknown as boolean, columns: undefined as unknown as number };

describe('a stream', () => {
  it.each([
    [terminal, {}, true, true],
    [terminal, { TERM: 'xterm', NO_COLOR: '' }, true, true],
    [terminal, { NO_COLOR: '1' }, false, true],
    [terminal, { TERM: 'dumb' }, false, false],
    [{ ...terminal, columns: 0 }, {}, true, false],
    [file, { TERM: 'xterm' }, false, false],
  ])('%o under %o shows colour: %s, and replaces lines: %s', (stream, env, colour, redraws) => {
    expect([showsColour(stream, env), canRedraw(stream, env)]).toEqual([colour, redraws]);
  });
});
