import { parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildScalar } from '../../../src/sandbox/schema/scalars.ts';

const parse = (scalar: string, value: unknown): unknown => buildScalar(scalar).parseValue(value);

const parseText = (scalar: string, literal: string): unknown =>
  buildScalar(scalar).parseLiteral(parseValue(literal), {});

describe('DateTime', () => {
  it.each([
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00Z', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:00.123456+00:00', '2026-01-05T10:00:00.123Z'],
    ['2026-01-05T01:30:00+02:30', '2026-01-04T23:00:00.000Z'],
    ['2026-01-05 10:00:00-0500', '2026-01-05T15:00:00.000Z'],
    ['2026-01-05T10:00:00', '2026-01-05T10:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('reads %s as %s', (text, expected) => {
    expect(parse('DateTime', text)).toBe(expected);
    expect(parseText('DateTime', JSON.stringify(text))).toBe(expected);
    expect(buildScalar('DateTime').serialize(expected)).toBe(expected);
  });

  it.each(['2026-01-05', '2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-05T24:30:00Z', 'now', '', 5, true])(
    'refuses %j',
    value => {
      expect(() => parse('DateTime', value)).toThrow('DateTime cannot represent');
    },
  );

  it('answers a Date as its instant', () => {
    expect(buildScalar('DateTime').serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  });
});

describe('Decimal', () => {
  it.each([
    [12.5, '12.5'],
    ['12.50', '12.50'],
    ['-0.001', '-0.001'],
    [7, '7'],
  ])('reads %j as "%s"', (value, expected) => {
    expect(parse('Decimal', value)).toBe(expected);
    expect(parseText('Decimal', JSON.stringify(value))).toBe(expected);
  });

  it.each(['', 'twelve', '1,5', true, Number.NaN, {}])('refuses %j', value => {
    expect(() => parse('Decimal', value)).toThrow('Decimal cannot represent');
  });
});

describe('ScalarValue', () => {
  it.each([['text'], [1], [2.5], [true], [null], [['a', 'b']]])('passes %j', value => {
    expect(parse('ScalarValue', value)).toEqual(value);
    expect(parseText('ScalarValue', JSON.stringify(value))).toEqual(value);
  });

  it.each([[{ a: 1 }], [[['nested']]]])('refuses %j', value => {
    expect(() => parse('ScalarValue', value)).toThrow('ScalarValue cannot represent');
  });
});

describe('SlateContent', () => {
  it('passes a document unchanged, in variables and in the text', () => {
    const content = [{ type: 'p', children: [{ text: 'Torque' }] }];
    expect(parse('SlateContent', content)).toEqual(content);
    expect(parseText('SlateContent', '[{ type: "p", children: [{ text: "Torque" }] }]')).toEqual(content);
  });
});

describe('Upload', () => {
  it('is refused with a sentence', () => {
    expect(() => parse('Upload', 'bytes')).toThrow('takes no files');
  });
});
