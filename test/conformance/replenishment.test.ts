// What the scripts of a factory in production do: ask for a kit of what is short at a line, book what a unit took, archive old runs.
import { expect, test } from 'vitest';
import { type Answer, createInventory, createPart, releaseMbom, tenantForFile } from './open-tenant.ts';
import { createProcedure, createStep } from './write-procedure.ts';

const tenant = tenantForFile();

const createLocation = async (name: string): Promise<Answer> =>
  (await tenant.mutate('createLocation', 'CreateLocationInput', { name }, 'location { id }')).location;

const createKit = (input: object): Promise<Answer> =>
  tenant.mutate('createPartKit', 'CreatePartKitInput', input, 'partKit { id }');

test('a kit is asked for with ids as they stand in settings and tables, which are text [PR replenishment]', async () => {
  const line = await createLocation('Line 1');
  const bolt = await createPart(tenant, 'BOLT');
  const { me } = await tenant.ask('{ me { id } }');
  const { partKit } = await createKit({ assignedToId: `${me.id}`, deliveryLocationId: `${line.id}` });
  const item = { partKitId: partKit.id, partId: `${bolt.id}`, quantity: 150 };
  await tenant.mutate('createPartKitItem', 'CreatePartKitItemInput', item, 'partKitItem { id }');
  const fields = 'assignedToId deliveryLocationId partKitItems { partId quantity }';
  expect(await tenant.get('partKit', partKit.id, fields)).toEqual({
    assignedToId: me.id,
    deliveryLocationId: line.id,
    partKitItems: [{ partId: bolt.id, quantity: 150 }],
  });
});

test.each(['Line 1', '1.5', '', ' '])('"%s" is no id (inferred)', async deliveryLocationId => {
  expect((await tenant.errorOf(createKit({ deliveryLocationId })))?.message).toContain('Int cannot represent');
});

test('in the text of an operation a number is written as one (inferred from [PR], where all are variables)', async () => {
  const kit = 'mutation { createPartKit(input: { deliveryLocationId: "1" }) { partKit { id } } }';
  expect((await tenant.errorOf(tenant.ask(kit)))?.message).toContain('Int cannot represent');
});

test('an aBOM item takes a record of the part, or of a substitute, with its etag [PR consumption]', async () => {
  const [unit, screw, nut, otherNut] = await Promise.all(
    ['UNIT', 'SCREW', 'NUT', 'NUT-2'].map(partNumber => createPart(tenant, partNumber)),
  );
  await releaseMbom(tenant, unit.id, [
    [screw.id, 4],
    [nut.id, 2],
  ]);
  const { mbomItems } = (await tenant.get('part', unit.id, 'mboms { mbomItems { id partId } }')).mboms[0];
  const mbomItemId = mbomItems.find((item: Answer) => item.partId === nut.id).id;
  const substitute = { mbomItemId, partId: otherNut.id };
  await tenant.mutate('createMbomSubstitute', 'CreateMBomSubstituteInput', substitute, 'mbomSubstitute { partId }');
  const made = await createInventory(tenant, { partId: unit.id, serialNumber: 'U-1' });
  const children = async (): Promise<Answer[]> =>
    (await tenant.get('partInventory', made.id, 'abomChildren { id _etag partId quantity expectedQuantityPer }'))
      .abomChildren;

  for (const [partId, taken] of [
    [screw.id, screw.id],
    [nut.id, otherNut.id],
  ]) {
    const stock = await createInventory(tenant, { partId: taken, quantity: 100 });
    const item = (await children()).find(child => child.partId === partId);
    const input = {
      id: item?.id,
      etag: item?._etag,
      quantity: item?.expectedQuantityPer,
      partInventoryId: stock.id,
    };
    await tenant.mutate('updateAbomItem', 'UpdateABomItemInput', input, 'abomItem { id }');
  }
  expect((await children()).map(({ partId, quantity }) => [partId, quantity])).toEqual([
    [screw.id, 4],
    [otherNut.id, 2],
  ]);
});

test('runs that nobody has begun are archived, each with its etag [PR manufacturingAutomation]', async () => {
  const procedure = await createProcedure(tenant, { title: 'Build' });
  await createStep(tenant, { procedureId: procedure.id, title: 'Begin' });
  for (const status of ['IN_REVIEW', 'RELEASED']) {
    const { _etag: etag } = await tenant.get('procedure', procedure.id, '_etag');
    await tenant.mutate(
      'updateProcedure',
      'UpdateProcedureInput',
      { id: procedure.id, etag, status },
      'procedure { id }',
    );
  }
  for (const title of ['Old', 'Older']) {
    await tenant.mutate('createRun', 'CreateRunInput', { procedureId: procedure.id, title }, 'run { id }');
  }
  const waiting =
    '{ runs(filters: { status: { eq: TODO }, archived: { eq: false } }) { edges { node { id _etag } } } }';
  for (const { node } of (await tenant.ask(waiting)).runs.edges) {
    const input = { id: node.id, etag: node._etag, archived: true };
    const { run } = await tenant.mutate('archiveRun', 'ArchiveRunInput', input, 'run { id title status }');
    expect(run.status).toBe('TODO');
  }
  expect((await tenant.ask(waiting)).runs.edges).toEqual([]);
});
