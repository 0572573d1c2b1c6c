import { describe, expect, it } from 'vitest';
import type { ChangeRecord, PlanRecord } from '../../src/report/records.ts';
import { renderPlan } from '../../src/report/render-plan.ts';
import { renderVerification } from '../../src/report/render-verification.ts';
import type { Style } from '../../src/report/style.ts';

const PLAIN: Style = { colour: false, columns: 80, detail: 'summary' };
const SECTIONS: Record<string, string> = { part: 'parts', bom: 'boms', run: 'runs' };

type Draft = Pick<ChangeRecord, 'address' | 'action'> & Partial<ChangeRecord>;

function change(draft: Draft): ChangeRecord {
  const { address, action, entry = address } = draft;
  const kind = address.slice(0, address.indexOf('/'));
  const section = SECTIONS[entry.slice(0, entry.indexOf('/'))];
  return {
    id: `${action} ${address}`,
    kind,
    entry,
    dependsOn: [],
    ...(section !== undefined && { section }),
    ...draft,
  };
}

function plan(...drafts: readonly Draft[]): PlanRecord {
  const summary = { create: 0, update: 0, transition: 0, revise: 0, replace: 0, delete: 0, keep: 0, blocked: 0 };
  for (const { action } of drafts) summary[action] += 1;
  return { changes: drafts.map(change), summary, requests: { reads: 5, writes: 3 } };
}

const text = (record: PlanRecord, style: Partial<Style> = {}) =>
  renderPlan(record, 'the target', { ...PLAIN, ...style });

const edit = (path: string, before: string | number | null, after: string | number | null) => ({ path, before, after });

describe('the text of a plan', () => {
  it('shows each sort of change with its sign and what it does', () => {
    const bom = 'bom/frame';
    const record = plan(
      { address: 'part/nut', action: 'create' },
      { address: 'part/bolt', action: 'update', edits: [edit('description', 'Old', 'New'), edit('cost', null, 2)] },
      { address: bom, action: 'revise', edits: [], reason: 'it is RELEASED' },
      { address: 'bom-item/frame.nut', action: 'create', entry: bom },
      { address: 'bom-item/frame.bolt', action: 'update', entry: bom, edits: [edit('quantity', 1, 2)] },
      { address: 'bom-item/frame.pin', action: 'delete', entry: bom },
      { address: bom, action: 'transition', from: 'DRAFT', to: 'IN_REVIEW' },
      { address: bom, action: 'transition', from: 'IN_REVIEW', to: 'RELEASED' },
      { address: 'run/first', action: 'blocked', edits: [], reason: 'it is COMPLETE', help: 'declare COMPLETE' },
      { address: 'run/second', action: 'replace', edits: [edit('title', 'a', 'b')] },
      { address: 'part/pin', action: 'keep' },
    );
    expect(text(record)).toBe(`Plan for the target

parts
  + part/nut
  ~ part/bolt
      description: "Old" → "New"
      cost: (none) → 2

boms
  ^ bom/frame  DRAFT → IN_REVIEW → RELEASED
      new version: it is RELEASED
      + item nut
      ~ item bolt
          quantity: 1 → 2
      - item pin

runs
  ! run/first
      blocked: it is COMPLETE
      help: declare COMPLETE
  ± run/second
      title: "a" → "b"

Plan: 2 to create, 2 to update, 2 to move on, 1 to revise, 1 to replace, 1 to remove, 1 blocked; 1 unchanged.
Applying takes 3 requests; planning took 5.`);
  });

  it('sums up a thousand creates within the width, and lists them all when asked', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `part/part-${index}`);
    const record = plan(...names.map(address => ({ address, action: 'create' as const })));
    const lines = text(record).split('\n');
    expect(lines.length).toBeLessThan(15);
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80);
    const shown = lines.filter(line => /^ {6}part-/.test(line)).flatMap(line => line.trim().split(', '));
    expect(lines).toContain(`      … and ${1000 - shown.length} more; --verbose lists them`);
    expect(text(record, { detail: 'all' }).match(/^ {2}\+ part\/part-\d+$/gm)).toHaveLength(1000);
  });

  it('counts what is inside a created entry', () => {
    const steps = ['a', 'b', 'c'].map(key => ({
      address: `bom-item/frame.${key}`,
      action: 'create' as const,
      entry: 'bom/frame',
    }));
    expect(text(plan({ address: 'bom/frame', action: 'create' }, ...steps))).toContain('\n  + bom/frame  3 items\n');
  });

  it('names the approval that a transition takes', () => {
    const record = plan(
      { address: 'bom/frame', action: 'create' },
      { address: 'bom/frame', action: 'transition', from: 'DRAFT', to: 'IN_REVIEW' },
      { address: 'bom/frame', action: 'transition', from: 'IN_REVIEW', to: 'RELEASED', approved: true },
    );
    expect(text(record)).toContain('\n  + bom/frame  DRAFT → IN_REVIEW → approval → RELEASED\n');
  });

  it('puts what does not fit beside a name below it', () => {
    const record = plan(
      { address: 'bom/frame', action: 'create' },
      { address: 'bom-item/frame.a', action: 'create', entry: 'bom/frame' },
      { address: 'bom/frame', action: 'transition', from: 'DRAFT', to: 'RELEASED' },
    );
    expect(text(record, { columns: 44 })).toContain('\n  + bom/frame  1 item · DRAFT → RELEASED\n');
    expect(text(record, { columns: 35 })).toContain('\n  + bom/frame\n      1 item\n      DRAFT → RELEASED\n');
  });

  it('cuts a long value in a summary, and shows it whole as drift', () => {
    const long = 'x'.repeat(200);
    const record = plan({ address: 'part/nut', action: 'update', edits: [edit('description', 'short', long)] });
    expect(text(record)).not.toContain(long);
    expect(text(record)).toContain('…');
    expect(renderVerification(record, PLAIN)).toContain(long);
  });

  it('says so in one line when there is nothing to do', () => {
    const record = plan({ address: 'part/nut', action: 'keep' }, { address: 'part/bolt', action: 'keep' });
    expect(text(record)).toBe('No changes: 2 entities in the target as declared (5 requests).');
  });

  it('tells apart what is unchanged and what ION will make', () => {
    const record = plan(
      { address: 'run/first', action: 'create' },
      { address: 'run-step/first.look', action: 'keep', spawned: 'run/first', entry: 'run/first' },
      { address: 'part/nut', action: 'keep' },
    );
    expect(text(record)).toContain('Plan: 1 to create; 1 that ION itself makes with them; 1 unchanged.');
  });

  it('never lets a value of the target move the cursor', () => {
    const record = plan({
      address: 'part/nut',
      action: 'update',
      edits: [edit('description', '\u001b[2J\u202e', 'x')],
    });
    expect(text(record)).not.toMatch(/\p{Cc}(?<!\n)|\u202e/u);
  });
});
