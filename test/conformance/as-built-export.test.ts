// Exporting all inventory with what is built into it: page after page, and the trees put together on the client's side.
import { expect, test } from 'vitest';
import { type Answer, createInventory, createPart, install, releaseMbom, tenantForFile } from './open-tenant.ts';

const tenant = tenantForFile();

const PAGE = `query ($first: Int, $after: String) {
  partInventories(first: $first, after: $after, sort: [ID_ASC]) {
    edges { cursor node {
      id serialNumber lotNumber
      part { partNumber description }
      buildRequirements { abomInstallations {
        quantity
        partInventory { id serialNumber lotNumber part { partNumber description } }
      } }
    } }
    pageInfo { hasNextPage endCursor count totalCount }
  }
}`;

const readPages = async (first: number): Promise<Answer[]> => {
  const pages: Answer[] = [];
  let after: string | null = null;
  do {
    const { partInventories }: Answer = await tenant.ask(PAGE, { first, after });
    pages.push(partInventories);
    after = partInventories.pageInfo.hasNextPage ? partInventories.pageInfo.endCursor : null;
  } while (after !== null);
  return pages;
};

const installationsOf = ({ buildRequirements }: Answer): Answer[] =>
  buildRequirements.flatMap((requirement: Answer) => requirement.abomInstallations);

/** GraphQL has no recursion: the rows of all pages are joined by id. */
const treeOf = (byId: ReadonlyMap<number, Answer>, id: number): Answer => {
  const node = byId.get(id);
  const children = installationsOf(node).map(({ partInventory }) => treeOf(byId, partInventory.id));
  return children.length === 0 ? node.serialNumber : { [node.serialNumber]: children };
};

/** Two rovers with two wheels each, every wheel with its hub, and a lot of bolts of which twelve, now a record of their own, are in the first rover. */
const buildRovers = async () => {
  const [rover, wheel, hub, bolt] = [
    await createPart(tenant, 'ROVER', { trackingType: 'SERIAL', description: 'Rover' }),
    await createPart(tenant, 'WHEEL', { trackingType: 'SERIAL', description: 'Wheel' }),
    await createPart(tenant, 'HUB', { trackingType: 'SERIAL' }),
    await createPart(tenant, 'BOLT', { trackingType: 'LOT' }),
  ];
  await releaseMbom(tenant, wheel.id, [[hub.id, 1]]);
  await releaseMbom(tenant, rover.id, [
    [wheel.id, 2],
    [bolt.id, 12],
  ]);
  const bolts = await createInventory(tenant, { partId: bolt.id, lotNumber: 'LOT-7', quantity: 50 });
  for (const serial of ['R1', 'R2']) {
    const unit = await createInventory(tenant, { partId: rover.id, serialNumber: serial });
    for (const side of ['L', 'R']) {
      const one = await createInventory(tenant, { partId: wheel.id, serialNumber: `${serial}-${side}` });
      const inside = await createInventory(tenant, { partId: hub.id, serialNumber: `${serial}-${side}-HUB` });
      await install(tenant, one, inside, hub.id);
      await install(tenant, unit, one, wheel.id);
    }
    if (serial === 'R1') await install(tenant, unit, bolts, bolt.id, 12);
  }
};

test('every page tells how many there are on it and in all, and the last has no next [SDL IonPageInfo, MAN]', async () => {
  await buildRovers();
  const pages = await readPages(4);
  expect(pages.map(page => [page.edges.length, page.pageInfo])).toEqual([
    [4, { hasNextPage: true, endCursor: expect.any(String), count: 4, totalCount: 12 }],
    [4, { hasNextPage: true, endCursor: expect.any(String), count: 4, totalCount: 12 }],
    [4, { hasNextPage: false, endCursor: expect.any(String), count: 4, totalCount: 12 }],
  ]);
});

test('cursors are places in the list, so that pages of any size meet without gap or overlap [MAN]', async () => {
  const whole = (await readPages(100)).flatMap(page => page.edges);
  for (const size of [1, 3, 7]) {
    const ids = (await readPages(size)).flatMap(page => page.edges.map((edge: Answer) => edge.node.id));
    expect(ids).toEqual(whole.map(edge => edge.node.id));
  }
  const places = whole.map(edge => Buffer.from(edge.cursor, 'base64').toString());
  expect(places.slice(0, 3)).toEqual(['arrayconnection:0', 'arrayconnection:1', 'arrayconnection:2']);
});

test('an empty `after` is the first page, as Airbyte asks for it [Airbyte]', async () => {
  const { partInventories } = await tenant.ask(PAGE, { first: 1, after: '' });
  expect(partInventories.edges[0].node).toMatchObject({ lotNumber: 'LOT-7' });
});

test('the rows of the export pair each parent with what is installed in it [EX export_inventories_with_abom]', async () => {
  const nodes = (await readPages(5)).flatMap(page => page.edges.map((edge: Answer) => edge.node));
  const lines = nodes.flatMap(node =>
    installationsOf(node).map(({ quantity, partInventory }) => {
      const child = partInventory.serialNumber ?? partInventory.lotNumber;
      return `${node.part.partNumber} ${node.serialNumber} < ${quantity} ${partInventory.part.partNumber} ${child}`;
    }),
  );
  expect(lines.sort()).toEqual([
    'ROVER R1 < 1 WHEEL R1-L',
    'ROVER R1 < 1 WHEEL R1-R',
    'ROVER R1 < 12 BOLT LOT-7',
    'ROVER R2 < 1 WHEEL R2-L',
    'ROVER R2 < 1 WHEEL R2-R',
    'WHEEL R1-L < 1 HUB R1-L-HUB',
    'WHEEL R1-R < 1 HUB R1-R-HUB',
    'WHEEL R2-L < 1 HUB R2-L-HUB',
    'WHEEL R2-R < 1 HUB R2-R-HUB',
  ]);
});

test('a client puts the trees together by id [docs: no recursive fragments]', async () => {
  const nodes = (await readPages(2)).flatMap(page => page.edges.map((edge: Answer) => edge.node));
  const byId = new Map<number, Answer>(nodes.map(node => [node.id, node]));
  const rover = nodes.find(node => node.serialNumber === 'R2');
  expect(treeOf(byId, rover.id)).toEqual({ R2: [{ 'R2-L': ['R2-L-HUB'] }, { 'R2-R': ['R2-R-HUB'] }] });
});

test('from the part that is installed the way leads up to its parent [TS get_installation_details]', async () => {
  const filters = { serialNumber: { eq: 'R1-L' }, part: { partNumber: { ilike: 'wheel' } } };
  const { partInventories } = await tenant.ask(
    `query ($filters: PartInventoriesInputFilters) { partInventories(filters: $filters) { edges { node {
      installed status abomInstallations { buildRequirement { partInventories { serialNumber } } }
    } } } }`,
    { filters },
  );
  expect(partInventories.edges).toEqual([
    {
      node: {
        installed: true,
        status: 'INSTALLED',
        abomInstallations: [{ buildRequirement: { partInventories: [{ serialNumber: 'R1' }] } }],
      },
    },
  ]);
});
