import { describe, expect, it } from 'vitest';
import { lineStart, lineText, positionAt } from '../../src/source/position.ts';

const file = { path: 'a.yaml', text: 'one\r\ntwo\n\nfour' };

describe('positions', () => {
  it.each([
    [0, { line: 1, column: 1 }],
    [4, { line: 1, column: 5 }],
    [5, { line: 2, column: 1 }],
    [9, { line: 3, column: 1 }],
    [10, { line: 4, column: 1 }],
    [14, { line: 4, column: 5 }],
  ])('offset %i stands at %o', (offset, position) => {
    expect(positionAt(file, offset)).toEqual(position);
  });

  it('an offset beyond the end stands at the end, one before the start at the start', () => {
    expect(positionAt(file, 1000)).toEqual({ line: 4, column: 5 });
    expect(positionAt(file, -1)).toEqual({ line: 1, column: 1 });
  });

  it('a line is shown without its line break, whichever it is', () => {
    expect([1, 2, 3, 4, 5].map(line => lineText(file, line))).toEqual(['one', 'two', '', 'four', '']);
  });

  it('a line starts where its first character stands', () => {
    expect([1, 2, 3, 4, 5].map(line => lineStart(file, line))).toEqual([0, 5, 9, 10, 14]);
  });

  it('an empty file has one line', () => {
    expect(positionAt({ path: 'a.yaml', text: '' }, 0)).toEqual({ line: 1, column: 1 });
  });
});
