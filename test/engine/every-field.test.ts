/** Rows of every section, and each of their fields asked for: a field has a value or says that it has none here. */
import { ClientError } from 'graphql-request';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERY_SECTION, makeLookedUp } from './every-section.ts';
import { type SeededSandbox, startSeeded } from './seeded-sandbox.ts';

interface Type {
  readonly kind: string;
  readonly name: string;
  readonly ofType: Type | null;
}

interface Field {
  readonly name: string;
  readonly args: readonly { readonly type: Type }[];
  readonly type: Type;
}

interface Schema {
  readonly types: readonly { readonly name: string; readonly fields: readonly Field[] | null }[];
}

let seeded: SeededSandbox;

beforeAll(async () => {
  seeded = await startSeeded();
  await makeLookedUp(seeded);
  const { outcomes } = await seeded.apply(EVERY_SECTION);
  expect(outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
});
afterAll(() => seeded.close());

const named = (type: Type): Type => (type.ofType === null ? type : named(type.ofType));

const isLeaf = (type: Type): boolean => ['SCALAR', 'ENUM'].includes(named(type).kind);

const needsArguments = ({ args }: Field): boolean => args.some(({ type }) => type.kind === 'NON_NULL');

const TYPE = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';

const readFields = async (): Promise<(type: string) => readonly Field[]> => {
  const document = `{ __schema { types { name fields(includeDeprecated: true) { name args { type { kind } } type { ${TYPE} } } } } }`;
  const { __schema: schema } = await seeded.ion<{ __schema: Schema }>(document);
  const fields = new Map(schema.types.map(type => [type.name, type.fields ?? []]));
  return type => fields.get(type) ?? [];
};

/** The lists of ION's schema with the type of their rows. */
const listsOf = (fieldsOf: (type: string) => readonly Field[]): readonly (readonly [list: string, row: string])[] => {
  const typeOf = (owner: string, field: string): string | undefined =>
    fieldsOf(owner).flatMap(({ name, type }) => (name === field ? [named(type).name] : []))[0];
  return fieldsOf('Query').flatMap(({ name, type }) => {
    const row = typeOf(typeOf(named(type).name, 'edges') ?? '', 'node');
    return row === undefined ? [] : [[name, row] as const];
  });
};

/** What a document is refused with, but for what says that it is not emulated. */
const refusalsOf = async (document: string): Promise<readonly string[]> => {
  try {
    await seeded.ion(document);
    return [];
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const errors = error.response.errors ?? [];
    return errors.flatMap(({ message, path, extensions }) =>
      extensions?.['code'] === 'NOT_EMULATED' ? [] : [`${path?.join('.')}: ${message}`],
    );
  }
};

test('every field of a row has a value, or says that it is not emulated (ours)', async () => {
  const fieldsOf = await readFields();
  const refused: string[] = [];
  for (const [list, row] of listsOf(fieldsOf)) {
    const fields = fieldsOf(row)
      .filter(field => !needsArguments(field))
      .map(({ name, type }) => (isLeaf(type) ? name : `${name} { __typename }`));
    refused.push(...(await refusalsOf(`{ ${list}(first: 3) { edges { node { ${fields.join(' ')} } } } }`)));
  }
  expect(refused).toEqual([]);
});
