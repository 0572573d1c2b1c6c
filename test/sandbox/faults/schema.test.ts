import { expect, it } from 'vitest';
import { CREATE_PART, open, PARTS } from './ion.ts';

const MEMBERS = 'query ($type: String!) { __type(name: $type) { fields { name } inputFields { name } } }';

const opened = async () => {
  const ion = await open();
  const members = async (type: string): Promise<string[]> => {
    const { body } = await ion.run(MEMBERS, { type });
    return (body.data.__type?.fields ?? body.data.__type?.inputFields ?? []).map((one: { name: string }) => one.name);
  };
  return { ...ion, members };
};

it('leaves out a field: introspection does not show it, and a document that names it is not valid', async () => {
  const { sandbox, run, members } = await opened();
  expect(await members('Part')).toContain('description');
  sandbox.faults.add({ effect: { type: 'schema', member: 'Part.description' } });
  expect(await members('Part')).not.toContain('description');
  expect((await run(PARTS)).body.errors[0].message).toMatch(/Cannot query field "description" on type "Part"/);
  expect((await run('{ parts { edges { node { id } } } }')).body.data.parts.edges).toEqual([]);
  sandbox.faults.clear();
  expect((await run(PARTS)).body.errors).toBeUndefined();
});

it('renames a field, which then answers under its new name or an alias of it', async () => {
  const { sandbox, run, createPart } = await opened();
  await createPart('A');
  sandbox.faults.add({ effect: { type: 'schema', member: 'Part.partNumber', rename: 'number' } });
  const { body } = await run(
    '{ parts { edges { node { number again: number ...more } } } } fragment more on Part { number }',
  );
  expect(body.data.parts.edges).toEqual([{ node: { number: 'A', again: 'A' } }]);
  expect((await run(PARTS)).body.errors[0].message).toMatch(/Cannot query field "partNumber"/);
});

it('leaves out and renames mutations', async () => {
  const { sandbox, run, members, numbers } = await opened();
  sandbox.faults.add({ name: 'renamed', effect: { type: 'schema', member: 'Mutation.createPart', rename: 'addPart' } });
  expect(await members('Mutation')).toContain('addPart');
  expect((await run(CREATE_PART, { number: 'A' })).body.errors[0].message).toMatch(/Cannot query field "createPart"/);
  const { body } = await run('mutation { addPart(input: { partNumber: "A" }) { part { partNumber } } }');
  expect(body.data.addPart.part.partNumber).toBe('A');
  sandbox.faults.clear('renamed');
  sandbox.faults.add({ effect: { type: 'schema', member: 'Mutation.createPart' } });
  expect(await members('Mutation')).not.toContain('createPart');
  expect(await numbers()).toEqual(['A']);
});

it('renames and leaves out input fields, in literals and in variables', async () => {
  const { sandbox, run, members, numbers } = await opened();
  sandbox.faults.add({ effect: { type: 'schema', member: 'CreatePartInput.partNumber', rename: 'number' } });
  sandbox.faults.add({ effect: { type: 'schema', member: 'CreatePartInput.description' } });
  expect(await members('CreatePartInput')).toContain('number');
  const create = 'mutation ($input: CreatePartInput!) { createPart(input: $input) { part { id } } }';
  expect((await run(create, { input: { number: 'A' } })).body.errors).toBeUndefined();
  expect((await run('mutation { createPart(input: { number: "B" }) { part { id } } }')).body.errors).toBeUndefined();
  const old = await run(create, { input: { partNumber: 'C' } });
  expect(old.body.errors[0].message).toMatch(/partNumber/);
  const gone = await run(create, { input: { number: 'D', description: 'x' } });
  expect(gone.body.errors[0].message).toMatch(/Field "description" is not defined/);
  const filtered = await run('query ($f: PartsInputFilters) { parts(filters: $f) { edges { node { partNumber } } } }', {
    f: { partNumber: { in: ['A', 'B'] } },
  });
  expect(filtered.body.data.parts.edges).toHaveLength(2);
  sandbox.faults.clear();
  expect(await numbers()).toEqual(['A', 'B']);
});

it('leaves out a type with all that uses it, and a value of an enum', async () => {
  const { sandbox, run, members } = await opened();
  sandbox.faults.add({ effect: { type: 'schema', member: 'BuildRequirement' } });
  sandbox.faults.add({ effect: { type: 'schema', member: 'PartSortEnum.ID_DESC' } });
  expect(await members('PartInventory')).not.toContain('buildRequirements');
  expect(await members('BuildRequirement')).toEqual([]);
  expect((await run('{ parts(sort: [ID_DESC]) { edges { node { id } } } }')).body.errors[0].message).toMatch(/ID_DESC/);
  const { body } = await run('{ __schema { types { name } } }');
  expect(body.data.__schema.types.map((type: { name: string }) => type.name)).not.toContain('BuildRequirement');
});

it('refuses changes to what ION’s schema does not have', async () => {
  const { sandbox } = await opened();
  const add = (member: string, rename?: string) => () =>
    sandbox.faults.add({ effect: { type: 'schema', member, ...(rename === undefined ? {} : { rename }) } });
  expect(add('Parts.id')).toThrow(/no type Parts/);
  expect(add('Part.shoeSize')).toThrow(/Part has no member shoeSize/);
  expect(add('Part.id', 'partNumber')).toThrow(/has a member partNumber already/);
  expect(add('Part', 'Component')).toThrow(/only a member/);
  expect(add('PartSortEnum.ID_DESC', 'X')).toThrow(/cannot be renamed/);
});
