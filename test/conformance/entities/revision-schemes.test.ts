// Part revisions along schemes of the organisation's own.
import { describe, expect, test } from 'vitest';
import { type Answer, createPart, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();

const SETTINGS = 'settings { parts { revisionSchemes { name format allowOverflow default } } }';

/** One of the three mutations of schemes, with the organisation's id and etag [SDL]. */
const change = async (verb: 'create' | 'update' | 'delete', input: object): Promise<Answer[]> => {
  const { organization } = (await tenant.ask('{ me { organization { id _etag } } }')).me;
  const type = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}PartRevisionSchemeSettingInput`;
  const full = { id: organization.id, etag: organization._etag, ...input };
  const fields = `organization { ${SETTINGS} }`;
  const changed = await tenant.mutate(`${verb}OrganizationPartRevisionScheme`, type, full, fields);
  return changed.organization.settings.parts.revisionSchemes;
};

const revise = async (part: Answer, fields: object = {}): Promise<Answer> => {
  const { _etag: etag } = await tenant.get('part', part.id, '_etag');
  const input = { id: part.id, etag, ...fields };
  return (await tenant.mutate('createPartRevision', 'CreatePartRevisionInput', input, 'part { id revision }')).part;
};

const revisionOf = async (part: Answer): Promise<string> => (await tenant.get('part', part.id, 'revision')).revision;

/** A scheme and a part that is at `revision` of it. */
const partAt = async (name: string, format: string[], revision: string, allowOverflow = false): Promise<Answer> => {
  await change('create', { name, format, allowOverflow });
  return createPart(tenant, `PN-${name}`, { revisionScheme: name, revision });
};

describe('schemes', () => {
  test('are settings of the organisation, which is named by id and etag and gets another [SDL]', async () => {
    const schemes = await change('create', { name: 'listed', format: ['A'] });
    expect(schemes).toEqual([{ name: 'listed', format: ['A'], allowOverflow: false, default: false }]);
    const stale = change('create', { name: 'other', format: ['A'], etag: 'stale' });
    expect(await tenant.errorOf(stale)).toMatchObject({ code: 'CONCURRENCY_ERROR' });
    await change('update', { name: 'listed', allowOverflow: true });
    expect(await change('delete', { name: 'listed' })).toEqual([]);
  });

  test('have at least one segment that counts [docs configure-part-revision-schemes]', async () => {
    const refused = await tenant.errorOf(change('create', { name: 'empty', format: ['-'] }));
    expect(refused?.message).toContain('segment');
  });

  test('one of a name there is once, and one that parts have stays (inferred)', async () => {
    await partAt('kept', ['N'], '1');
    const again = await tenant.errorOf(change('create', { name: 'kept', format: ['A'] }));
    expect(again?.message).toContain('already exists');
    expect((await tenant.errorOf(change('delete', { name: 'kept' })))?.message).toContain('has the revision scheme');
    expect(await tenant.errorOf(change('delete', { name: 'never' }))).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('parts', () => {
  test.each([
    ['letters', ['A'], 'A', 'B'],
    ['numbers', ['N'], '1', '2'],
    ['NN-N', ['N', 'N', '-', 'N'], '00-1', '00-2'],
  ])('start at the first value of %s and count along [docs revision-schemes]', async (name, format, first, second) => {
    await change('create', { name, format });
    const part = await createPart(tenant, `START-${name}`, { revisionScheme: name });
    expect(await revisionOf(part)).toBe(first);
    expect((await revise(part)).revision).toBe(second);
  });

  test.each([
    ['carried', ['N', 'N', '-', 'N'], '00-9', '01-0'],
    ['mixed', ['A', '.', 'N'], 'A.9', 'B.0'],
  ])('carry to the segment before: %s (inferred)', async (name, format, revision, next) => {
    expect((await revise(await partAt(name, format, revision))).revision).toBe(next);
  });

  test.each([
    ['long-letters', ['A'], 'Z', 'AA'],
    ['long-numbers', ['N'], '9', '10'],
    ['long-pair', ['N', '-', 'A'], '9-Z', '10-A'],
  ])(
    'go on past the last value where overflow is allowed, %s, and else not [docs]',
    async (name, format, last, next) => {
      const part = await partAt(name, format, last);
      expect((await tenant.errorOf(revise(part)))?.message).toContain('no overflow');
      await change('update', { name, allowOverflow: true });
      expect((await revise(part)).revision).toBe(next);
    },
  );

  test('have no revision that their scheme would not write (inferred from the default scheme [TS])', async () => {
    await change('create', { name: 'strict', format: ['N', '-', 'N'] });
    const refused = await tenant.errorOf(createPart(tenant, 'STRICT', { revisionScheme: 'strict', revision: 'A' }));
    expect(refused).toMatchObject({ code: 'VALIDATION_ERROR', message: expect.stringContaining('strict') });
  });

  test('updatePart casts: revision D becomes 00-4 [docs revision-schemes]', async () => {
    await change('create', { name: 'cast', format: ['N', 'N', '-', 'N'] });
    const part = await createPart(tenant, 'CAST', { revision: 'D' });
    const input = { id: part.id, etag: part._etag, revisionScheme: 'cast' };
    const cast = await tenant.mutate('updatePart', 'UpdatePartInput', input, 'part { revision revisionScheme }');
    expect(cast.part).toEqual({ revision: '00-4', revisionScheme: 'cast' });
  });

  test('createPartRevision resets: after revision D comes 00-1 [docs revision-schemes]', async () => {
    await change('create', { name: 'reset', format: ['N', 'N', '-', 'N'] });
    const part = await createPart(tenant, 'RESET', { revision: 'D' });
    const reset = await revise(part, { revisionScheme: 'reset' });
    expect(reset.revision).toBe('00-1');
    expect((await revise(reset)).revision).toBe('00-2');
    expect((await revise(part)).revision).toBe('E');
  });

  test('are latest in the scheme that they were last revised in, however its values look (inferred)', async () => {
    const part = await partAt('long', ['N', 'N', '-', 'N'], '00-9');
    await change('create', { name: 'short', format: ['A'] });
    const reset = await revise(part, { revisionScheme: 'short' });
    const fields = 'revision isLatestRevision latestRevision LatestRevisionScheme';
    const latest = { latestRevision: 'A', LatestRevisionScheme: 'short' };
    expect(await tenant.get('part', reset.id, fields)).toEqual({ revision: 'A', isLatestRevision: true, ...latest });
    expect(await tenant.get('part', part.id, fields)).toEqual({ revision: '00-9', isLatestRevision: false, ...latest });
  });

  test('without a scheme take the default one, of which there is one [docs; that there is one is inferred]', async () => {
    await change('create', { name: 'first', format: ['A'], default: true });
    const schemes = await change('create', { name: 'default', format: ['N'], default: true });
    expect(schemes.filter(scheme => scheme.default).map(scheme => scheme.name)).toEqual(['default']);
    const part = await createPart(tenant, 'DEFAULT');
    expect(await tenant.get('part', part.id, 'revision revisionScheme')).toEqual({
      revision: '1',
      revisionScheme: 'default',
    });
    await change('update', { name: 'default', default: false });
    expect(await revisionOf(await createPart(tenant, 'NO-DEFAULT'))).toBe('A');
  });
});
