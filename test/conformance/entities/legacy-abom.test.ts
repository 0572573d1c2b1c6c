// The aBOM as older clients read and write it: items that are requirement and fulfilment in one, joined by edges.
import { describe, expect, test } from 'vitest';
import { type Answer, createInventory, createPart, install, releaseMbom, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();
let used = 0;

const ITEM =
  'id _etag partInventoryId partId quantity expectedQuantity expectedQuantityPer expectedFixedQuantity parentId originMbomItemId';

/** A car that takes 4 wheels and 50 screws [docs migration page]; wheels are serial, screws come in a lot of 80. */
const newCar = async () => {
  used += 1;
  const part = (name: string, trackingType?: string) => createPart(tenant, `${name}-${used}`, { trackingType });
  const [car, wheel, screw] = [await part('CAR', 'SERIAL'), await part('WHEEL', 'SERIAL'), await part('SCREW', 'LOT')];
  await releaseMbom(tenant, car.id, [
    [wheel.id, 4],
    [screw.id, 50],
  ]);
  const unit = await createInventory(tenant, { partId: car.id, serialNumber: 'CAR' });
  const screws = await createInventory(tenant, { partId: screw.id, lotNumber: 'L', quantity: 80 });
  const newWheel = (serialNumber: string) => createInventory(tenant, { partId: wheel.id, serialNumber });
  return { car, wheel, screw, unit, screws, newWheel };
};

const itemsOf = async (unit: Answer): Promise<Answer[]> =>
  (await tenant.get('partInventory', unit.id, `abomChildren { ${ITEM} }`)).abomChildren;

const itemFor = async (unit: Answer, part: Answer, partInventoryId: number | null = null): Promise<Answer> =>
  (await itemsOf(unit)).find(one => one.partId === part.id && one.partInventoryId === partInventoryId);

const update = async (item: Answer, fields: object): Promise<Answer> => {
  const input = { id: item.id, etag: item._etag, ...fields };
  return (await tenant.mutate('updateAbomItem', 'UpdateABomItemInput', input, `abomItem { ${ITEM} }`)).abomItem;
};

const remove = ({ id, _etag: etag }: Answer): Promise<Answer> =>
  tenant.ask('mutation ($id: ID!, $etag: String!) { deleteAbomItem(id: $id, etag: $etag) { id } }', { id, etag });

describe('aBOM items', () => {
  test('represent both the requirement and its fulfilment [docs abom-actions-for-developers]', async () => {
    const { unit, wheel, screw, newWheel, screws } = await newCar();
    const [first] = [await newWheel('W1')];
    await install(tenant, unit, first, wheel.id);
    const { partInventoryId: fifty } = await install(tenant, unit, screws, screw.id, 50);
    const short = (await itemsOf(unit)).map(one => [
      one.partId,
      one.partInventoryId,
      one.quantity,
      one.expectedQuantity,
    ]);
    expect(short.sort()).toEqual(
      [
        [wheel.id, first.id, 1, 4],
        [wheel.id, null, 3, 4],
        [screw.id, fifty, 50, 50],
      ].sort(),
    );
  });

  test('change as others are installed and removed, and their etags with them [docs abom-actions-for-developers]', async () => {
    const { unit, wheel, newWheel } = await newCar();
    const before = await itemFor(unit, wheel);
    const installation = await install(tenant, unit, await newWheel('W1'), wheel.id);
    const after = await itemFor(unit, wheel);
    expect([before.quantity, after.quantity]).toEqual([4, 3]);
    expect(after.id).toBe(before.id);
    expect(after._etag).not.toBe(before._etag);
    await tenant.ask('mutation ($id: ID!) { deleteAbomInstallation(id: $id) { success } }', { id: installation.id });
    expect(await itemsOf(unit)).toContainEqual(before);
  });

  test('link to inventory, and are found from it both ways [SDL PartInventory]', async () => {
    const { unit, car, wheel, newWheel } = await newCar();
    const first = await newWheel('W1');
    await install(tenant, unit, first, wheel.id);
    const fields =
      'abomItems { partInventoryId partInventory { id } part { id } Part { id } parent { partId } children { id } } ' +
      'abomParents { partInventoryId } abomChildren { id }';
    expect(await tenant.get('partInventory', first.id, fields)).toEqual({
      abomItems: [
        {
          partInventoryId: first.id,
          partInventory: { id: first.id },
          part: { id: wheel.id },
          Part: { id: wheel.id },
          parent: { partId: car.id },
          children: [],
        },
      ],
      abomParents: [{ partInventoryId: unit.id }],
      abomChildren: [],
    });
  });

  test('are joined by edges from parents to children [SDL ABomEdge]', async () => {
    const { unit, wheel, screw } = await newCar();
    const { abomItems } = await tenant.get('partInventory', unit.id, 'abomItems { id }');
    const filters = { parentAbomItemId: { eq: abomItems[0].id } };
    const document = `query ($filters: ABomEdgesInputFilters) {
      aBomEdges(filters: $filters, sort: [ID_ASC]) {
        edges { node { parentAbomItem { partInventoryId } childAbomItem { partId parentEdges { pageInfo { totalCount } } } } }
        pageInfo { totalCount }
      }
    }`;
    const { aBomEdges } = await tenant.ask(document, { filters });
    const parentAbomItem = { partInventoryId: unit.id };
    const parentEdges = { pageInfo: { totalCount: 1 } };
    expect(aBomEdges).toEqual({
      pageInfo: { totalCount: 2 },
      edges: [
        { node: { parentAbomItem, childAbomItem: { partId: wheel.id, parentEdges } } },
        { node: { parentAbomItem, childAbomItem: { partId: screw.id, parentEdges } } },
      ],
    });
  });

  test('are listed, filtered and counted like everything else, the tree below included [SDL]', async () => {
    const { unit, car, wheel, newWheel } = await newCar();
    await install(tenant, unit, await newWheel('W1'), wheel.id);
    const document = `query ($filters: ABomItemsInputFilters) {
      abomItems(filters: $filters) { edges { node { id quantity _AllChildrenCount allChildren { quantity } allParents { id } } } }
    }`;
    const { abomItems } = await tenant.ask(document, { filters: { Part: { partNumber: { eq: car.partNumber } } } });
    expect(abomItems.edges).toHaveLength(1);
    const [{ node }] = abomItems.edges;
    expect(node).toMatchObject({ quantity: 1, _AllChildrenCount: 3, allParents: [] });
    const one = await tenant.get('abomItem', node.id, 'partId acceptablePartIds');
    expect(one).toEqual({ partId: car.id, acceptablePartIds: [car.id] });
  });

  test('there are none for what has no requirements and is installed nowhere (inferred)', async () => {
    const { screws } = await newCar();
    expect(await tenant.get('partInventory', screws.id, 'abomItems { id } abomChildren { id }')).toEqual({
      abomItems: [],
      abomChildren: [],
    });
  });
});

describe('older mutations', () => {
  test('updateAbomItem installs the inventory that it names, and takes it out again with null [SDL; inferred]', async () => {
    const { unit, wheel, screw, screws, newWheel } = await newCar();
    const first = await newWheel('W1');
    const installed = await update(await itemFor(unit, wheel), { partInventoryId: first.id, quantity: 1 });
    expect(installed).toMatchObject({ partInventoryId: first.id, quantity: 1 });
    expect((await tenant.get('partInventory', first.id, 'status')).status).toBe('INSTALLED');
    const whole = await update(await itemFor(unit, screw), { partInventoryId: screws.id });
    expect(whole.quantity).toBe(50);
    const { originPartInventoryId } = await tenant.get('partInventory', whole.partInventoryId, 'originPartInventoryId');
    expect(originPartInventoryId).toBe(screws.id);
    expect(await update(installed, { partInventoryId: null })).toMatchObject({ partInventoryId: null, quantity: 4 });
    expect((await tenant.get('partInventory', first.id, 'status')).status).toBe('AVAILABLE');
  });

  test('it changes how much is installed, by the rules of installations [SDL; inferred]', async () => {
    const { unit, screw, screws } = await newCar();
    const installed = await update(await itemFor(unit, screw), { partInventoryId: screws.id, quantity: 10 });
    const more = await update(installed, { quantity: 20 });
    expect(more).toMatchObject({ id: installed.id, quantity: 20 });
    expect((await tenant.errorOf(update(more, { quantity: 51 })))?.message).toContain('cannot be installed');
    expect(await tenant.errorOf(update(installed, { quantity: 5 }))).toMatchObject({ code: 'CONCURRENCY_ERROR' });
    expect((await itemFor(unit, screw)).quantity).toBe(30);
    const part = await tenant.get('partInventory', more.partInventoryId, 'quantity');
    expect(part.quantity).toBe(20);
    await update(more, { quantity: 15 });
    const { partInventories } = await tenant.get(
      'part',
      screw.id,
      'partInventories: partsInventory { quantity status }',
    );
    expect(partInventories).toContainEqual({ quantity: 5, status: 'AVAILABLE' });
  });

  test('it changes what is expected, not below what is installed [SDL; inferred]', async () => {
    const { unit, screw, screws } = await newCar();
    await update(await itemFor(unit, screw), { partInventoryId: screws.id, quantity: 10 });
    const fewer = await update(await itemFor(unit, screw), { expectedFixedQuantity: 12 });
    expect(fewer).toMatchObject({ expectedQuantity: 12, quantity: 2 });
    expect((await tenant.errorOf(update(fewer, { expectedFixedQuantity: 9 })))?.message).toContain('More is installed');
  });

  test('createAbomItem adds a requirement, and installs at once where inventory is named [SDL; inferred]', async () => {
    const { unit, car } = await newCar();
    const flag = await createPart(tenant, `FLAG-${used}`);
    const piece = await createInventory(tenant, { partId: flag.id, quantity: 2 });
    const { abomItems } = await tenant.get('partInventory', unit.id, 'abomItems { id partId }');
    expect(abomItems[0].partId).toBe(car.id);
    const create = async (fields: object): Promise<Answer> => {
      const input = { partId: flag.id, parentId: abomItems[0].id, ...fields };
      return (await tenant.mutate('createAbomItem', 'CreateABomItemInput', input, `abomItem { ${ITEM} }`)).abomItem;
    };
    expect(await create({ quantity: 3 })).toMatchObject({ partId: flag.id, partInventoryId: null, quantity: 3 });
    const there = await create({ quantity: 2, partInventoryId: piece.id });
    expect(there).toMatchObject({ partInventoryId: piece.id, quantity: 2, expectedFixedQuantity: 2 });
    const { buildRequirements } = await tenant.get('partInventory', unit.id, 'buildRequirements { partId }');
    expect(buildRequirements.filter((one: Answer) => one.partId === flag.id)).toHaveLength(2);
    const missing = await itemFor(unit, flag);
    expect((await tenant.errorOf(create({ parentId: missing.id })))?.message).toContain('no part inventory yet');
  });

  test('a reference designator of an item is refused by name, not ignored (inferred)', async () => {
    const { unit, wheel } = await newCar();
    const refused = await tenant.errorOf(update(await itemFor(unit, wheel), { referenceDesignator: 'R1' }));
    expect(refused).toMatchObject({ code: 'NOT_EMULATED', message: expect.stringContaining('referenceDesignator') });
  });

  test('deleteAbomItem takes out what is installed, and then drops the requirement (inferred)', async () => {
    const { unit, wheel, newWheel } = await newCar();
    const first = await newWheel('W1');
    const installed = await update(await itemFor(unit, wheel), { partInventoryId: first.id, quantity: 1 });
    expect((await tenant.errorOf(remove(await itemFor(unit, wheel))))?.message).toContain('cannot be deleted');
    await remove(installed);
    expect(await itemFor(unit, wheel, first.id)).toBeUndefined();
    await remove(await itemFor(unit, wheel));
    expect(await itemFor(unit, wheel)).toBeUndefined();
    const { abomItems } = await tenant.get('partInventory', unit.id, 'abomItems { id _etag }');
    expect((await tenant.errorOf(remove(abomItems[0])))?.message).toContain('goes with that only');
  });

  test('createAbomForPartInventory gives a unit the requirements of its mBOM, once [SDL; inferred]', async () => {
    used += 1;
    const [cart, wheel] = [await createPart(tenant, `CART-${used}`), await createPart(tenant, `WHEEL-${used}`)];
    const early = await createInventory(tenant, { partId: cart.id });
    const document = `mutation ($id: ID!, $etag: String!) { createAbomForPartInventory(id: $id, etag: $etag) { abomItem { partInventoryId children { partId quantity } } } }`;
    const make = () => tenant.ask(document, { id: early.id, etag: early._etag });
    expect((await tenant.errorOf(make()))?.message).toContain('no mBOM with items');
    await releaseMbom(tenant, cart.id, [[wheel.id, 2]]);
    const abomItem = { partInventoryId: early.id, children: [{ partId: wheel.id, quantity: 2 }] };
    expect((await make()).createAbomForPartInventory).toEqual({ abomItem });
    expect((await make()).createAbomForPartInventory).toEqual({ abomItem });
  });

  test('installKitOnAbomItemChildren installs what the kit has and the unit lacks [SDL; inferred]', async () => {
    const { unit, wheel, screw, screws, newWheel } = await newCar();
    const { partKit } = await tenant.mutate('createPartKit', 'CreatePartKitInput', {}, 'partKit { id }');
    const issue = async (partId: number, inventory: Answer, quantity: number): Promise<void> => {
      const item = { partKitId: partKit.id, partId, quantity };
      const made = await tenant.mutate('createPartKitItem', 'CreatePartKitItemInput', item, 'partKitItem { id }');
      const { _etag: etag } = await tenant.get('partInventory', inventory.id, '_etag');
      const input = { etag, partInventoryId: inventory.id, partKitItemId: made.partKitItem.id, quantity };
      await tenant.mutate('issueItemToKit', 'InventoryToKitInput', input, 'partInventory { id }');
    };
    await issue(wheel.id, await newWheel('W1'), 1);
    await issue(screw.id, screws, 60);
    const { abomItems } = await tenant.get('partInventory', unit.id, 'abomItems { id }');
    const run = async (etag: string): Promise<Answer[]> => {
      const input = { partKitId: partKit.id, abomItemId: abomItems[0].id, etag };
      const type = 'InstallKitOnAbomItemChildrenInput';
      return (await tenant.mutate('installKitOnAbomItemChildren', type, input, `abomItems { ${ITEM} }`)).abomItems;
    };
    expect(await tenant.errorOf(run('stale'))).toMatchObject({ code: 'CONCURRENCY_ERROR' });
    const { _etag } = await tenant.get('partKit', partKit.id, '_etag');
    const items = await run(_etag);
    const installed = items.filter(one => one.partInventoryId !== null).map(one => [one.partId, one.quantity]);
    expect(installed).toEqual([
      [wheel.id, 1],
      [screw.id, 50],
    ]);
    expect((await itemFor(unit, wheel)).quantity).toBe(3);
    expect(await itemFor(unit, screw)).toBeUndefined();
  });
});
