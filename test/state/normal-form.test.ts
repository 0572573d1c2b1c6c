import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isSameAny, normalForm } from '../../src/state/normal-form.ts';

describe('normalForm', () => {
  it.each([
    ['text', '', null],
    ['text', '0012', '0012'],
    ['number', '12.50', 12.5],
    ['number', 12.5, 12.5],
    ['date', '2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['date', '2026-03-01T10:00:00', '2026-03-01T10:00:00.000Z'],
    ['date', '2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00.000Z'],
    ['date', '2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['date', '2026-02-30', '2026-02-30'],
    ['date', '2026-02-30T10:00:00Z', '2026-02-30T10:00:00Z'],
    ['any', '2026-03-01T10:00:00+02:00', '2026-03-01T10:00:00+02:00'],
    ['any', '1.20', '1.20'],
    ['rich-text', '[{"type":"p"}]', [{ type: 'p' }]],
    ['attributes', { Colour: '', Mass: 3 }, { Colour: null, Mass: 3 }],
  ])('takes the %s %j as %j', (type, value, expected) => {
    expect(normalForm(type, value)).toEqual(expected);
  });

  it('takes a date without a zone as UTC, wherever it is read', () => {
    vi.stubEnv('TZ', 'Pacific/Auckland');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect(new Date('2026-03-01T10:00:00').toISOString()).toBe('2026-02-28T21:00:00.000Z');
    expect(normalForm('date', '2026-03-01T10:00:00')).toBe('2026-03-01T10:00:00.000Z');
  });
});

describe('isSameAny', () => {
  it('takes one moment in two spellings as the same, and text that only looks like a date as text', () => {
    expect(isSameAny('2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00.000Z')).toBe(true);
    expect(isSameAny('2026-03-01', '2026-03-02')).toBe(false);
    expect(isSameAny('1.20', 1.2)).toBe(false);
  });
});
