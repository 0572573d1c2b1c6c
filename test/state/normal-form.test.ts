import { describe, expect, it } from 'vitest';
import { normalForm } from '../../src/state/normal-form.ts';

describe('normalForm', () => {
  it.each([
    ['text', '', null],
    ['text', '0012', '0012'],
    ['number', '12.50', 12.5],
    ['number', 12.5, 12.5],
    ['date', '2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['date', '2026-03-01T10:00:00', '2026-03-01T10:00:00.000Z'],
    ['date', '2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00.000Z'],
    ['any', '2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00.000Z'],
    ['any', '1.20', '1.20'],
    ['rich-text', '[{"type":"p"}]', [{ type: 'p' }]],
    ['attributes', { Colour: '', Mass: 3 }, { Colour: null, Mass: 3 }],
  ])('takes the %s %j as %j', (type, value, expected) => {
    expect(normalForm(type, value)).toEqual(expected);
  });
});
