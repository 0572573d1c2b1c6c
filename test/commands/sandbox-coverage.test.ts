import { describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from './run-cli.ts';
import { ask, serve } from './serve-sandbox.ts';

interface Names {
  readonly emulated: readonly string[];
  readonly notEmulated: readonly string[];
}

interface Coverage {
  readonly queries: { readonly emulated: number; readonly notEmulated: number };
  readonly mutations: { readonly emulated: number; readonly notEmulated: number };
  readonly entities: readonly { readonly entity: string; readonly queries: Names; readonly mutations: Names }[];
}

const coverage = async (): Promise<Coverage> => {
  const { stdout } = await runCli(['sandbox', 'coverage', '--format', 'json'], { cwd: await emptyFolder() });
  return JSON.parse(stdout);
};

const all = ({ emulated, notEmulated }: Names) => [...emulated, ...notEmulated];

describe('sandbox coverage', () => {
  it('has every operation of the served schema under exactly one entity', async () => {
    const { started } = await serve([], await emptyFolder());
    const fields = 'fields(includeDeprecated: true) { name }';
    const { text } = await ask(started, `{ __schema { queryType { ${fields} } mutationType { ${fields} } } }`);
    const { queryType, mutationType } = JSON.parse(text).data.__schema;
    const namesOf = (type: { fields: { name: string }[] }) => type.fields.map(({ name }) => name).sort();
    const { entities, queries, mutations } = await coverage();
    expect(entities.flatMap(entity => all(entity.queries)).sort()).toEqual(namesOf(queryType));
    expect(entities.flatMap(entity => all(entity.mutations)).sort()).toEqual(namesOf(mutationType));
    expect(queries.emulated + queries.notEmulated).toBe(queryType.fields.length);
    expect(mutations.emulated + mutations.notEmulated).toBe(mutationType.fields.length);
  });

  it('counts as covered what answers, and as not what answers NOT_EMULATED', async () => {
    const { started } = await serve([], await emptyFolder());
    const { entities } = await coverage();
    const log = entities.find(({ entity }) => entity === 'Log');
    const part = entities.find(({ entity }) => entity === 'Part');
    expect(log?.queries).toEqual({ emulated: [], notEmulated: ['logs'] });
    expect(part?.queries).toEqual({ emulated: ['part', 'parts'], notEmulated: [] });
    expect(part?.mutations.emulated).toContain('updatePartAttribute');
    expect((await ask(started, '{ logs { __typename } }')).text).toContain('NOT_EMULATED');
    expect((await ask(started, '{ parts { __typename } }')).text).toContain('"data":{"parts"');
  });

  it('sums up for people what is there, and names what is missing', async () => {
    const cwd = await emptyFolder();
    const { queries } = await coverage();
    const { code, stdout } = await runCli(['sandbox', 'coverage'], { cwd });
    expect(code).toBe(0);
    const total = queries.emulated + queries.notEmulated;
    expect(stdout).toContain(`${queries.emulated} of ${total} queries and `);
    expect(stdout).toContain('\n  Log: 0 of 1\n      not logs\n');
    expect(stdout).not.toContain('createPart,');
    expect((await runCli(['sandbox', 'coverage', '--verbose'], { cwd })).stdout).toContain('createPart,');
  });
});
