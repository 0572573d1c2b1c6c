import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OBJECT_TYPES } from '../../src/kinds/attributes/object-types.ts';
import { compileSources } from '../../src/pipeline.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

const FIXTURE = `
attributes:
  colour: { objectType: part, key: Colour, type: SELECT, options: [red, blue] }
  mass: { objectType: part, key: Mass, type: NUMBER }
  checked: { objectType: part, key: Checked, type: DATETIME }
  zone: { objectType: location, key: Zone, type: STRING }
  tags: { objectType: partInventory, key: Tags, type: MULTISELECT, options: [new, used, spare] }
locations:
  cell: { name: Cell, attributes: { Zone: clean } }
parts:
  wheel: { partNumber: WHEEL, trackingType: SERIAL, attributes: { Colour: red, Mass: 1.5, Checked: 2026-03-09T08:00:00Z } }
inventory:
  wheel-1: { part: wheel, serialNumber: W1, attributes: { Tags: [new, spare] } }
`;

const SETTINGS =
  '{ me { organization { _etag settings { parts { attributes { key type options } } locations { attributes { key type } } } } } }';

interface Settings {
  readonly me: {
    readonly organization: {
      readonly settings: { readonly parts: { readonly attributes: { key: string; options: string[] | null }[] } };
    };
  };
}

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());
beforeEach(() => seeded.sandbox.reset());

const partAttributes = async () => (await seeded.ion<Settings>(SETTINGS)).me.organization.settings.parts.attributes;

function changedBy(from: string, to: string): string {
  expect(FIXTURE).toContain(from);
  return FIXTURE.replace(from, () => to);
}

describe('attribute definitions', () => {
  it('are made before whatever has values of them, all with the etag of the one organisation, and then kept', async () => {
    const result = await seeded.apply(FIXTURE);
    expect(troubles(result)).toEqual([]);
    // One mutation for each definition and each object: none was refused for a stale etag and sent again.
    expect(result.stats.writes).toBe(8);
    expect((await partAttributes()).map(({ key, options }) => [key, options]).toSorted()).toEqual([
      ['Checked', null],
      ['Colour', ['red', 'blue']],
      ['Mass', null],
    ]);
    expect(pending(await seeded.plan(FIXTURE))).toEqual([]);
  });

  it('are changed as a whole', async () => {
    await seeded.apply(FIXTURE);
    const changed = changedBy('options: [red, blue]', 'options: [red, blue, green]');
    expect((await seeded.plan(changed)).plan.changes.filter(({ action }) => action !== 'keep')).toMatchObject([
      {
        action: 'update',
        address: 'part-attribute/colour',
        edits: [{ path: 'options', after: ['red', 'blue', 'green'] }],
      },
    ]);
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect(pending(await seeded.plan(changed))).toEqual([]);
    expect(await partAttributes()).toContainEqual({ key: 'Colour', type: 'SELECT', options: ['red', 'blue', 'green'] });
  });

  it('may be called as what every object of a program has', async () => {
    await seeded.apply('parts: { wheel: { partNumber: WHEEL } }');
    const fixture = `
attributes: { maker: { objectType: part, key: constructor, type: STRING } }
parts: { wheel: { partNumber: WHEEL, attributes: { constructor: us } } }
`;
    expect(troubles(await seeded.apply(fixture))).toEqual([]);
    expect(pending(await seeded.plan(fixture))).toEqual([]);
  });

  it('leave those alone that someone else made', async () => {
    await seeded.apply('attributes: { mass: { objectType: part, key: Mass, type: NUMBER } }');
    expect(pending(await seeded.plan(FIXTURE))).not.toContainEqual(expect.stringContaining('delete'));
    expect(troubles(await seeded.apply(FIXTURE))).toEqual([]);
    expect(
      pending(
        await seeded.plan(
          'attributes: { colour: { objectType: part, key: Colour, type: SELECT, options: [red, blue] } }',
        ),
      ),
    ).toEqual([]);
  });

  it('are destroyed after what had values of them', async () => {
    await seeded.apply(FIXTURE);
    expect(troubles(await seeded.destroy(FIXTURE))).toEqual([]);
    expect(await partAttributes()).toEqual([]);
  });

  it('that others change in between are read again', async () => {
    await seeded.apply(FIXTURE);
    const planning = await seeded.plan(
      changedBy('options: [red, blue]', 'options: [red]').replace('Mass: 1.5', 'Mass: 2'),
    );
    expect(pending(planning)).toEqual(['update part-attribute/colour', 'update part/wheel']);
    const { me } = await seeded.ion<{ me: { organization: { id: number; _etag: string } } }>(
      '{ me { organization { id _etag } } }',
    );
    const input = { id: me.organization.id, etag: me.organization._etag, key: 'Other', type: 'STRING' };
    await seeded.ion(
      'mutation ($input: UpdateAttributeSettingsInput!) { updateOrganizationPartAttributes(input: $input) { organization { id } } }',
      { input },
    );
    expect(troubles(await seeded.carryOut(planning))).toEqual([]);
  });

  it('can be declared for every object type that ION has them for', async () => {
    const entries = Object.keys(OBJECT_TYPES).map(
      type => `  ${type}: { objectType: ${type}, key: Marker, type: STRING }`,
    );
    const all = ['attributes:', ...entries].join('\n');
    expect(troubles(await seeded.apply(all))).toEqual([]);
    expect(pending(await seeded.plan(all))).toEqual([]);
    expect(troubles(await seeded.destroy(all))).toEqual([]);
    expect(pending(await seeded.plan(all))).toHaveLength(entries.length);
  });
});

describe('the rules of attributes', () => {
  const problems = async (yaml: string) => {
    const { diagnostics } = await compileSources([{ path: 'fixture.yaml', text: yaml }]);
    return diagnostics.map(({ code, message, help }) => [code, message, help]);
  };

  it.each([
    ['Colour: red,', 'Colour: rot,', ['bad-value', 'the attribute "Colour" has no option "rot"', expect.any(String)]],
    [
      'Mass: 1.5',
      'Mass: heavy',
      ['bad-value', 'the attribute "Mass" is a NUMBER and takes a number, not "heavy"', undefined],
    ],
    ['Zone: clean', 'Zone: 7', ['bad-value', 'the attribute "Zone" is a STRING and takes text, not 7', undefined]],
    [
      'Tags: [new, spare]',
      'Tags: new',
      ['bad-value', 'the attribute "Tags" is a MULTISELECT and takes a list of its options, not "new"', undefined],
    ],
    [
      'Tags: [new, spare]',
      'Tags: [new, newish]',
      ['bad-value', 'the attribute "Tags" has no option "newish"', expect.any(String)],
    ],
    [
      'Checked: 2026-03-09T08:00:00Z',
      'Checked: soon',
      ['bad-value', expect.stringContaining('takes a point in time'), undefined],
    ],
    [
      ', options: [red, blue]',
      '',
      ['missing-field', 'an attribute of type SELECT needs options', 'add "options: [first, second]"'],
    ],
    [
      'key: Mass, type: NUMBER',
      'key: Mass, type: NUMBER, options: [a]',
      ['bad-value', 'an attribute of type NUMBER takes no options', 'only SELECT and MULTISELECT do'],
    ],
    [
      'key: Zone, type: STRING',
      'key: Zone, type: STRING, allowedIonType: PARTS',
      ['bad-value', 'an attribute of type STRING takes no allowedIonType', 'only ION do'],
    ],
    [
      'key: Mass,',
      'key: Colour,',
      ['duplicate-identity', expect.stringContaining('two entries would be one'), expect.any(String)],
    ],
  ])('find %s written as %s', async (from, to, expected) => {
    expect(await problems(changedBy(from, to))).toContainEqual(expected);
  });

  it('say nothing of attributes that nobody declared, and accept no value', async () => {
    expect(await problems(changedBy('Mass: 1.5', 'Mass: null, Unknown: anything'))).toEqual([]);
  });
});
