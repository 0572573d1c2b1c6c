// What changes with a part, and what a new revision of it starts with.
import { describe, expect, test } from 'vitest';
import { type Answer, createInventory, createPart, releaseMbom, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();
let used = 0;

const newPart = (fields: object = {}): Promise<Answer> => {
  used += 1;
  return createPart(tenant, `PN-${used}`, { ...fields });
};

const update = async (part: Answer, fields: object): Promise<Answer> => {
  const { _etag: etag } = await tenant.get('part', part.id, '_etag');
  const input = { id: part.id, etag, ...fields };
  return (await tenant.mutate('updatePart', 'UpdatePartInput', input, 'part { revision trackingType }')).part;
};

const revise = async (part: Answer): Promise<Answer> => {
  const { _etag: etag } = await tenant.get('part', part.id, '_etag');
  const fields = 'part { id revision mboms { version status } mbom { partId quantity } }';
  return (await tenant.mutate('createPartRevision', 'CreatePartRevisionInput', { id: part.id, etag }, fields)).part;
};

const newDraft = async (part: Answer, item: Answer, quantity: number): Promise<void> => {
  const { mbom } = await tenant.mutate(
    'createMbom',
    'CreateMBomInput',
    { partId: part.id, copyMbom: false },
    'mbom { id }',
  );
  const input = { mbomId: mbom.id, partId: item.id, quantity };
  await tenant.mutate('createMbomItem', 'CreateMBomItemInput', input, 'mbomItem { id }');
};

describe('updatePart', () => {
  test('leaves the revision as it was made; createPartRevision makes the next [MAN parts-and-part-revisioning]', async () => {
    const part = await newPart({ revision: 'B' });
    expect((await tenant.errorOf(update(part, { revision: 'C' })))?.message).toContain('createPartRevision');
    expect((await update(part, { revision: 'B', description: 'same' })).revision).toBe('B');
  });

  test.each([
    ['SERIAL', 'LOT', { serialNumber: 'S1' }],
    ['LOT', null, { lotNumber: 'L1' }],
  ])(
    'does not take %s for %s while there is inventory tracked so [docs serial-lot-tracking]',
    async (from, to, numbers) => {
      const part = await newPart({ trackingType: from });
      expect((await update(part, { trackingType: to })).trackingType).toBe(to);
      await update(part, { trackingType: from });
      await createInventory(tenant, { partId: part.id, ...numbers });
      expect((await tenant.errorOf(update(part, { trackingType: to })))?.message).toContain(`tracked by ${from}`);
    },
  );

  test('begins to track what was not tracked; inventory from before stays untracked [docs serial-lot-tracking, TS]', async () => {
    const part = await newPart();
    const before = await createInventory(tenant, { partId: part.id, quantity: 3 });
    expect((await update(part, { trackingType: 'SERIAL' })).trackingType).toBe('SERIAL');
    expect((await tenant.get('partInventory', before.id, 'serialNumber')).serialNumber).toBeNull();
    expect((await tenant.errorOf(createInventory(tenant, { partId: part.id })))?.message).toContain('serialNumber');
  });
});

describe('a new revision', () => {
  test('starts with a draft of version 1 like the mBOM of the one before [MAN mbom-versions]', async () => {
    const [part, item] = [await newPart(), await newPart()];
    await releaseMbom(tenant, part.id, [[item.id, 4]]);
    const next = await revise(part);
    expect(next).toMatchObject({ mboms: [{ version: 1, status: 'DRAFT' }], mbom: [{ partId: item.id, quantity: 4 }] });
    expect((await tenant.get('part', part.id, 'mboms { status }')).mboms).toEqual([{ status: 'RELEASED' }]);
  });

  test('of a part without mBOM has none; it comes with the first item [MAN mbom-versions]', async () => {
    const [part, item] = [await newPart(), await newPart()];
    const next = await revise(part);
    expect(next.mboms).toEqual([]);
    const input = { parentId: next.id, partId: item.id, quantity: 1 };
    await tenant.mutate('createMbomItem', 'CreateMBomItemInput', input, 'mbomItem { id }');
    expect((await tenant.get('part', next.id, 'mboms { version status }')).mboms).toEqual([
      { version: 1, status: 'DRAFT' },
    ]);
  });
});

describe('inventory', () => {
  const needs = async (part: Answer): Promise<Answer[]> => {
    const { id } = await createInventory(tenant, { partId: part.id });
    const { buildRequirements } = await tenant.get(
      'partInventory',
      id,
      'buildRequirements { partId quantityPerParentPartInventory }',
    );
    return buildRequirements.map((one: Answer) => [one.partId, one.quantityPerParentPartInventory]);
  };

  test('takes its requirements from the released mBOM, and while there are only drafts from the latest [MAN mbom-versions]', async () => {
    const [part, item] = [await newPart(), await newPart()];
    expect(await needs(part)).toEqual([]);
    await newDraft(part, item, 2);
    expect(await needs(part)).toEqual([[item.id, 2]]);
    await newDraft(part, item, 3);
    expect(await needs(part)).toEqual([[item.id, 3]]);
    await releaseMbom(tenant, part.id, [[item.id, 5]]);
    await newDraft(part, item, 7);
    expect(await needs(part)).toEqual([[item.id, 5]]);
  });
});
