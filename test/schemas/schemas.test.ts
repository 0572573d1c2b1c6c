import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import options from '../../src/fixture/ajv-options.json' with { type: 'json' };
import { SECTIONS } from '../../src/fixture/sections.ts';
import { readFacts } from './enum-facts.ts';

const FOLDER = new URL('../../schemas/', import.meta.url);
const NAMES = readdirSync(FOLDER).map(name => name.replace('.schema.json', ''));

function read(name: string): AnySchemaObject {
  return JSON.parse(readFileSync(new URL(`${name}.schema.json`, FOLDER), 'utf8'));
}

const schemas = new Map(NAMES.map(name => [name, read(name)]));

function compile() {
  const ajv = new Ajv2020(options);
  for (const schema of schemas.values()) ajv.addSchema(schema);
  return ajv;
}

/** Every schema below one, with the place where it stands. */
function* parts(schema: unknown, place: string): Generator<[string, Record<string, unknown>]> {
  if (typeof schema !== 'object' || schema === null) return;
  if (!Array.isArray(schema)) yield [place, schema as Record<string, unknown>];
  for (const [key, value] of Object.entries(schema)) if (key !== 'examples') yield* parts(value, `${place}/${key}`);
}

const allParts = NAMES.flatMap(name => [...parts(schemas.get(name), name)]);

describe('the schemas', () => {
  it('are one for each section, the whole file, and the values that sections share', () => {
    expect(NAMES.toSorted()).toEqual([...SECTIONS, 'fixtures', 'values'].toSorted());
    expect(Object.keys(schemas.get('fixtures')?.['properties'])).toEqual(SECTIONS);
  });

  it.each(NAMES)('%s is valid JSON Schema 2020-12 and compiles in strict mode', name => {
    const ajv = compile();
    expect(schemas.get(name)?.['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(ajv.validateSchema(schemas.get(name) ?? {})).toBe(true);
    expect(ajv.getSchema(`${name}.schema.json`)).toBeTypeOf('function');
  });

  it('have an example for every entry and for the whole file, and all of them validate', () => {
    const ajv = compile();
    for (const name of [...SECTIONS.map(section => `${section}.schema.json#/$defs/entry`), 'fixtures.schema.json']) {
      const validate = ajv.getSchema(name);
      const schema = validate?.schema as AnySchemaObject | undefined;
      const examples: unknown[] = schema?.['examples'] ?? [];
      expect(examples.length, name).toBeGreaterThan(0);
      for (const example of examples)
        expect(validate?.(example), `${name} ${ajv.errorsText(validate?.errors)}`).toBe(true);
    }
  });

  it("show in no example the position of an installation, which ION's public schema does not have", () => {
    const examples: readonly object[] = schemas.get('installations')?.['$defs']?.entry?.examples ?? [];
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(example).not.toHaveProperty('referenceDesignator');
  });

  it('describe every field, for the text that editors show', () => {
    const fields = allParts.filter(([place]) => /\/(properties)\/[^/]+$/.test(place) && !place.includes('/then/'));
    const bare = fields.filter(([place, schema]) => !schema['description'] && !place.startsWith('fixtures/'));
    expect(fields.length).toBeGreaterThan(100);
    expect(bare.map(([place]) => place)).toEqual([]);
  });

  it('accept no field that they do not name', () => {
    const objects = allParts.filter(([, schema]) => schema['type'] === 'object' && schema['properties']);
    const open = objects.filter(
      ([place, schema]) => schema['additionalProperties'] !== false && !/\/(lookup|then)$/.test(place),
    );
    expect(objects.length).toBeGreaterThan(20);
    expect(open.map(([place]) => place)).toEqual([]);
  });

  it("offer exactly the values of ION's enums, less those that a fixture cannot ask for", () => {
    const ion = readFacts();
    const cases: readonly (readonly [string, string, readonly string[]])[] = [
      ['locations/$defs/entry/properties/type', 'Locationtypeenum', []],
      ['parts/$defs/entry/properties/partType', 'Parttypeenum', []],
      ['parts/$defs/entry/properties/trackingType', 'Trackingtypeenum', []],
      ['parts/$defs/entry/properties/sourcingStrategy', 'Sourcingstrategyenum', []],
      ['boms/$defs/entry/properties/status', 'Mbomstatusenum', []],
      ['procedures/$defs/entry/properties/type', 'Proceduretypeenum', []],
      ['procedures/$defs/entry/properties/status', 'Procedurestatusenum', []],
      ['procedures/$defs/field/properties/type', 'Fieldtypes', []],
      ['procedures/$defs/field/properties/allowedIonType', 'stepfieldiontypeentitytypeenum', []],
      ['attributes/$defs/entry/properties/type', 'attribute_typesattrtypesenum', []],
      ['attributes/$defs/entry/properties/allowedIonType', 'organizationiontypeentitytypeenum', []],
      ['webhooks/$defs/entry/properties/contentType', 'Webhookcontenttypesenum', []],
      ['webhooks/$defs/subscription/properties/resource', 'ResourceEnum', []],
      ['webhooks/$defs/subscription/properties/actions/items', 'WebhookSubscriptionActions', []],
      ['runs/$defs/step/properties/status', 'Statusenum', ['REDLINE', 'DAG_MODIFIABLE']],
      ['purchaseOrders/$defs/entry/properties/status', 'Purchaseorderstatusenum', []],
      ['purchaseOrders/$defs/fee/properties/type', 'Feetypeenum', []],
      ['kits/$defs/entry/properties/status', 'Partkitstatusenum', []],
    ];
    for (const [place, name, left] of cases) {
      const offered = allParts.find(([other]) => other === place)?.[1]['enum'] as (string | null)[];
      const expected = (ion.get(name) ?? []).filter(value => !left.includes(value));
      expect(expected.length, name).toBeGreaterThan(1);
      expect(offered.filter(value => value !== null).toSorted(), place).toEqual(expected.toSorted());
    }
  });
});

describe('fixtures.schema.json', () => {
  const accepts = compile().getSchema('fixtures.schema.json');

  it('accepts every demo fixture', () => {
    const folder = fileURLToPath(new URL('../../fixtures/', import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const value = parseYaml(readFileSync(`${folder}/${file}`, 'utf8'), { merge: true, maxAliasCount: -1 });
      expect(accepts?.(value), `${file} ${JSON.stringify(accepts?.errors?.[0])}`).toBe(true);
    }
  });

  it.each([
    ['empty sections and homes for anchors', { parts: null, 'x-anchors': [1] }, true],
    ['an unknown section', { widgets: {} }, false],
    ['an unknown field', { parts: { a: { partNumber: 'A', colour: 'red' } } }, false],
    ['a key with a blank', { parts: { 'a b': { partNumber: 'A' } } }, false],
    ['a lookup in place of a key', { inventory: { a: { part: { lookup: { partNumber: 'A' } } } } }, true],
    ['a lookup with a neighbour', { inventory: { a: { part: { lookup: { partNumber: 'A' }, key: 'a' } } } }, false],
    ['a user by key', { runs: { a: { title: 'A', procedure: 'p', assignedTo: 'bob' } } }, false],
    ['a leap day', { inventory: { a: { part: 'p', needDate: '2028-02-29T00:00:00+01:00' } } }, true],
    ['a leap day in another year', { inventory: { a: { part: 'p', needDate: '2026-02-29T00:00:00Z' } } }, false],
    ['a day without a time', { inventory: { a: { part: 'p', needDate: '2026-02-28' } } }, false],
    [
      'a numeric revision by its own scheme',
      { parts: { a: { partNumber: 'A', revision: '1', revisionScheme: 'n' } } },
      true,
    ],
    ['a numeric revision by the usual scheme', { parts: { a: { partNumber: 'A', revision: '1' } } }, false],
  ])('judges %s', (_, value, expected) => {
    expect(accepts?.(value)).toBe(expected);
  });
});
