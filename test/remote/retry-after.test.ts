import { expect, test } from 'vitest';
import { readRetryAfter } from '../../src/remote/retry-after.ts';

const NOW = Date.UTC(2026, 0, 5, 12, 0, 0);

test.each([
  ['0', 0],
  [' 12 ', 12_000],
  ['Mon, 05 Jan 2026 12:00:30 GMT', 30_000],
  ['Mon, 05 Jan 2026 11:00:00 GMT', 0],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('%j gives %j', (header, ms) => {
  expect(readRetryAfter(header, NOW)).toBe(ms);
});
