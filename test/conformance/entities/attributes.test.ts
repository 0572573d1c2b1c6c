import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newPart } from '../ion.ts';

const ion = ionForFile();

const define = async (owner: string, key: string, type: string, options?: readonly string[]): Promise<Answer> => {
  const name = `updateOrganization${owner}Attributes`;
  const mutation = `mutation ($input: UpdateAttributeSettingsInput!) { ${name}(input: $input) { organization { _etag } } }`;
  const input = { id: 1, etag: await ion.etagOf('Organization', 1), key, type, options };
  return (await ion.ask(mutation, { input }))[name].organization;
};

const attributesOf = async (type: string, id: number): Promise<Answer[]> =>
  (await ion.get(type, id, 'attributes { key value type Etag }')).attributes;

describe('custom attributes', () => {
  test('the organisation defines keys per type, which renews its etag [SDL]', async () => {
    const before = await ion.etagOf('Organization', 1);
    const { _etag } = await define('Part', 'seedKey', 'STRING');
    expect(_etag).not.toBe(before);
    await define('Part', 'class', 'SELECT', ['A', 'B']);
    const { settings } = await ion.get(
      'Organization',
      1,
      'settings { parts { attributes { key type options } } suppliers { attributes { key } } }',
    );
    expect(settings).toEqual({
      parts: {
        attributes: [
          { key: 'seedKey', type: 'STRING', options: null },
          { key: 'class', type: 'SELECT', options: ['A', 'B'] },
        ],
      },
      suppliers: { attributes: [] },
    });
  });

  test('an object shows every defined key, with what the create input gave (inferred)', async () => {
    const part = await newPart(ion, { attributes: [{ key: 'seedKey', value: 'part/x' }] });
    expect(await attributesOf('Part', part.id)).toEqual([
      { key: 'seedKey', value: 'part/x', type: 'STRING', Etag: expect.stringMatching(/^[0-9a-f]{32}$/) },
      { key: 'class', value: null, type: 'SELECT', Etag: expect.any(String) },
    ]);
  });

  test('a key that is defined later appears on what is there already (inferred)', async () => {
    const supplier = await ion.create('Supplier', { name: 'early' });
    await define('Supplier', 'rating', 'NUMBER');
    expect(await attributesOf('Supplier', supplier.id)).toMatchObject([{ key: 'rating', value: null }]);
  });

  test('an unknown key is refused, and so is a value of another type (inferred)', async () => {
    const refuse = (key: string, value: unknown) =>
      ion.refusedCreate('Part', { partNumber: ion.unique('PN'), attributes: [{ key, value }] });
    expect((await refuse('nope', 1)).message).toContain('has no attribute nope');
    expect((await refuse('class', 'C')).message).toContain('not a value of type SELECT');
  });

  test('an update needs the attribute’s own Etag; without it the whole mutation is refused [TS]', async () => {
    const part = await newPart(ion);
    const [{ Etag }] = (await attributesOf('Part', part.id)) as [Answer];
    const stale = await ion.refusedUpdate('Part', part.id, {
      description: 'lost',
      attributes: [{ key: 'seedKey', value: 'v', etag: 'stale' }],
    });
    expect(stale.code).toBe('CONCURRENCY_ERROR');
    expect((await ion.get('Part', part.id, 'description')).description).toBeNull();
    await ion.update('Part', part.id, { attributes: [{ key: 'seedKey', value: 'v', etag: Etag }] });
    const [changed] = await attributesOf('Part', part.id);
    expect(changed.value).toBe('v');
    expect(changed.Etag).not.toBe(Etag);
  });

  test('one attribute at a time is set with its Etag, and renews the part’s [TS]', async () => {
    const part = await newPart(ion);
    const [{ Etag }] = (await attributesOf('Part', part.id)) as [Answer];
    const mutation =
      'mutation ($input: UpdatePartAttributeInput!) { updatePartAttribute(input: $input) { partAttribute { key value Etag part { _etag } } } }';
    const input = { partId: part.id, key: 'seedKey', value: 'one', etag: Etag };
    const { partAttribute } = (await ion.ask(mutation, { input })).updatePartAttribute;
    expect(partAttribute).toMatchObject({ key: 'seedKey', value: 'one' });
    expect(partAttribute.part._etag).not.toBe(part._etag);
    expect((await ion.refusal(mutation, { input })).code).toBe('CONCURRENCY_ERROR');
  });

  test('objects are found by an attribute’s value [SDL]', async () => {
    const part = await newPart(ion, { attributes: [{ key: 'seedKey', value: 'findme' }] });
    const list =
      'query ($v: ScalarValue) { parts(filters: { attributes: { key: { eq: "seedKey" }, value: { eq: $v } } }) { edges { node { id } } } }';
    expect((await ion.ask(list, { v: 'findme' })).parts.edges).toEqual([{ node: { id: part.id } }]);
    const filtered = 'Attributes(filters: { key: { eq: "class" } }) { key }';
    expect((await ion.get('Part', part.id, filtered)).Attributes).toEqual([{ key: 'class' }]);
  });

  test('a forgotten key disappears from the objects (inferred)', async () => {
    const supplier = await ion.create('Supplier', { name: 'late' });
    const mutation =
      'mutation ($input: DeleteAttributeSettingsInput!) { deleteOrganizationSupplierAttributes(input: $input) { organization { id } } }';
    const input = { id: 1, etag: await ion.etagOf('Organization', 1), key: 'rating' };
    await ion.ask(mutation, { input });
    expect(await attributesOf('Supplier', supplier.id)).toEqual([]);
  });

  test('an object with attributes is deleted with them (inferred)', async () => {
    const part = await newPart(ion, { attributes: [{ key: 'seedKey', value: 'x' }] });
    expect(await ion.remove('Part', part.id)).toEqual({ id: part.id });
  });
  test.each([
    ['NUMBER', 1.5, '1.5'],
    ['BOOLEAN', false, 'no'],
    ['SELECT', 'A', 'C'],
    ['MULTISELECT', ['A', 'B'], ['A', 'C']],
    ['DATETIME', '2026-01-02T03:04:05.000Z', 'soon'],
  ])('of type %s takes %j, and not %j [SDL attribute types; what fits is inferred]', async (type, fits, other) => {
    await define('PurchaseOrder', type, type, type.endsWith('SELECT') ? ['A', 'B'] : undefined);
    const { id } = await ion.create('PurchaseOrder', { attributes: [{ key: type, value: fits }] });
    expect(await attributesOf('PurchaseOrder', id)).toContainEqual(expect.objectContaining({ key: type, value: fits }));
    const refused = await ion.refusedCreate('PurchaseOrder', { attributes: [{ key: type, value: other }] });
    expect(refused.message).toContain(`not a value of type ${type}`);
  });

  test.each(['SELECT', 'MULTISELECT'])('of type %s needs options (inferred)', async type => {
    await expect(define('Receipt', 'choice', type)).rejects.toThrow('needs options');
  });

  test.each([
    ['Location', { name: 'Cell' }],
    ['Supplier', { name: 'Acme' }],
    ['Issue', { title: 'Bent' }],
    ['Receipt', {}],
    ['PartKit', {}],
  ])('%s has them too, with keys of its own [SDL]', async (type, fields) => {
    await define(type, `of ${type}`, 'STRING');
    const { id } = await ion.create(type, { ...fields, attributes: [{ key: `of ${type}`, value: 'first' }] });
    const find = async () => (await attributesOf(type, id)).find(({ key }) => key === `of ${type}`);
    const { value, Etag: etag } = await find();
    expect(value).toBe('first');
    await ion.update(type, id, { attributes: [{ key: `of ${type}`, value: 'second', etag }] });
    expect((await find()).value).toBe('second');
  });
});
