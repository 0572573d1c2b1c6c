import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/diagnostics/suggest.ts';

const FIELDS = ['partNumber', 'description', 'trackingType', 'quantity', 'referenceDesignators'];

describe('the nearest name', () => {
  it.each([
    ['partNumbr', 'partNumber'],
    ['partnumber', 'partNumber'],
    ['part_number', 'partNumber'],
    ['Part Number', 'partNumber'],
    ['trakingTyp', 'trackingType'],
    ['desc', 'description'],
    ['qty', 'quantity'],
    ['refDesignators', 'referenceDesignators'],
    ['colour', undefined],
    ['x', undefined],
    ['', undefined],
  ])('of "%s" is %s', (name, expected) => {
    expect(nearest(name, FIELDS)).toBe(expected);
  });

  it('is never the name itself', () => {
    expect(nearest('a-b', ['a-b', 'a_b'])).toBe('a_b');
  });

  it('is that with two letters in the other order, however short', () => {
    expect(['nmae', 'tilte', 'typ'].map(name => nearest(name, ['type', 'title', 'name']))).toEqual([
      'name',
      'title',
      'type',
    ]);
    expect(nearest('eman', ['name'])).toBeUndefined();
  });

  it('is the first of two that are equally near', () => {
    expect(nearest('bracket', ['brackets', 'brackett'])).toBe('brackets');
  });

  it('becomes a question, or nothing', () => {
    expect(didYouMean('part', ['parts'])).toBe('did you mean "parts"?');
    expect(didYouMean('part', ['widgets'])).toBeUndefined();
  });
});
