import { readFileSync } from 'node:fs';
import {
  getIntrospectionQuery,
  type IntrospectionInputValue,
  type IntrospectionQuery,
  type IntrospectionType,
  type IntrospectionTypeRef,
} from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts';
import { connect } from '../server/client.ts';

// One line per fact, in the notation of the tables: `kind owner member args type`, with `-` for none.
type Fact = string;

const BUILT_IN_SCALARS = ['Int', 'Float', 'String', 'Boolean', 'ID'];
// What ion/README.md says of the tables: 48 types are left out, and Timeline is the interface of every *Events type.
const LEFT_OUT_TYPES = 48;
const INTERFACE = 'Timeline';

const readTable = (name: string): string[][] =>
  readFileSync(new URL(`./facts/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(line => line.split('\t').slice(0, 5));

const namesIn = ([kind, , , args = '', type = '']: string[]): string[] =>
  kind === 'enum' || kind === 'scalar'
    ? []
    : [...(args === '-' ? [] : [...args.matchAll(/: ([[\]!\w]+)/g)].map(match => match[1] ?? '')), type]
        .map(text => text.split(' = ')[0] ?? '')
        .map(text => text.replace(/[[\]!]/g, ''));

const definedIn = (rows: string[][]): Set<string> => new Set([...BUILT_IN_SCALARS, ...rows.map(row => row[1] ?? '')]);

const undefinedTypes = (rows: string[][]): string[] => {
  const defined = definedIn(rows);
  return [...new Set(rows.flatMap(namesIn))].filter(name => !defined.has(name));
};

/** The rows whose types are all defined, once those that lost all their members are gone as well. */
const servable = (rows: string[][]): string[][] => {
  const missing = new Set(undefinedTypes(rows));
  return missing.size === 0 ? rows : servable(rows.filter(row => !namesIn(row).some(name => missing.has(name))));
};

const sortedArgs = (args: string): string => (args === '-' ? '-' : args.split(', ').sort().join(', '));

const expectedFact = ([kind = '', owner = '', member = '', args = '', type = '']: string[]): Fact =>
  [owner === INTERFACE ? 'interface' : kind, owner, member, sortedArgs(args), type].join('\t');

const expectedFacts = (rows: string[][]): Fact[] => {
  const owners = new Set(rows.filter(row => row[0] === 'object').map(row => row[1] ?? ''));
  const events = [...owners].filter(name => name.endsWith('Events'));
  return [...rows.map(expectedFact), ...events.map(name => `implements\t${name}\t${INTERFACE}\t-\t-`)].sort();
};

const notation = (type: IntrospectionTypeRef): string => {
  if (type.kind === 'NON_NULL') return `${notation(type.ofType as IntrospectionTypeRef)}!`;
  if (type.kind === 'LIST') return `[${notation(type.ofType as IntrospectionTypeRef)}]`;
  return type.name;
};

const inputNotation = ({ type, defaultValue }: IntrospectionInputValue): string =>
  defaultValue == null ? notation(type) : `${notation(type)} = ${defaultValue}`;

const argsNotation = (args: readonly IntrospectionInputValue[]): string =>
  sortedArgs(args.map(arg => `${arg.name}: ${inputNotation(arg)}`).join(', ') || '-');

const FIELD_KINDS: Readonly<Record<string, string>> = { Query: 'query', Mutation: 'mutation' };

const servedFacts = (type: IntrospectionType): Fact[] => {
  const { name } = type;
  switch (type.kind) {
    case 'SCALAR':
      return BUILT_IN_SCALARS.includes(name) ? [] : [`scalar\t${name}\t-\t-\t-`];
    case 'ENUM':
      return type.enumValues.map(value => `enum\t${name}\t${value.name}\t-\t-`);
    case 'UNION':
      return type.possibleTypes.map(member => `union\t${name}\t${member.name}\t-\t${member.name}`);
    case 'INPUT_OBJECT':
      return type.inputFields.map(field => `input\t${name}\t${field.name}\t-\t${inputNotation(field)}`);
    default: {
      const kind = type.kind === 'INTERFACE' ? 'interface' : (FIELD_KINDS[name] ?? 'object');
      const fields = type.fields.map(
        field => `${kind}\t${name}\t${field.name}\t${argsNotation(field.args)}\t${notation(field.type)}`,
      );
      return [...fields, ...type.interfaces.map(({ name: parent }) => `implements\t${name}\t${parent}\t-\t-`)];
    }
  }
};

const missingFrom = (facts: readonly Fact[], others: readonly Fact[]): Fact[] => {
  const known = new Set(others);
  return facts.filter(fact => !known.has(fact));
};

const rows = [...readTable('schema-facts.tsv'), ...readTable('schema-newer.tsv')];

let sandbox: Sandbox;
let schema: IntrospectionQuery['__schema'];

beforeAll(async () => {
  sandbox = await startSandbox();
  const run = await connect(sandbox);
  const { body } = await run(getIntrospectionQuery({ inputValueDeprecation: true }));
  schema = body.data.__schema;
});
afterAll(() => sandbox.close());

const servedTypes = (): IntrospectionType[] => schema.types.filter(type => !type.name.startsWith('__'));

it('names in the tables exactly as many undefined types as were left out of them', () => {
  expect(undefinedTypes(rows)).toHaveLength(LEFT_OUT_TYPES);
});

it('serves every fact of the tables', () => {
  expect(missingFrom(expectedFacts(servable(rows)), servedTypes().flatMap(servedFacts))).toEqual([]);
});

it('serves nothing that the tables do not hold', () => {
  expect(missingFrom(servedTypes().flatMap(servedFacts), expectedFacts(servable(rows)))).toEqual([]);
});

it('serves no fact twice and no type without members', () => {
  const served = servedTypes().map(type => ({ type, facts: servedFacts(type) }));
  const all = served.flatMap(({ facts }) => facts);
  expect(new Set(all).size).toBe(all.length);
  const empty = served.filter(({ type, facts }) => facts.length === 0 && !BUILT_IN_SCALARS.includes(type.name));
  expect(empty.map(({ type }) => type.name)).toEqual([]);
});

it('keeps the order of members, which clients show', () => {
  const inTable = servable(rows)
    .filter(row => row[1] === 'Part')
    .map(row => row[2]);
  const part = servedTypes().find(type => type.name === 'Part');
  expect(part?.kind === 'OBJECT' && part.fields.map(field => field.name)).toEqual(inTable);
});

it('has Query and Mutation as its only roots', () => {
  expect([schema.queryType.name, schema.mutationType?.name, schema.subscriptionType]).toEqual([
    'Query',
    'Mutation',
    null,
  ]);
});

it('marks as deprecated what ION’s schema does, and shows it only to who asks for it [SDL]', async () => {
  const run = await connect(sandbox);
  const types = 'Mutation ABomItem FileAttachment Issue PartInventory PurchaseOrder Review User'.split(' ');
  const deprecated = types.flatMap(name => {
    const type = servedTypes().find(one => one.name === name);
    const fields = type?.kind === 'OBJECT' ? type.fields : [];
    return fields.filter(field => field.isDeprecated).map(field => `${name}.${field.name}`);
  });
  expect(deprecated.sort()).toEqual([
    'ABomItem.parent',
    'ABomItem.parentId',
    'FileAttachment.url',
    'Issue.partInventory',
    'Issue.partInventoryId',
    'Mutation.addInventoriesToReceipt',
    'Mutation.addInventoryToReceipt',
    'Mutation.mergeRunStep',
    'Mutation.removeInventoryFromReceipt',
    'PartInventory.cost',
    'PartInventory.estimatedArrival',
    'PartInventory.needDate',
    'PurchaseOrder.cost',
    'PurchaseOrder.estimatedArrival',
    'Review.comment',
    'User.Organization',
  ]);
  const { body } = await run('{ __type(name: "Review") { fields { name } } }');
  expect(body.data.__type.fields.map((field: { name: string }) => field.name)).not.toContain('comment');
});
