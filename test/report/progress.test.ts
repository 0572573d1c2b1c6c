import { describe, expect, it } from 'vitest';
import type { ApplyEvent, Outcome } from '../../src/apply/outcome.ts';
import type { Change } from '../../src/plan/change.ts';
import { progressLines } from '../../src/report/progress.ts';
import { createTally, type Tally } from '../../src/report/tally.ts';
import { counted, duration, shownValue, thousands, wrapped } from '../../src/report/wording.ts';

const change = (key: string): Change => ({
  id: `create part/${key}`,
  address: `part/${key}`,
  kind: 'part',
  action: 'create',
  dependsOn: [],
});

const started = (key: string): ApplyEvent => ({ type: 'started', address: `part/${key}`, action: 'create' });

const ended = (key: string): ApplyEvent => ({ type: 'ended', outcome: { change: change(key), status: 'done' } });

function tallyOf(lengths: readonly number[]): Tally {
  return createTally(new Map(lengths.map((length, index) => [change(String(index)).id, length])));
}

describe('the tally of an apply', () => {
  it('knows what runs and how everything ended', () => {
    const tally = tallyOf([1, 1, 1]);
    for (const event of [started('0'), started('1'), ended('0')]) tally.note(event);
    const skipped: Outcome = { change: change('2'), status: 'skipped', because: 'part/0', reason: 'x' };
    tally.note({ type: 'ended', outcome: skipped });
    expect([...tally.running]).toEqual(['create part/1']);
    expect(tally).toMatchObject({ total: 3, ended: 2, counts: { done: 1, failed: 0, skipped: 1, 'not-started': 0 } });
  });

  it('takes more changes than a call takes arguments', () => {
    expect(tallyOf(Array.from({ length: 200_000 }, () => 1)).total).toBe(200_000);
  });

  it('estimates the time left from the rate where all changes are independent', () => {
    const tally = tallyOf(Array.from({ length: 40 }, () => 1));
    for (let index = 0; index < 10; index += 1) tally.note(ended(String(index)));
    expect(tally.timeLeft(1000)).toBe(3000);
  });

  it('estimates the time left from the longest chain where that takes longer', () => {
    const tally = tallyOf([
      ...Array.from({ length: 10 }, () => 1),
      ...Array.from({ length: 20 }, (_, index) => 20 - index),
    ]);
    for (let index = 0; index < 15; index += 1) tally.note(ended(String(index)));
    expect(tally.timeLeft(1000)).toBe(3000);
  });

  it('does not guess from the first few', () => {
    const tally = tallyOf([1, 1]);
    tally.note(ended('0'));
    expect(tally.timeLeft(1000)).toBeUndefined();
  });
});

describe('the live display', () => {
  it('shows how far it is, how fast, and what runs, within the width', () => {
    const tally = tallyOf(Array.from({ length: 40 }, () => 1));
    for (let index = 0; index < 10; index += 1) tally.note(ended(String(index)));
    for (const key of ['10', '11', '12', '13', '14']) tally.note(started(key));
    const facts = {
      tally,
      stream: process.stderr,
      colour: false,
      tellsFailures: true,
      elapsed: () => 2000,
      requests: () => 24,
      limit: () => 8,
    };
    expect(progressLines(facts, 100)).toEqual([
      '██████░░░░░░░░░░░░░░░░░░ 10/40  12 requests/s  8 at once  6.0 s left',
      '  create part/10',
      '  create part/11',
      '  create part/12',
      '  and 2 more',
    ]);
    expect(progressLines(facts, 30).every(line => line.length <= 30)).toBe(true);
  });
});

describe('wording', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
  ])('writes %d as %s', (number, text) => expect(thousands(number)).toBe(text));

  it.each([
    [1, 'entity', '1 entity'],
    [2, 'entity', '2 entities'],
    [3, 'part', '3 parts'],
    [1500, 'key', '1,500 keys'],
  ])('counts %d of %s', (number, noun, text) => expect(counted(number, noun)).toBe(text));

  it.each([
    [12.4, '12 ms'],
    [3210, '3.2 s'],
    [125_000, '2 min 5 s'],
  ])('tells %d ms as %s', (ms, text) => expect(duration(ms)).toBe(text));

  it('shows nothing as nothing, and text in quotes', () => {
    expect([shownValue(null, false), shownValue('a', false), shownValue(1.5, false)]).toEqual(['(none)', '"a"', '1.5']);
  });

  it('keeps lines within the width, and a longer word whole', () => {
    expect(wrapped(['aaa', 'bbb', 'cccccccccccc', 'd'], 9, '  ')).toEqual(['  aaa bbb', '  cccccccccccc', '  d']);
  });
});
