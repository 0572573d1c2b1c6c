import { describe, expect, test } from 'vitest';
import { ionForFile, newPart, newProcedure, releaseMbom } from '../ion.ts';

const ion = ionForFile();

const draftWithItem = async (quantity = 2) => {
  const [parent, child] = [await newPart(ion), await newPart(ion)];
  const mbom = await ion.create('MBom', { partId: parent.id, copyMbom: false });
  const item = await ion.create('MBomItem', { mbomId: mbom.id, partId: child.id, quantity });
  return { parent, child, mbom, item };
};

describe('mBOM versions', () => {
  test('they count up per part, and the latest is known on both sides [SDL]', async () => {
    const part = await newPart(ion);
    const first = await ion.create('MBom', { partId: part.id }, 'version status editable isLatestVersion');
    const second = await ion.create('MBom', { partId: part.id }, 'version');
    expect(first).toMatchObject({ version: 1, status: 'DRAFT', editable: true, isLatestVersion: true });
    expect(second.version).toBe(2);
    expect(await ion.get('Part', part.id, 'latestMbom { id } latestReleasedMbom { id } mboms { version }')).toEqual({
      latestMbom: { id: second.id },
      latestReleasedMbom: null,
      mboms: [{ version: 1 }, { version: 2 }],
    });
  });

  test('copyMbom defaults to true and copies items, designators and substitutes [SDL]', async () => {
    const { parent, child, item } = await draftWithItem(3);
    const other = await newPart(ion);
    await ion.create('MBomItemReferenceDesignator', { mbomItemId: item.id, value: 'R1' });
    await ion.create('MBomSubstitute', { mbomItemId: item.id, partId: other.id });
    const items = 'mbomItems { id partId quantity referenceDesignators { value } substitutes { partId } }';
    const copy = await ion.create('MBom', { partId: parent.id }, items);
    expect(copy.mbomItems).toEqual([
      {
        id: expect.any(Number),
        partId: child.id,
        quantity: 3,
        referenceDesignators: [{ value: 'R1' }],
        substitutes: [{ partId: other.id }],
      },
    ]);
    expect(copy.mbomItems[0].id).not.toBe(item.id);
    expect((await ion.create('MBom', { partId: parent.id, copyMbom: false }, items)).mbomItems).toEqual([]);
  });

  test('the mBOM to copy from must be of the same part [SDL]', async () => {
    const { mbom } = await draftWithItem();
    const refused = await ion.refusedCreate('MBom', { partId: (await newPart(ion)).id, mbomId: mbom.id });
    expect(refused.message).toContain('belongs to part');
  });

  test('releasing archives the version released before [docs versions]', async () => {
    const [parent, child] = [await newPart(ion), await newPart(ion)];
    const old = await releaseMbom(ion, parent.id, [[child.id, 1]]);
    const next = await ion.create('MBom', { partId: parent.id });
    await ion.update('MBom', next.id, { status: 'IN_REVIEW' });
    expect(await ion.update('MBom', next.id, { status: 'RELEASED' }, 'status isLatestReleasedVersion')).toEqual({
      status: 'RELEASED',
      isLatestReleasedVersion: true,
    });
    expect((await ion.get('MBom', old.id, 'status')).status).toBe('ARCHIVED');
    expect((await ion.get('Part', parent.id, 'latestReleasedMbom { id }')).latestReleasedMbom.id).toBe(next.id);
  });

  test.each([
    ['RELEASED', 'DRAFT'],
    ['RELEASED', 'IN_REVIEW'],
    ['ARCHIVED', 'RELEASED'],
  ])('%s does not go back to %s (inferred from the order in [docs versions])', async (from, to) => {
    const mbom = await releaseMbom(ion, (await newPart(ion)).id, []);
    if (from === 'ARCHIVED') await ion.update('MBom', mbom.id, { status: 'ARCHIVED' });
    const refused = await ion.refusedUpdate('MBom', mbom.id, { status: to });
    expect(refused.message).toBe(`mBOM ${mbom.id} cannot go from ${from} to ${to}.`);
  });

  test('an unused mBOM is deleted with its items (inferred)', async () => {
    const { mbom, item, child } = await draftWithItem();
    expect(await ion.remove('MBom', mbom.id)).toEqual({ id: mbom.id });
    expect((await ion.refusal(`{ mbomItem(id: ${item.id}) { id } }`)).code).toBe('NOT_FOUND');
    expect(await ion.remove('Part', child.id)).toEqual({ id: child.id });
  });
});

describe('mBOM items', () => {
  test('the quantity must be greater than 0 [MAN]', async () => {
    const { mbom, item } = await draftWithItem();
    const input = { mbomId: mbom.id, partId: (await newPart(ion)).id, quantity: 0 };
    expect((await ion.refusedCreate('MBomItem', input)).message).toContain('greater than 0');
    expect((await ion.refusedUpdate('MBomItem', item.id, { quantity: -1 })).message).toContain('greater than 0');
  });

  test('the same part twice under one mBOM is "not unique" [IMP]', async () => {
    const { mbom, child } = await draftWithItem();
    const refused = await ion.refusedCreate('MBomItem', { mbomId: mbom.id, partId: child.id, quantity: 1 });
    expect(refused.message).toContain('not unique');
  });

  test('a part cannot contain itself at any depth (inferred)', async () => {
    const [top, middle, bottom] = [await newPart(ion), await newPart(ion), await newPart(ion)];
    await releaseMbom(ion, top.id, [[middle.id, 1]]);
    await releaseMbom(ion, middle.id, [[bottom.id, 1]]);
    const mbom = await ion.create('MBom', { partId: bottom.id });
    for (const partId of [top.id, bottom.id]) {
      const refused = await ion.refusedCreate('MBomItem', { mbomId: mbom.id, partId, quantity: 1 });
      expect(refused.message).toContain('is or contains');
    }
  });

  test('with the part of its parent instead of an mBOM it goes to that part’s draft [SDL parentId; inferred]', async () => {
    const [parent, one, two] = [await newPart(ion), await newPart(ion), await newPart(ion)];
    const fields = 'mbomId parentId parent { partNumber } madeOnAssembly';
    const first = await ion.create('MBomItem', { parentId: parent.id, partId: one.id, quantity: 1 }, fields);
    const second = await ion.create('MBomItem', { parentId: parent.id, partId: two.id, quantity: 1 }, fields);
    expect(first).toMatchObject({
      parentId: parent.id,
      parent: { partNumber: parent.partNumber },
      madeOnAssembly: false,
    });
    expect(second.mbomId).toBe(first.mbomId);
  });

  test('in a released version only substitutes can change [docs versions]', async () => {
    const [parent, child, other] = [await newPart(ion), await newPart(ion), await newPart(ion)];
    const { id, items } = await releaseMbom(ion, parent.id, [[child.id, 1]]);
    const [item] = items;
    const locked = { message: expect.stringContaining('only a DRAFT can be edited') };
    expect(await ion.refusedCreate('MBomItem', { mbomId: id, partId: other.id, quantity: 1 })).toMatchObject(locked);
    expect(await ion.refusedUpdate('MBomItem', item, { quantity: 5 })).toMatchObject(locked);
    expect(await ion.refusedRemove('MBomItem', item)).toMatchObject(locked);
    const designator = { mbomItemId: item, value: 'R1' };
    expect(await ion.refusedCreate('MBomItemReferenceDesignator', designator)).toMatchObject(locked);
    const substitute = await ion.create('MBomSubstitute', { mbomItemId: item, partId: other.id }, 'parentId');
    expect(substitute.parentId).toBe(parent.id);
    expect(await ion.remove('MBomSubstitute', substitute.id)).toEqual({ id: substitute.id });
  });

  test('a deleted item is only marked, and lists show it when asked [SDL _deleted]', async () => {
    const { mbom, item, child } = await draftWithItem();
    await ion.remove('MBomItem', item.id);
    expect((await ion.get('MBom', mbom.id, 'mbomItems { id } _MbomItemsCount'))._MbomItemsCount).toBe(0);
    const listed = `{ mbomItems(filters: { mbomId: { eq: ${mbom.id} }, _deleted: { eq: true } }) { edges { node { id } } } }`;
    expect((await ion.ask(listed)).mbomItems.edges).toEqual([{ node: { id: item.id } }]);
    const holding = { mbomItems: { partId: { eq: child.id } } };
    expect(await ion.find('mboms', 'MBomsInputFilters', holding)).toEqual([]);
    const again = await ion.create('MBomItem', { mbomId: mbom.id, partId: child.id, quantity: 1 });
    expect(await ion.find('mboms', 'MBomsInputFilters', holding)).toEqual([{ id: mbom.id }]);
    expect(again.id).not.toBe(item.id);
  });

  test('lists show deleted items when asked inside or_ and and_ too [SDL or_, and_]', async () => {
    const { mbom, item } = await draftWithItem();
    await ion.remove('MBomItem', item.id);
    const mine = { mbomId: { eq: mbom.id } };
    const found = (filters: Readonly<Record<string, unknown>>) =>
      ion.find('mbomItems', 'MBomItemsInputFilters', filters);
    expect(await found({ and_: [mine, { _deleted: { eq: true } }] })).toEqual([{ id: item.id }]);
    expect(await found({ ...mine, or_: [{ _deleted: { eq: true } }, { _deleted: { eq: false } }] })).toHaveLength(1);
    expect(await found({ and_: [mine, { _deleted: null }] })).toEqual([]);
  });

  test('an item that no aBOM uses is deleted with what steps install of it, at its designators too [MAN]', async () => {
    const { item } = await draftWithItem();
    const procedure = await newProcedure(ion);
    const step = await ion.create('Step', { title: 'install', procedureId: procedure.id });
    const designator = await ion.create('MBomItemReferenceDesignator', { mbomItemId: item.id, value: 'R1' });
    const association = { stepId: step.id, mbomItemId: item.id, quantity: 1 };
    await ion.create('StepMBomItemAssociation', { ...association, mbomItemReferenceDesignatorId: designator.id });
    await ion.remove('MBomItem', item.id);
    expect(await ion.get('Step', step.id, 'mbomItemAssociations { id }')).toEqual({ mbomItemAssociations: [] });
  });

  test('an item that an aBOM uses is not deleted [MAN]', async () => {
    const { mbom, item } = await draftWithItem();
    const { partId } = await ion.get('MBom', mbom.id, 'partId');
    await ion.create('PartInventory', { partId });
    expect((await ion.refusedRemove('MBomItem', item.id)).message).toContain('used in an aBOM');
  });

  test('a list of items is created as a whole or not at all [SDL; as a whole is inferred]', async () => {
    const { mbom, child } = await draftWithItem();
    const fresh = await newPart(ion);
    const mutation =
      'mutation ($input: CreateMultipleMBomItemsInput!) { createMultipleMbomItems(input: $input) { mbomItems { partId } } }';
    const mbomItems = [fresh, child].map(part => ({ mbomId: mbom.id, partId: part.id, quantity: 1 }));
    expect((await ion.refusal(mutation, { input: { mbomItems } })).message).toContain('not unique');
    const created = await ion.ask(mutation, { input: { mbomItems: mbomItems.slice(0, 1) } });
    expect(created.createMultipleMbomItems.mbomItems).toEqual([{ partId: fresh.id }]);
  });
});
