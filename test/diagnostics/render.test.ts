import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { countProblems, renderDiagnostics } from '../../src/diagnostics/render.ts';
import { toJson } from '../../src/diagnostics/to-json.ts';

function diagnostic(text: string, wanted: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const file = { path: 'fixtures/boms.yaml', text };
  const start = text.indexOf(wanted);
  const span = { file, start, end: start + wanted.length };
  return { code: 'unknown-reference', severity: 'error', message: `no part has the key "${wanted}"`, span, ...more };
}

function frameOf(text: string, wanted: string): readonly string[] {
  return renderDiagnostics([diagnostic(text, wanted)], { colour: false })
    .split('\n')
    .slice(3, 5);
}

describe('the text of diagnostics', () => {
  it('shows heading, place, line, label and help', () => {
    const text = `boms:\n  b:\n    part: a\n    status: DRAFT\n    items:\n      - { part: brackt, quantity: 1 }\n`;
    const one = diagnostic(text, 'brackt', {
      label: 'not declared in any loaded file',
      help: 'did you mean "bracket"? (fixtures/parts.yaml:3:3)',
    });
    expect(renderDiagnostics([one], { colour: false })).toBe(`error[unknown-reference]: no part has the key "brackt"
  --> fixtures/boms.yaml:6:17
   |
 6 |       - { part: brackt, quantity: 1 }
   |                 ^^^^^^ not declared in any loaded file
   |
   = help: did you mean "bracket"? (fixtures/parts.yaml:3:3)

1 error`);
  });

  it('shows more places than a call takes arguments', () => {
    const one = diagnostic('parts:\n  a: 1\n', 'a');
    const related = one.span ? Array(200_000).fill({ message: 'here too', span: one.span }) : [];
    expect(renderDiagnostics([{ ...one, related }], { colour: false }).split('here too')).toHaveLength(200_001);
  });

  it('is empty for no diagnostics', () => {
    expect(renderDiagnostics([], { colour: true })).toBe('');
  });

  it('counts errors and warnings apart, in the singular where there is one', () => {
    const error = diagnostic('a', 'a');
    const warning = diagnostic('a', 'a', { severity: 'warning' });
    expect(countProblems([error, error, error, warning])).toBe('3 errors, 1 warning');
    expect(countProblems([warning, warning])).toBe('2 warnings');
  });

  it('follows the order of files and places, whatever order they were found in', () => {
    const text = 'one two three';
    const places = ['two', 'three', 'one'].map(word => diagnostic(text, word, { message: word }));
    const rendered = renderDiagnostics([...places, { code: 'unreadable-file', severity: 'error', message: 'zero' }], {
      colour: false,
    });
    expect(rendered.match(/\]: (\w+)/g)).toEqual([']: zero', ']: one', ']: two', ']: three']);
  });

  it('keeps the marks under the span after tabs', () => {
    expect(frameOf('\t- {\tpart: brackt }', 'brackt')).toEqual([
      ' 1 |     - {    part: brackt }',
      '   |                  ^^^^^^',
    ]);
  });

  it('keeps the marks under the span after wide and combining characters', () => {
    expect(frameOf('名: "é🔩", part: brackt', 'brackt')[1]).toBe(
      `   | ${' '.repeat('名: "é🔩", part: '.length + 1)}^^^^^^`,
    );
    expect(frameOf('e\u0301: brackt', 'brackt')[1]).toBe('   |    ^^^^^^');
    expect(frameOf('part: 螺丝', '螺丝')[1]).toBe('   |       ^^^^');
  });

  it('cuts a long line around the span', () => {
    const [line, marks] = frameOf(`${'a'.repeat(5000)} brackt ${'z'.repeat(5000)}`, 'brackt');
    expect(line?.length).toBeLessThan(130);
    expect(line?.slice(marks?.indexOf('^'), (marks?.lastIndexOf('^') ?? 0) + 1)).toBe('brackt');
    expect(line).toMatch(/^ 1 \| …a+ brackt z+…$/);
  });

  it('cuts a span that is itself too long', () => {
    const [line, marks] = frameOf(`part: ${'b'.repeat(5000)}`, 'b'.repeat(5000));
    expect(line).toMatch(/^ 1 \| part: b+…$/);
    expect(line?.length).toBe(marks?.length);
  });

  it('cannot be used to steer a terminal', () => {
    const text = renderDiagnostics([diagnostic('\u001B[31mx\u0007 \u202Eabc', 'abc', { message: 'a\u001B[2Jb\nc' })], {
      colour: false,
    });
    for (const unsafe of ['\u001B', '\u0007', '\u202E']) expect(text).not.toContain(unsafe);
    expect(text.split('\n')[0]).toBe('error[unknown-reference]: a␛[2Jb␊c');
  });

  it('is coloured only when asked', () => {
    const one = diagnostic('a: brackt', 'brackt', { help: 'look', label: 'here' });
    const colour = renderDiagnostics([one], { colour: true });
    expect(colour).toContain('\u001B[31m');
    expect(stripVTControlCharacters(colour)).toBe(renderDiagnostics([one], { colour: false }));
  });
});

describe('the record of a diagnostic', () => {
  it('counts lines and columns from 1 and keeps what is related', () => {
    const one = diagnostic('a:\n  b: brackt\n', 'brackt', { help: 'look' });
    const span = diagnostic('x\n', 'x').span;
    const related = span ? [{ message: 'first here', span }] : [];
    const place = { file: 'fixtures/boms.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };
    expect(toJson({ ...one, related })).toEqual({
      code: 'unknown-reference',
      severity: 'error',
      message: 'no part has the key "brackt"',
      file: 'fixtures/boms.yaml',
      line: 2,
      column: 6,
      endLine: 2,
      endColumn: 12,
      help: 'look',
      related: [{ message: 'first here', ...place }],
    });
  });

  it('has the same shape without a place', () => {
    const record = toJson({ code: 'unreadable-file', severity: 'error', message: 'gone' });
    expect(Object.keys(record)).toEqual(Object.keys(toJson(diagnostic('a', 'a'))));
    expect(record.file).toBeNull();
  });
});
