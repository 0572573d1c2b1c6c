// Serial numbers that ION makes: those of a part, and those that are unique in the whole organisation.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, createInventory, createPart, openTenant, type Tenant } from './open-tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant();
});
afterAll(() => tenant.close());

const change = async (verb: 'create' | 'update' | 'delete', input: object): Promise<Answer[]> => {
  const { organization } = (await tenant.ask('{ me { organization { id _etag } } }')).me;
  const type = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}GlobalUniqueSerialNumberSchemeSettingInput`;
  const fields =
    'organization { settings { parts { globalUniqueSerialNumbers { name enabled default serialScheme exclude startAt } } } }';
  const full = { id: Number(organization.id), etag: organization._etag, ...input };
  const changed = await tenant.mutate(`${verb}OrganizationGlobalUniqueSerialNumberScheme`, type, full, fields);
  return changed.organization.settings.parts.globalUniqueSerialNumbers;
};

/** A part of its own with one more piece, whose serial number ION makes. */
const makePiece = async (partNumber: string): Promise<string> => {
  const part = await createPart(tenant, partNumber, { trackingType: 'SERIAL' });
  const input = { partId: part.id, autogenerateSerialType: 'GLOBAL_UNIQUE_SERIAL_NUMBER' };
  return (await createInventory(tenant, input)).serialNumber;
};

const ask = async (args: string): Promise<string | null> =>
  (await tenant.ask(`{ globalUniqueSerialNumber(${args}) { serialNumber } }`)).globalUniqueSerialNumber.serialNumber;

describe('global unique serial numbers', () => {
  test('need a scheme (inferred)', async () => {
    expect((await tenant.errorOf(makePiece('NONE')))?.message).toContain('no default scheme');
  });

  test('are made by a scheme of the organisation, across its parts [SDL; how one is written is ours]', async () => {
    const scheme = { name: 'units', serialScheme: 'U-####', startAt: 7, default: true };
    expect(await change('create', scheme)).toEqual([{ ...scheme, enabled: true, exclude: null }]);
    expect(await makePiece('ONE')).toBe('U-0007');
    expect(await makePiece('TWO')).toBe('U-0008');
  });

  test('are asked for without being taken: the last one, and the next [SDL]', async () => {
    expect(await ask('name: "units", lastGeneratedValue: true')).toBe('U-0008');
    expect(await ask('name: "units", unsafePredictNextValue: true')).toBe('U-0009');
    expect(await ask('name: "units", unsafePredictNextValue: true')).toBe('U-0009');
    const unknown = await tenant.errorOf(ask('name: "nothing", lastGeneratedValue: true'));
    expect(unknown?.code).toBe('NOT_FOUND');
  });

  test('are not what some inventory has already, whoever gave it [api Serial uniqueness across the organisation]', async () => {
    const part = await createPart(tenant, 'HAND', { trackingType: 'SERIAL' });
    await createInventory(tenant, { partId: part.id, serialNumber: 'U-0009' });
    expect(await makePiece('THREE')).toBe('U-0010');
  });

  test('leave out characters that the scheme excludes [SDL exclude; how is inferred]', async () => {
    await change('create', { name: 'letters', serialScheme: '@#', exclude: 'AEIOU0', default: true });
    expect(await makePiece('FOUR')).toBe('B1');
    await change('update', { name: 'letters', startAt: 10 });
    expect(await makePiece('FIVE')).toBe('C1');
  });

  test('come from the default scheme, unless it is not enabled [SDL; inferred]', async () => {
    await change('update', { name: 'letters', enabled: false });
    expect(await makePiece('SIX')).toBe('U-0011');
  });

  test('end with their scheme, softly unless HARD is asked for [SDL DeleteType; the effects are inferred]', async () => {
    expect((await change('delete', { name: 'letters', deleteType: 'SOFT' })).map(scheme => scheme.name)).toEqual([
      'units',
    ]);
    expect(await change('delete', { name: 'units', deleteType: 'HARD' })).toEqual([]);
    await change('create', { name: 'units', serialScheme: 'V', default: true });
    expect(await makePiece('SEVEN')).toBe('V1');
  });
});

describe('serial numbers of a part', () => {
  test('the older flag and the type REVISION ask for the same [SDL CreatePartInventoryInput]', async () => {
    const part = await createPart(tenant, 'OWN', { trackingType: 'SERIAL' });
    const first = await createInventory(tenant, { partId: part.id, autogenerateSerialNumber: true });
    const second = await createInventory(tenant, { partId: part.id, autogenerateSerialType: 'REVISION' });
    expect([first.serialNumber, second.serialNumber]).toEqual(['SN-00001', 'SN-00002']);
  });
});
