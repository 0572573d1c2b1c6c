// Rules, which are kept here and run nowhere.
import { describe, expect, test } from 'vitest';
import { ionForFile } from '../ion.ts';

const ion = ionForFile();

describe('rule', () => {
  test('is stored with a hash of its code, and nothing runs it [SDL; the hash is inferred]', async () => {
    const input = {
      title: 'No tests',
      target: 'PART',
      eventType: 'CREATE',
      ruleType: 'VALIDATION',
      code: 'raise ValidationError()',
      errorState: 'BLOCK',
      enabled: true,
    };
    const rule = await ion.create('Rule', input, 'title code codeHash status version target errorState');
    expect(rule).toMatchObject({
      title: 'No tests',
      status: 'UNINITIALIZED',
      version: 1,
      target: 'PART',
      errorState: 'BLOCK',
    });
    expect(rule.codeHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await ion.create('Part', { partNumber: ion.unique('PN') })).toHaveProperty('id');
    const changed = await ion.update('Rule', rule.id, { code: 'pass' }, 'codeHash');
    expect(changed.codeHash).not.toBe(rule.codeHash);
    expect(await ion.remove('Rule', rule.id)).toEqual({ id: rule.id });
  });
  test('is found by what it is for, and changed with its etag [SDL]', async () => {
    const { id } = await ion.create(
      'Rule',
      { title: 'Kits', target: 'PARTKIT', eventType: 'DELETE', code: 'pass' },
      'enabled',
    );
    expect(await ion.find('rules', 'RulesInputFilters', { target: { eq: 'PARTKIT' } })).toEqual([{ id }]);
    expect((await ion.refusedUpdate('Rule', id, { etag: 'stale' })).code).toBe('CONCURRENCY_ERROR');
    const changes = { enabled: false, errorState: 'ALLOW' };
    expect(await ion.update('Rule', id, changes, 'enabled errorState title')).toEqual({ ...changes, title: 'Kits' });
  });
});
