import { describe, expect, it } from 'vitest';
import type { ApplyRecord, DestroyRecord, OutcomeRecord } from '../../src/report/records.ts';
import { remainsOf } from '../../src/report/remains.ts';
import { renderApply } from '../../src/report/render-apply.ts';
import { renderDestroy } from '../../src/report/render-destroy.ts';
import type { Style } from '../../src/report/style.ts';

const PLAIN: Style = { colour: false, columns: 80, detail: 'summary' };

function record(outcomes: readonly OutcomeRecord[]): ApplyRecord {
  const count = (status: OutcomeRecord['status']) => outcomes.filter(outcome => outcome.status === status).length;
  return {
    outcomes,
    summary: {
      done: count('done'),
      failed: count('failed'),
      skipped: count('skipped'),
      notStarted: count('not-started'),
      keep: 0,
    },
    requests: { reads: 4, writes: 1313, retries: 1 },
    durationMs: 3210,
    planningMs: 100,
  };
}

const done = (address: string): OutcomeRecord => ({
  address,
  kind: address.split('/')[0] ?? '',
  action: 'create',
  status: 'done',
});

const failed: OutcomeRecord = {
  address: 'bom/frame',
  kind: 'bom',
  action: 'transition',
  from: 'DRAFT',
  to: 'RELEASED',
  status: 'failed',
  failure: { kind: 'invalid', message: 'The part is not released.' },
  place: { file: 'boms.yaml', line: 3, column: 5, endLine: 3, endColumn: 10 },
};

describe('the text of an apply', () => {
  it('gives the four lists, and what to do next', () => {
    const outcomes: OutcomeRecord[] = [
      done('part/a'),
      done('part/b'),
      { ...done('run/r'), action: 'update' },
      failed,
      {
        address: 'inventory/one',
        kind: 'inventory',
        action: 'create',
        status: 'skipped',
        because: 'bom/frame',
        reason: 'x',
      },
      { address: 'run/late', kind: 'run', action: 'create', status: 'not-started' },
      { ...failed, kind: 'run', address: 'run/later', status: 'not-started' },
    ];
    expect(renderApply(record(outcomes), false, PLAIN)).toBe(`done 3
  part  + 2 created
  run   ~ 1 updated

failed 1
  > bom/frame: could not move to RELEASED
      The part is not released.
      declared at boms.yaml:3:5

skipped 1
  because of bom/frame: 1 change
      inventory/one

not started 2
  run  + 1 to create, > 1 to move on

1 change of 5 failed, in 3.2 s, with 1,313 writes, 4 reads, 1 retry.
See to the cause. Run the same command again: it continues from what the target has.`);
  });

  it('says that it was stopped, and how much had not started', () => {
    const outcomes: OutcomeRecord[] = [done('part/a'), { ...done('part/b'), status: 'not-started' }];
    const text = renderApply(record(outcomes), true, PLAIN);
    expect(text).toContain('Stopped in 3.2 s, with 1,313 writes, 4 reads, 1 retry; 1 change not started.');
    expect(text).toContain('Run the same command again');
  });

  it('tells the reason of what is blocked itself', () => {
    const outcome: OutcomeRecord = {
      ...done('run/r'),
      action: 'blocked',
      status: 'skipped',
      because: 'run/r',
      reason: 'it is COMPLETE',
    };
    expect(renderApply(record([outcome]), false, PLAIN)).toContain(
      '  because of run/r: 1 change\n      it is COMPLETE\n',
    );
  });
});

describe('what a destroy leaves', () => {
  const outcomes: OutcomeRecord[] = [
    { ...done('part/gone'), action: 'delete' },
    { ...done('run/r'), action: 'delete', retires: 'archived: ION never deletes a run' },
    {
      ...done('part/used'),
      action: 'delete',
      status: 'failed',
      failure: { kind: 'invalid', message: 'Part 7 is used.' },
    },
    { ...done('unit/each'), action: 'delete', status: 'skipped', because: 'part/used', reason: 'Part 7 is used.' },
  ];

  it('is what ION retires, refuses, or keeps for the sake of that', () => {
    expect(remainsOf(outcomes)).toEqual([
      { address: 'run/r', kind: 'run', cause: 'retired', reason: 'archived: ION never deletes a run' },
      { address: 'part/used', kind: 'part', cause: 'refused', reason: 'Part 7 is used.' },
      { address: 'unit/each', kind: 'unit', cause: 'held', reason: 'part/used remains' },
    ]);
  });

  it('is listed with the reason, and with the reset that alone removes it', () => {
    const destroyed: DestroyRecord = { ...record(outcomes), remains: remainsOf(outcomes) };
    expect(renderDestroy(destroyed, false, PLAIN)).toBe(`Done: 1 removed in 3.2 s, with 1,313 writes, 4 reads, 1 retry.

3 entities remain
  1 run, archived: ION never deletes a run
      r
  1 part, refused by ION: Part 7 is used
      used
  1 unit, because what refers to them remains
      each

Only a reset removes what remains: of the local sandbox by seedbed sandbox reset with the same target, of a tenant by ION.`);
  });

  it('counts nothing that was only set back first, and tells once what could not be', () => {
    const back = { ...done('purchase-order/a'), action: 'transition', from: 'ORDERED', to: 'DRAFT' } as const;
    const gone = { ...done('purchase-order/a'), action: 'delete' } as const;
    const all = [back, gone];
    expect(renderDestroy({ ...record(all), remains: remainsOf(all) }, false, PLAIN)).toMatch(/^Done: 1 removed/);
    const refused = { ...back, status: 'failed', failure: { kind: 'invalid', message: 'No way back.' } } as const;
    const because = 'purchase-order/a';
    const held = { ...gone, status: 'skipped', because, reason: 'No way back.' } as const;
    const line = { ...held, address: 'purchase-order-line/a.1', kind: 'purchase-order-line' };
    expect(remainsOf([refused, line, held])).toMatchObject([
      { address: 'purchase-order/a', cause: 'refused', reason: 'No way back.' },
      { address: 'purchase-order-line/a.1', cause: 'held' },
    ]);
  });

  it('is worth another try when a delete failed on the way', () => {
    const lost: OutcomeRecord = {
      ...done('part/x'),
      status: 'failed',
      failure: { kind: 'timeout', message: 'no answer' },
    };
    const destroyed: DestroyRecord = { ...record([lost]), remains: remainsOf([lost]) };
    expect(destroyed.remains).toMatchObject([{ cause: 'failed' }]);
    expect(renderDestroy(destroyed, false, PLAIN)).toContain('Run the same command again');
  });
});
