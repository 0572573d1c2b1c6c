import { describe, expect, test } from 'vitest';
import { ionForFile, newPart, releaseMbom } from '../ion.ts';

const ion = ionForFile();

const REVISE =
  'mutation ($input: CreatePartRevisionInput!) { createPartRevision(input: $input) { part { id partNumber revision description revisedFromId isLatestRevision latestRevision } } }';
const UPSERT =
  'mutation ($parts: [CreatePartInput]) { createOrUpdateMultipleParts(input: { parts: $parts }) { parts { id partNumber description } } }';

describe('part', () => {
  test('the revision defaults to A and the type to PART [GUIDE]', async () => {
    expect(await ion.create('Part', { partNumber: ion.unique('PN') }, 'revision partType trackingType')).toMatchObject({
      revision: 'A',
      partType: 'PART',
      trackingType: null,
    });
  });

  test('a second part with the same number and revision "already exists" [TS]', async () => {
    const part = await newPart(ion);
    const again = await ion.refusedCreate('Part', { partNumber: part.partNumber, revision: 'A' });
    expect(again.message).toContain('already exists');
    expect(await ion.create('Part', { partNumber: part.partNumber, revision: 'B' })).toHaveProperty('id');
  });

  test('the number of a part cannot be changed to one that is taken (inferred from [TS])', async () => {
    const [one, other] = [await newPart(ion), await newPart(ion)];
    const refused = await ion.refusedUpdate('Part', other.id, { partNumber: one.partNumber });
    expect(refused.message).toContain('already exists');
  });

  test.each(['1', 'A1', ''])('revision "%s" is refused: letters only, or "-" [TS]', async revision => {
    const refused = await ion.refusedCreate('Part', { partNumber: ion.unique('PN'), revision });
    expect(refused).toMatchObject({ code: 'VALIDATION_ERROR', message: expect.stringContaining('revision scheme') });
  });

  test.each(['-', 'AA'])('revision "%s" is accepted [TS]', async revision => {
    expect(await newPart(ion, { revision })).toMatchObject({ revision });
  });

  test('a revision is the next by scheme, keeps what is not replaced, and knows its base [GUIDE]', async () => {
    const base = await newPart(ion, { revision: 'Z', description: 'kept' });
    const { part } = (await ion.ask(REVISE, { input: { id: base.id, etag: base._etag } })).createPartRevision;
    expect(part).toMatchObject({ partNumber: base.partNumber, revision: 'AA', description: 'kept' });
    expect(part).toMatchObject({ revisedFromId: base.id, isLatestRevision: true, latestRevision: 'AA' });
    expect(await ion.get('Part', base.id, 'isLatestRevision latestRevision revisions { revision }')).toEqual({
      isLatestRevision: false,
      latestRevision: 'AA',
      revisions: [{ revision: 'Z' }, { revision: 'AA' }],
    });
  });

  test('a revision from a stale etag is refused [SDL, TS]', async () => {
    const base = await newPart(ion);
    const refused = await ion.refusal(REVISE, { input: { id: base.id, etag: 'stale' } });
    expect(refused.code).toBe('CONCURRENCY_ERROR');
  });

  test('the bulk upsert creates what is new and updates what it finds by number and revision [SDL, GUIDE]', async () => {
    const known = await newPart(ion, { description: 'before' });
    const fresh = ion.unique('PN');
    const parts = [{ partNumber: known.partNumber, description: 'after' }, { partNumber: fresh }];
    expect((await ion.ask(UPSERT, { parts })).createOrUpdateMultipleParts.parts).toEqual([
      { id: known.id, partNumber: known.partNumber, description: 'after' },
      { id: expect.any(Number), partNumber: fresh, description: null },
    ]);
  });

  test('its quantity is the sum of its inventory [GUIDE]', async () => {
    const part = await newPart(ion, { trackingType: 'LOT' });
    for (const lotNumber of ['L1', 'L2'])
      await ion.create('PartInventory', { partId: part.id, lotNumber, quantity: 5 });
    expect(await ion.get('Part', part.id, 'quantity _PartsInventoryCount partsInventory { lotNumber }')).toEqual({
      quantity: 10,
      _PartsInventoryCount: 2,
      partsInventory: [{ lotNumber: 'L1' }, { lotNumber: 'L2' }],
    });
  });

  test('it is not deleted while something refers to it, and the refusal says what (inferred)', async () => {
    const [parent, child] = [await newPart(ion), await newPart(ion)];
    await releaseMbom(ion, parent.id, [[child.id, 1]]);
    const refused = await ion.refusedRemove('Part', child.id);
    expect(refused).toMatchObject({ code: 'VALIDATION_ERROR', message: expect.stringContaining('MBomItem.partId') });
    const free = await newPart(ion);
    expect(await ion.remove('Part', free.id)).toEqual({ id: free.id });
  });

  test('null clears a field and an absent field stays (inferred)', async () => {
    const part = await newPart(ion, { description: 'text', leadTime: 3 });
    expect(await ion.update('Part', part.id, { description: null }, 'description leadTime')).toEqual({
      description: null,
      leadTime: 3,
    });
  });

  test('a required field cannot be cleared [SDL]', async () => {
    const part = await newPart(ion);
    const refused = await ion.refusedUpdate('Part', part.id, { partNumber: null });
    expect(refused.message).toBe('Part.partNumber is required.');
  });
});
