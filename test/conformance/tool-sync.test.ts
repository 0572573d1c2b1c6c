// Keeping the tools of another system in step: look-ups by number and serial, attributes with their own etags, tools taken out of use.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, createInventory, createPart, install, releaseMbom, tenantForFile } from './open-tenant.ts';

const tenant = tenantForFile();
beforeAll(async () => {
  await defineAttribute('Part', 'Asset type', 'STRING');
  await defineAttribute('PartInventory', 'Calibrated by', 'STRING');
  await defineAttribute('PartInventory', 'Class', 'SELECT', ['A', 'B']);
});

/** With the etag of the organisation, which each definition renews [SDL]. */
const defineAttribute = async (type: string, key: string, kind: string, options?: readonly string[]) => {
  const { me } = await tenant.ask('{ me { organization { id _etag } } }');
  const input = { id: me.organization.id, etag: me.organization._etag, key, type: kind, options };
  await tenant.mutate(
    `updateOrganization${type}Attributes`,
    'UpdateAttributeSettingsInput',
    input,
    'organization { id }',
  );
};

const TOOL =
  'id partNumber revision partType trackingType description maintenanceIntervalSeconds attributes { key value Etag } _etag';

const RECORD = `id serialNumber _etag status unavailable lastMaintainedDate location { id name }
  attributes { key value Etag } part { ${TOOL} } abomInstallations { id buildRequirement { id } }`;

const createTool = (partNumber: string, fields = {}): Promise<Answer> =>
  createPart(tenant, partNumber, {
    partType: 'TOOL',
    trackingType: 'SERIAL',
    maintenanceIntervalSeconds: 86_400,
    ...fields,
  });

const findParts = async (filters: object): Promise<Answer[]> => {
  const document = `query ($filters: PartsInputFilters) { parts(filters: $filters) { edges { node { ${TOOL} } } } }`;
  return (await tenant.ask(document, { filters })).parts.edges.map((edge: Answer) => edge.node);
};

const findRecords = async (filters: object): Promise<Answer[]> => {
  const document = `query ($filters: PartInventoriesInputFilters, $first: Int, $after: String) {
    partInventories(filters: $filters, first: $first, after: $after) {
      edges { node { ${RECORD} } } pageInfo { hasNextPage endCursor }
    }
  }`;
  return (await tenant.ask(document, { filters, first: 200 })).partInventories.edges.map((edge: Answer) => edge.node);
};

const numbersOf = (parts: readonly Answer[]): string[] => parts.map(({ partNumber }) => partNumber).sort();

const updateRecord = async ({ id, _etag: etag }: Answer, changes: object): Promise<Answer> => {
  const payload = await tenant.mutate(
    'updatePartInventory',
    'UpdatePartInventoryInput',
    { id, etag, ...changes },
    `partInventory { ${RECORD} }`,
  );
  return payload.partInventory;
};

describe('look-ups', () => {
  test('a tool is found by number and revision whatever the case [TS get_part_by_number_and_revision]', async () => {
    await createTool('Wrench-1');
    await createPart(tenant, 'wrench-1', { revision: 'B' });
    const same = { partNumber: { ilike: 'WRENCH-1' }, revision: { ilike: 'a' } };
    expect(numbersOf(await findParts({ ...same, partType: { eq: 'TOOL' } }))).toEqual(['Wrench-1']);
    expect(numbersOf(await findParts({ partNumber: { ilike: 'WRENCH-1' } }))).toEqual(['Wrench-1', 'wrench-1']);
  });

  test('many are found at once by `in`, in whatever order and with unknown ones among them [IMP]', async () => {
    for (const number of ['IN-1', 'IN-2', 'IN-3']) await createTool(number);
    const filters = { partNumber: { in: ['IN-3', 'IN-9', 'IN-1'] }, isLatestRevision: { eq: true } };
    expect(numbersOf(await findParts(filters))).toEqual(['IN-1', 'IN-3']);
  });

  test('a record is found by serial and part number, since a serial alone is not unique [TS]', async () => {
    const [first, second] = [await createTool('GAUGE-1'), await createTool('GAUGE-2')];
    for (const tool of [first, second]) await createInventory(tenant, { partId: tool.id, serialNumber: 'S-100' });
    expect(await findRecords({ serialNumber: { eq: 'S-100' } })).toHaveLength(2);
    const one = { serialNumber: { eq: 'S-100' }, part: { partNumber: { ilike: 'gauge-2' } } };
    expect((await findRecords(one)).map(record => record.part.id)).toEqual([second.id]);
  });

  test('all tools are told from parts by a filter on the part [TS get_all_tool_inventory]', async () => {
    const part = await createPart(tenant, 'NO-TOOL');
    await createInventory(tenant, { partId: part.id });
    const records = await findRecords({ part: { partType: { eq: 'TOOL' } } });
    expect(records.length).toBeGreaterThan(0);
    expect(records.every(record => record.part.partType === 'TOOL')).toBe(true);
  });
});

describe('writes', () => {
  test('a number and revision that exist are refused with "already exists", and looking up finds them [TS]', async () => {
    const made = await createTool('TWICE');
    const error = await tenant.errorOf(createTool('TWICE'));
    expect(error?.message).toContain('already exists');
    expect((await findParts({ partNumber: { ilike: 'twice' }, revision: { ilike: 'A' } }))[0].id).toBe(made.id);
  });

  test('revisions are letters or a dash; a number is refused [TS]', async () => {
    for (const revision of ['A', 'AB', '-'])
      expect((await createTool('REV', { revision })).id).toEqual(expect.any(Number));
    expect(await tenant.errorOf(createTool('REV', { revision: '2' }))).toBeDefined();
  });

  test('a part becomes a tool: tracking first, then its type, each with a fresh etag [TS]', async () => {
    const part = await createPart(tenant, 'CONVERT');
    for (const changes of [{ trackingType: 'SERIAL' }, { partType: 'TOOL' }]) {
      const { _etag: etag } = await tenant.get('part', part.id, '_etag');
      await tenant.mutate('updatePart', 'UpdatePartInput', { id: part.id, etag, ...changes }, 'part { id _etag }');
    }
    expect(await tenant.get('part', part.id, 'partType trackingType')).toEqual({
      partType: 'TOOL',
      trackingType: 'SERIAL',
    });
  });

  test('a tool in use is marked unavailable and available again [TS mark_tool_unavailable]', async () => {
    const tool = await createTool('PRESS');
    await createInventory(tenant, { partId: tool.id, serialNumber: 'P-1' });
    const [record] = await findRecords({ serialNumber: { eq: 'P-1' } });
    expect([record.status, record.unavailable]).toEqual(['AVAILABLE', false]);
    const away = await updateRecord(record, { unavailable: true });
    expect([away.status, away.unavailable]).toEqual(['UNAVAILABLE', true]);
    expect((await updateRecord(away, { unavailable: false })).status).toBe('AVAILABLE');
  });

  test('a record moves to another part, if both are counted in the same unit [TS update_tool]', async () => {
    const unitOf = async (type: string): Promise<number> =>
      (
        await tenant.mutate(
          'createUnitOfMeasurement',
          'CreateUnitOfMeasurementInput',
          { type },
          'unitOfMeasurement { id }',
        )
      ).unitOfMeasurement.id;
    const [each, box] = [await unitOf('each'), await unitOf('box')];
    const wrong = await createTool('Moved-1', { unitOfMeasureId: each });
    const [right, boxed] = [
      await createTool('Moved-2', { unitOfMeasureId: each }),
      await createTool('Moved-3', { unitOfMeasureId: box }),
    ];
    const record = await createInventory(tenant, { partId: wrong.id, serialNumber: 'MV-1' });
    expect((await tenant.errorOf(updateRecord(record, { partId: boxed.id })))?.message).toContain('unit of measure');
    expect((await updateRecord(record, { partId: right.id })).part.partNumber).toBe('Moved-2');
  });

  test('lastMaintainedDate takes a time as well; a date alone is refused [TS tool_processing_utils]', async () => {
    const tool = await createTool('OVEN');
    const record = await createInventory(tenant, { partId: tool.id, serialNumber: 'O-1' });
    expect(await tenant.errorOf(updateRecord(record, { lastMaintainedDate: '2026-03-01' }))).toBeDefined();
    const updated = await updateRecord(record, { lastMaintainedDate: '2026-03-01T00:00:00Z' });
    expect(new Date(updated.lastMaintainedDate).getTime()).toBe(Date.UTC(2026, 2, 1));
  });
});

describe('attributes', () => {
  const values = ({ attributes }: Answer) =>
    Object.fromEntries(attributes.map(({ key, value }: Answer) => [key, value]));
  const etagOf = ({ attributes }: Answer, key: string) => attributes.find((one: Answer) => one.key === key).Etag;

  test('go along with what is created and are set with their own Etag later [TS]', async () => {
    const tool = await createTool('METER', { attributes: [{ key: 'Asset type', value: 'Electrical' }] });
    const attributes = [{ key: 'Calibrated by', value: 'Lab' }];
    await createInventory(tenant, { partId: tool.id, serialNumber: 'M-1', attributes });
    const [record] = await findRecords({ serialNumber: { eq: 'M-1' } });
    expect(values(record)).toEqual({ 'Calibrated by': 'Lab', Class: null });
    expect(values(record.part)).toEqual({ 'Asset type': 'Electrical' });
    const change = { key: 'Class', value: 'B', etag: etagOf(record, 'Class') };
    const updated = await updateRecord(record, { attributes: [change] });
    expect(values(updated)).toEqual({ 'Calibrated by': 'Lab', Class: 'B' });
    expect(etagOf(updated, 'Class')).not.toBe(etagOf(record, 'Class'));
    expect(etagOf(updated, 'Calibrated by')).toBe(etagOf(record, 'Calibrated by'));
  });

  test('with a missing or a stale Etag the whole mutation is refused [TS]', async () => {
    const tool = await createTool('SCALE');
    await createInventory(tenant, { partId: tool.id, serialNumber: 'SC-1' });
    const [record] = await findRecords({ serialNumber: { eq: 'SC-1' } });
    const stale = { key: 'Class', value: 'A', etag: etagOf(record, 'Class') };
    const current = await updateRecord(record, { attributes: [stale] });
    for (const attribute of [stale, { key: 'Class', value: 'B' }]) {
      expect(await tenant.errorOf(updateRecord(current, { unavailable: true, attributes: [attribute] }))).toBeDefined();
    }
    const [after] = await findRecords({ serialNumber: { eq: 'SC-1' } });
    expect([after.unavailable, values(after)['Class'], after._etag]).toEqual([false, 'A', current._etag]);
  });

  test('one at a time is set by a mutation of its own, which renews the etag of its owner [SDL, TS]', async () => {
    const tool = await createTool('LEVEL');
    const before = await tenant.get('part', tool.id, TOOL);
    const input = { partId: tool.id, key: 'Asset type', value: 'Optical', etag: etagOf(before, 'Asset type') };
    const fields = 'partAttribute { key value Etag }';
    const { partAttribute } = await tenant.mutate('updatePartAttribute', 'UpdatePartAttributeInput', input, fields);
    expect(partAttribute).toMatchObject({ key: 'Asset type', value: 'Optical' });
    expect((await tenant.get('part', tool.id, '_etag'))._etag).not.toBe(before._etag);
  });
});

describe('removal', () => {
  test('an installed tool is taken out without an etag, told success and a message, and can then be deleted [TS uninstall_tool]', async () => {
    const [tool, rig] = [await createTool('DRILL'), await createPart(tenant, 'RIG')];
    await releaseMbom(tenant, rig.id, [[tool.id, 1]]);
    const unit = await createInventory(tenant, { partId: rig.id });
    const record = await createInventory(tenant, { partId: tool.id, serialNumber: 'D-1' });
    await install(tenant, unit, record, tool.id);
    const [found] = await findRecords({ serialNumber: { eq: 'D-1' } });
    expect(found.status).toBe('INSTALLED');
    const remove = 'mutation ($id: ID!, $etag: String!) { deletePartInventory(id: $id, etag: $etag) { id } }';
    expect(await tenant.errorOf(tenant.ask(remove, { id: found.id, etag: found._etag }))).toBeDefined();
    const uninstall = 'mutation ($id: ID!) { deleteAbomInstallation(id: $id) { success message } }';
    for (const { id } of found.abomInstallations) {
      expect((await tenant.ask(uninstall, { id })).deleteAbomInstallation).toEqual({
        success: true,
        message: expect.any(String),
      });
    }
    const [free] = await findRecords({ serialNumber: { eq: 'D-1' } });
    expect([free.status, free.abomInstallations]).toEqual(['AVAILABLE', []]);
    await tenant.ask(remove, { id: free.id, etag: free._etag });
    expect(await findRecords({ serialNumber: { eq: 'D-1' } })).toEqual([]);
  });
});
